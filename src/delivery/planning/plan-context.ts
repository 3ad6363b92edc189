import type { EnrichmentSettings } from '../../enrichment/index.js';
import type { ObjectDefinition, SystemDefinition } from '../../systems/index.js';
import type { BoundSession } from '../destinations/sessions.js';
import type { Sync } from '../syncs/sync.entity.js';
import type { PlanContext } from './plan.js';

/** What planning needs to know of a sync, from its settings and the live description of its object. */
export async function planContext(
  sync: Pick<Sync, 'object' | 'target' | 'mapping' | 'filter' | 'onExit'>,
  { session, inTurn, definition, config }: BoundSession,
  now: Date,
  enrichment: EnrichmentSettings,
  owners: PlanContext['owners'],
): Promise<PlanContext> {
  const description = await session.describe(sync.object);
  const object = objectOf(definition, sync.object);
  return {
    session: {
      lookUp: (place, requests) => inTurn(() => session.lookUp(place, requests)),
      ...(session.foresee && { foresee: session.foresee.bind(session) }),
    },
    place: { object: sync.object, target: sync.target },
    parents: object.parents ?? [],
    removesOnExit: sync.onExit === 'remove' && object.target !== undefined,
    mapping: sync.mapping ?? object.defaultMapping(description, config),
    description,
    filter: sync.filter,
    lookUpBatch: definition.limits.lookUpBatch,
    now,
    enrichment,
    owners,
  };
}

export function objectOf(definition: SystemDefinition, name: string): ObjectDefinition {
  const object = definition.objects[name];
  if (!object) throw new Error(`${definition.title} has no object ${name}.`);
  return object;
}
