import type { Outcome } from './outcome.js';
import { fates } from './people.js';
import { addressesOf, isAddress, systemExpectations } from './proof-of-systems.js';

/** Something that must be true at the end of the story. */
export interface Expectation {
  readonly holds: boolean;
  /** What holds; or what should and does not. */
  readonly says: string;
}

type BodyOf = (eventId: string) => Promise<Buffer>;

/** `bodyOf` fetches what was kept of a lead event. */
export async function expectations(bodyOf: BodyOf, outcome: Outcome): Promise<Expectation[]> {
  return [
    readAsTold(outcome),
    await bytesKept(bodyOf, outcome),
    ...systemExpectations(outcome),
    noOthers(outcome),
    runsAddUp(outcome),
    noRuleBroken(outcome),
  ];
}

function readAsTold({ told }: Outcome): Expectation {
  const wrong = told.filter(({ lead, event }) => event.status !== lead.becomes);
  return {
    holds: wrong.length === 0,
    says:
      wrong.length === 0
        ? `All ${told.length} leads were answered 200 and are kept; each was read as it should be`
        : wrong
            .map(({ lead, event }) => `"${lead.tells}" is ${event.status}, not ${lead.becomes}`)
            .join('; '),
  };
}

async function bytesKept(bodyOf: BodyOf, { told }: Outcome): Promise<Expectation> {
  const kept = await Promise.all(
    told.map(async ({ lead, event }) => (await bodyOf(event.id)).equals(Buffer.from(lead.body))),
  );
  const lost = kept.filter((same) => !same).length;
  return {
    holds: lost === 0,
    says:
      lost === 0
        ? 'Every body can be fetched byte for byte as it was sent'
        : `${lost} bodies are not kept as sent`,
  };
}

function noOthers({ systems }: Outcome): Expectation {
  const others = systems.flatMap((system) =>
    addressesOf(system)
      .filter((email) => !fates.some(({ person }) => isAddress(email, person)))
      .map((email) => `${email} in ${system.vendor.title}`),
  );
  return {
    holds: others.length === 0,
    says:
      others.length === 0
        ? 'Neither the test lead nor the unreadable body reached any system'
        : `There are people who should not be there: ${others.join(', ')}`,
  };
}

function runsAddUp({ systems }: Outcome): Expectation {
  const syncs = systems.flatMap((system) => system.syncs);
  const runs = syncs.flatMap((sync) => sync.runs);
  const idle = syncs.filter((sync) => sync.runs.length === 0).map(({ plan }) => plan.name);
  const wrong = runs.filter(
    (run) =>
      run.delivered !== run.created + run.updated + run.removed ||
      run.received !==
        run.delivered + run.unchanged + run.held + run.rejected + run.waiting + run.accepted + run.unknown,
  );
  const faults = [
    ...(wrong.length > 0 ? [`${wrong.length} runs do not add up`] : []),
    ...idle.map((name) => `“${name}” had no run`),
  ];
  return {
    holds: faults.length === 0,
    says: faults.join('; ') || `The numbers of all ${runs.length} runs of ${syncs.length} syncs add up`,
  };
}

function noRuleBroken({ systems }: Outcome): Expectation {
  const broken = systems.filter(({ counters }) => counters.violations > 0);
  return {
    holds: broken.length === 0,
    says:
      broken
        .map(({ vendor, counters }) => `${counters.violations} calls broke rules of ${vendor.title}`)
        .join() || 'No call broke a rule or limit of any of the four systems',
  };
}
