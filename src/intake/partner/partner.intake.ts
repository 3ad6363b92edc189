import { Injectable } from '@nestjs/common';
import { problem, type Problem } from '../../platform/api/index.js';
import { Reception } from '../reception.js';
import { leadProblem } from './lead-check.js';
import { leadsIn, type SentLead } from './leads-in.js';

/** What became of one lead of a request. */
export type Verdict = { readonly eventId: string } | { readonly error: Problem };

/** As much as the marketplace may send at once. */
export const LARGEST_LEAD = 256 * 1024;

/** Leads that partners post, on their way into the ledger. */
@Injectable()
export class PartnerIntake {
  constructor(private readonly reception: Reception) {}

  /**
   * Keeps every lead that can be read, each as the bytes that were sent for it, and answers in their order once
   * all are committed. When one cannot be stored now the whole request fails: what was kept of it will be known
   * as a repeat when it comes again.
   */
  async receive(
    secret: string,
    contentType: string | undefined,
    body: Buffer,
  ): Promise<{ results: Verdict[] }> {
    const source = await this.reception.open('partner', secret);
    const results = leadsIn(body).map(async (lead): Promise<Verdict> => {
      const error = refusalOf(lead);
      return error ? { error } : { eventId: await this.reception.keep(source, contentType, lead.body) };
    });
    return { results: await Promise.all(results) };
  }
}

function refusalOf({ value, body }: SentLead): Problem | null {
  if (body.length <= LARGEST_LEAD) return leadProblem(value);
  return problem(413, `This lead has ${body.length} bytes; one may have up to ${LARGEST_LEAD}.`);
}
