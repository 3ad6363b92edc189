import type { Place, SystemDefinition } from '../../systems/index.js';
import type { Orders } from './orders.js';
import type { Sync } from '../syncs/sync.entity.js';

/** What the outcomes of a send are written down under. */
export interface SendContext {
  readonly workspaceId: string;
  readonly runId: string;
  readonly destinationId: string;
  readonly place: Place;
  /** Objects whose records wait for those of this one. */
  readonly children: readonly string[];
  readonly syncVersion: number;
  /** Of the claim, or null for what a job has. */
  readonly token: string | null;
  /** Where something else is done than what the sync does by itself. */
  readonly orders?: Orders;
}

export function sendContext<Token extends string | null>(
  sync: Sync,
  definition: SystemDefinition,
  runId: string,
  token: Token,
): SendContext & { readonly token: Token } {
  const { workspaceId, destinationId, object, target, version } = sync;
  return {
    workspaceId,
    destinationId,
    place: { object, target },
    children: childrenOf(definition, object),
    syncVersion: version,
    token,
    runId,
  };
}

function childrenOf({ objects }: SystemDefinition, object: string): string[] {
  return Object.values(objects)
    .filter(({ parents = [] }) => parents.some((parent) => parent.object === object))
    .map(({ name }) => name);
}
