import { demandbase } from './demandbase/index.js';
import { dynamics } from './dynamics/index.js';
import { marketo } from './marketo/index.js';
import { salesforce } from './salesforce/index.js';
import type { SystemDefinition } from './system.js';

/** Every system Tributary can deliver to, by `type`. */
export const systems: Readonly<Record<string, SystemDefinition>> = {
  salesforce,
  dynamics,
  marketo,
  demandbase,
};

/** The system of a `type`; null where there is none of that name. */
export function systemOf(type: string): SystemDefinition | null {
  return Object.hasOwn(systems, type) ? (systems[type] ?? null) : null;
}
