import type { BrakeLimits } from '../syncs/sync.entity.js';

interface Counted {
  /** Records over there that a run would update, exclude or remove. */
  readonly affected: number;
  readonly existing: number;
  /** Whether the mapping or filter changed since the last run. */
  readonly changed: boolean;
}

/** Why a run is stopped; null where it may go. Both limits must be passed. */
export function judge(
  { share, records }: BrakeLimits,
  { affected, existing, changed }: Counted,
): string | null {
  if (affected <= records || affected <= share * existing) return null;
  const cause = changed ? 'since its mapping or filter changed' : 'since so many people changed';
  return (
    `Stopped before sending: up to ${affected} of ${existing} records that exist over there would be updated, excluded ` +
    `or removed ${cause}. The brake lets a run change ${records} or ${percent(share)}, whichever is more. ` +
    `Make a plan (POST /syncs/{id}/plans), look at it and apply it, or release the brake (POST /syncs/{id}/release-brake).`
  );
}

function percent(share: number): string {
  return `${Math.round(share * 1_000) / 10} %`;
}
