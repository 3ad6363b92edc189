import { groupBy } from '../../platform/group-by.js';
import type { LookUpAnswer, LookUpRequest, RemoteCandidate, Target } from '../system.js';
import type { MarketoClient } from './client.js';
import { idOf, isObject } from './failure.js';
import type { LeadLookUp } from './lead-look-up.js';
import { limits } from './limits.js';
import { isId, leadUrl, membershipId, membershipOf } from './objects.js';
import { inParts, readable } from './reading.js';

interface Question {
  readonly request: LookUpRequest;
  /** Memberships that may stand. */
  readonly asked: readonly string[];
  /** Leads that were found by e-mail, where the request did not name one. */
  readonly leads: readonly RemoteCandidate[];
}

/**
 * Who is on a static list. The lead is known by its id, or found by e-mail and then answered as well.
 * Throws `SystemError`.
 */
export async function lookUpMembers(
  client: MarketoClient,
  leadLookUp: LeadLookUp,
  { id: listId }: Target,
  requests: readonly LookUpRequest[],
): Promise<ReadonlyMap<string, LookUpAnswer>> {
  const questions = await questionsOf(leadLookUp, listId, requests);
  const standing = await membersAmong(
    client,
    questions.flatMap(({ asked }) => asked),
  );
  return new Map(
    questions.map(({ request, asked, leads }) => {
      const present = asked.filter((remoteId) => standing.has(remoteId));
      const known = new Map(leads.map((lead) => [lead.remoteId, lead]));
      const members = present.map((remoteId) => memberOf(remoteId, request, known));
      const missing = (request.remoteIds ?? []).filter((remoteId) => !standing.has(remoteId));
      return [request.id, { candidates: [...members, ...leads], missing }];
    }),
  );
}

async function questionsOf(
  leadLookUp: LeadLookUp,
  listId: string,
  requests: readonly LookUpRequest[],
): Promise<Question[]> {
  const namesNone = requests.filter(({ parents, remoteIds }) => !parents?.lead && !remoteIds?.length);
  const byEmail = namesNone.map(({ id, emails = [] }) => ({ id, emails, fields: [] }));
  const found = await leadLookUp.of(byEmail.filter(({ emails }) => emails.length > 0));
  return requests.map((request) => {
    const leads = found.get(request.id)?.candidates ?? [];
    const ids = [
      ...(request.parents?.lead ? [request.parents.lead] : []),
      ...leads.map((lead) => lead.remoteId),
    ];
    const asked = [
      ...(request.remoteIds ?? []).filter((remoteId) => membershipOf(remoteId) !== null),
      ...ids.filter(isId).map((leadId) => membershipId(listId, leadId)),
    ];
    return { request, asked: [...new Set(asked)], leads };
  });
}

/** Which of these memberships there are ("List Membership", Query Membership). */
async function membersAmong(client: MarketoClient, asked: readonly string[]): Promise<Set<string>> {
  const pairs = [...new Set(asked)].flatMap((remoteId) => membershipOf(remoteId) ?? []);
  const standing = new Set<string>();
  for (const [listId, members] of groupBy(pairs, (pair) => pair.listId)) {
    for (const part of inParts(members, limits.lookUpBatch)) {
      const path = `/rest/v1/lists/${listId}/leads/ismember.json`;
      const query = [['id', part.map(({ leadId }) => leadId).join(',')] as const];
      const { result } = await readable(client, client.request({ method: 'GET', path, query }));
      for (const row of result.filter(isObject)) {
        const leadId = idOf(row.id);
        if (leadId !== null && (row.status ?? row.membership) === 'memberof') {
          standing.add(membershipId(listId, leadId));
        }
      }
    }
  }
  return standing;
}

/** Whoever stands on the list is whom the request asks for, so the membership goes by its key. */
function memberOf(
  remoteId: string,
  request: LookUpRequest,
  leads: ReadonlyMap<string, RemoteCandidate>,
): RemoteCandidate {
  const leadId = membershipOf(remoteId)?.leadId ?? remoteId;
  const lead = leads.get(leadId);
  return {
    remoteId,
    object: 'static-list',
    key: request.key ?? null,
    email: lead?.email ?? null,
    firstName: lead?.firstName ?? null,
    lastName: lead?.lastName ?? null,
    createdAt: lead?.createdAt ?? new Date(0),
    converted: false,
    convertedTo: null,
    fields: {},
    url: leadUrl(leadId),
  };
}
