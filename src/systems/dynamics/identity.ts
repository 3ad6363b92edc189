import type { DynamicsClient } from './client.js';
import { asSystemError, CallFailure, unreadable } from './failure.js';
import { textOf } from './json.js';

export interface Identity {
  readonly organisationId: string;
  readonly userId: string;
}

/** Whose environment it is and as whom the app works there. Throws `SystemError`. */
export async function whoAmI(client: DynamicsClient): Promise<Identity> {
  try {
    const answer = await client.read('WhoAmI');
    const organisationId = textOf(answer.OrganizationId);
    if (organisationId === null) throw unreadable('does not name the environment');
    return { organisationId: organisationId.toLowerCase(), userId: String(answer.UserId) };
  } catch (error) {
    throw error instanceof CallFailure ? asSystemError(error) : error;
  }
}
