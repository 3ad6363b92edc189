import type { ApiClient } from './api-client.js';
import { waitFor } from './wait-for.js';

/** A lead event as the API shows it. */
export interface LeadEvent {
  readonly id: string;
  readonly sourceId: string;
  readonly externalId: string | null;
  readonly occurredAt: string | null;
  readonly attributes: Readonly<Record<string, string | number | boolean>> | null;
  readonly status: string;
  readonly duplicateOf: string | null;
  readonly leadSource: Readonly<Record<string, string | null>>;
  readonly stage: string | null;
  readonly person: Readonly<Record<string, string | null>>;
  readonly campaign: Readonly<Record<string, string>> | null;
  readonly description: string | null;
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
  readonly profileId: string | null;
}

/** Posts a body as a sender of leads does; answers the id of its event. */
export async function sendLead(
  api: ApiClient,
  intakePath: string,
  body: unknown,
  contentType: string | null = 'application/json',
): Promise<string> {
  const text = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  // As bytes, since fetch gives a text a content type of its own.
  const answer = await api.send(intakePath, Buffer.from(text), contentType);
  expect([answer.status, answer.body]).toEqual([200, { eventId: expect.any(String) }]);
  return answer.body.eventId;
}

/** The event once it was read, or has the status that is waited for. */
export function readEvent(api: ApiClient, id: string, status?: string): Promise<LeadEvent> {
  return waitFor(
    async () => {
      const { body } = await api.get<LeadEvent>(`/api/v1/lead-events/${id}`);
      return (status === undefined ? body.status !== 'received' : body.status === status) && body;
    },
    { what: `event ${id} to be ${status ?? 'read'}` },
  );
}

/** The bytes of an event as they were received. */
export async function readRaw(api: ApiClient, id: string): Promise<Buffer> {
  const response = await fetch(`${api.url}/api/v1/lead-events/${id}/raw`, { headers: api.authorization });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/octet-stream']);
  return Buffer.from(await response.arrayBuffer());
}

/** Reads leads again and waits for the end of it; answers the replay. */
export async function replay(api: ApiClient, filter: Readonly<Record<string, string>> = {}) {
  const started = await api.post<{ replayId: string }>('/api/v1/lead-events/replay', { filter });
  expect(started.status).toBe(202);
  return waitFor(
    async () => {
      const { body } = await api.get<{ status: string; total: number; done: number }>(
        `/api/v1/lead-events/replays/${started.body.replayId}`,
      );
      return body.status === 'done' && body;
    },
    { what: 'the replay to end' },
  );
}
