import { Injectable } from '@nestjs/common';
import type { Destination } from '../destinations/destination.entity.js';
import { Pauses } from '../destinations/pauses.js';
import { Sessions } from '../destinations/sessions.js';
import type { Interruption } from './interruption.js';

/** Leaves alone what cannot be used now, for a while, and says why where people look. */
@Injectable()
export class Interrupter {
  constructor(
    private readonly sessions: Sessions,
    private readonly pauses: Pauses,
  ) {}

  async interrupt(destination: Destination, cause: Interruption): Promise<void> {
    if (cause.kind === 'sign-in' || cause.kind === 'misconfigured') {
      this.sessions.forget(destination.id);
      await this.pauses.beginFor(destination, cause);
      return this.sessions.needSignIn(destination, cause.message);
    }
    const { organisationKey } = destination;
    return organisationKey === null
      ? this.pauses.beginFor(destination, cause)
      : this.pauses.beginForOrganisation(organisationKey, cause);
  }
}
