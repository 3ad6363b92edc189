import { setTimeout as pause } from 'node:timers/promises';
import { marketplaceLead, phoneOf, wordOf } from '../set-up.js';
import { pick, type Random } from '../random.js';
import type { Tenant } from './tenant.js';

const CLIENTS = 6;
const ANSWER_WITHIN_MS = 15_000;
const ACTIONS = ['INS', 'PLT', 'Create', 'StartTestDrive', 'INS', 'PLT', 'INS', 'DNC'] as const;

/** A lead that was posted, and what became of the post. */
export interface Attempt {
  readonly tenant: Tenant;
  /** Null for a lead without an address, who is a person of their own. */
  readonly email: string | null;
  readonly title: string;
  readonly lastName: string;
  readonly asksUs: boolean;
  readonly body: string;
  /** Of the 200; null while there was none. */
  eventId: string | null;
}

/** Clients that post leads all the time: many people, several touches each, every body another. */
export class Load {
  readonly attempts: Attempt[] = [];
  /** Answers that were no 200, by status. */
  readonly refusals = new Map<number, number>();
  /** Gets most of the leads. */
  focus: Tenant;
  private readonly touches = new Map<Tenant, number>();
  private clients: Promise<void>[] = [];
  private running = false;

  constructor(
    private readonly random: Random,
    private readonly tenants: readonly Tenant[],
    private readonly url: () => string | null,
  ) {
    this.focus = pick(() => 0, tenants);
  }

  start(): void {
    this.running = true;
    this.clients = Array.from({ length: CLIENTS }, () => this.client());
  }

  async stop(): Promise<void> {
    this.running = false;
    await Promise.all(this.clients);
  }

  get acknowledged(): readonly (Attempt & { readonly eventId: string })[] {
    return this.attempts.filter(
      (attempt): attempt is Attempt & { eventId: string } => attempt.eventId !== null,
    );
  }

  private async client(): Promise<void> {
    while (this.running) {
      const url = this.url();
      if (url) await this.post(this.next(), url);
      await pause(10 + this.random() * 60);
    }
  }

  /** Posts once; the answer is noted at the attempt. */
  async post(attempt: Attempt, url: string): Promise<void> {
    this.attempts.push(attempt);
    try {
      const response = await fetch(url + attempt.tenant.intakePath, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: attempt.body,
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      const answer = await response.text();
      if (response.status === 200) attempt.eventId = (JSON.parse(answer) as { eventId: string }).eventId;
      else this.refusals.set(response.status, (this.refusals.get(response.status) ?? 0) + 1);
    } catch {
      // No answer: it may have been kept or not.
    }
  }

  /** A lead of one particular person. */
  said({ email, lastName }: { email: string; lastName: string }): Attempt {
    return attemptOf(this.focus, {
      email,
      firstName: 'Ann',
      lastName,
      action: 'INS',
      title: 'CTO',
      serial: email,
    });
  }

  private next(): Attempt {
    const { random } = this;
    const tenant = random() < 0.8 ? this.focus : pick(random, this.tenants);
    const touch = (this.touches.get(tenant) ?? 0) + 1;
    this.touches.set(tenant, touch);
    const person = random() < 0.03 ? null : Math.floor(random() * (20 + touch / 4));
    const who = person ?? `without an address ${touch}`;
    return attemptOf(tenant, {
      email: person === null ? null : `p${person}@t${tenant.number}.example.com`,
      firstName: wordOf(`first ${who}`),
      lastName: wordOf(`last ${who}`),
      action: person === null ? 'INS' : pick(random, ACTIONS),
      // Some come back to an earlier title, which is a change over there as well.
      title: random() < 0.3 ? `Title ${touch % 2}` : `Title ${tenant.number}-${touch}`,
      serial: touch,
    });
  }
}

interface Said {
  readonly email: string | null;
  readonly firstName: string;
  readonly lastName: string;
  readonly action: string;
  readonly title: string;
  /** Makes every body another, so that none is a repeat. */
  readonly serial: number | string;
}

function attemptOf(tenant: Tenant, { email, firstName, lastName, action, title, serial }: Said): Attempt {
  const lead = marketplaceLead(
    { LeadSource: `AzureMarketplace-${action}|contoso.crm`, ActionCode: action, Serial: serial },
    { FirstName: firstName, LastName: lastName, Phone: phoneOf(lastName), Email: email ?? '', Title: title },
  );
  return {
    tenant,
    email,
    title,
    lastName,
    asksUs: action !== 'DNC',
    body: JSON.stringify(lead),
    eventId: null,
  };
}
