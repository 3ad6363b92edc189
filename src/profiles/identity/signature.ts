import { createHash } from 'node:crypto';
import { normaliserVersion } from '../../normalisation/index.js';
import { nodeSignature, type MatchNode } from '../matching/index.js';

/**
 * Leads with one signature, in hexadecimal, are one node. Where what they say does not identify anybody, the lead
 * itself is part of the signature, so that it is a node of its own and stays the same one when it is read again.
 */
export function signatureOf(
  { person, identities, doNotContact = false }: Omit<MatchNode, 'id'>,
  eventId: string,
): string {
  const alone = doNotContact ? [person, eventId, doNotContact] : [person, eventId];
  const said = nodeSignature(person, identities, doNotContact) ?? JSON.stringify(alone);
  return createHash('sha256').update(`${normaliserVersion} ${said}`).digest('hex');
}
