import { Injectable } from '@nestjs/common';
import { Reception } from '../reception.js';

/** Leads of Microsoft's commercial marketplace, on their way into the ledger. */
@Injectable()
export class MarketplaceIntake {
  constructor(private readonly reception: Reception) {}

  /**
   * Keeps a body, whatever it says, and answers its event's id once it is committed: the sender is not known
   * to send again, so what is odd about a lead is said at its event.
   */
  async receive(secret: string, contentType: string | undefined, body: Buffer): Promise<{ eventId: string }> {
    const source = await this.reception.open('marketplace', secret);
    return { eventId: await this.reception.keep(source, contentType, body) };
  }
}
