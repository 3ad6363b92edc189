import type { IdentityEvent } from './identity-event.repository.js';

const NAMED = 3;

/** A decision in a sentence, e.g. `Profile … became part of this one: 99.8 % sure, by e-mail: same address.` */
export function summaryOf(event: Omit<IdentityEvent, 'id'>): string {
  return `${what(event)}${why(event)}.`;
}

function what({ kind, profileId, otherProfileId }: Omit<IdentityEvent, 'id'>): string {
  switch (kind) {
    case 'matched':
      return 'A new lead was taken for this person';
    case 'merged':
      return `Profile ${otherProfileId} became part of profile ${profileId}`;
    case 'split':
      return `Leads went from profile ${profileId} to profile ${otherProfileId}`;
    case 'asserted-distinct':
      return `Profiles ${profileId} and ${otherProfileId} were said to be two people, for good`;
  }
}

function why({ probability, evidence, modelVersion, decidedBy }: Omit<IdentityEvent, 'id'>): string {
  if (decidedBy !== null) return ', by decision of a person';
  if (probability === null) return '';
  const strongest = (evidence ?? [])
    .toSorted((one, other) => Math.abs(other.weight) - Math.abs(one.weight))
    .slice(0, NAMED)
    .map(
      ({ comparison, label, weight }) =>
        `${comparison}: ${label} (${weight > 0 ? '+' : ''}${weight.toFixed(1)})`,
    );
  return `: ${percent(probability)} sure by ${strongest.join(', ')}; model ${modelVersion}`;
}

/** Never 100: that is not a thing that a model knows. */
function percent(probability: number): string {
  return `${(Math.min(probability, 0.9999) * 100).toFixed(probability > 0.99 ? 2 : 1)} %`;
}
