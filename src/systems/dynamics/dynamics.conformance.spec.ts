import { placeOf } from '../system.js';
import type { WriterPeer } from '../writer.conformance.js';
import { describeWriterConformance } from '../writer.conformance.js';
import { limits } from './limits.js';
import { keyOf, leadFields, SandboxSession } from './sandbox-session.fixture.js';

interface Kind {
  readonly object: string;
  accepted(number: number): Record<string, string>;
  refused(number: number): Record<string, string>;
}

const tooLong = 'x'.repeat(161);

const kinds: readonly Kind[] = [
  {
    object: 'lead',
    accepted: leadFields,
    refused: (number) => ({ ...leadFields(number), lastname: tooLong }),
  },
  {
    object: 'contact',
    accepted: (number) => ({ lastname: `Person ${number}`, emailaddress1: `person${number}@example.com` }),
    refused: () => ({ lastname: tooLong }),
  },
  {
    object: 'account',
    accepted: (number) => ({ name: `Company ${number}`, websiteurl: `https://company${number}.example` }),
    refused: () => ({ name: tooLong }),
  },
];

for (const kind of kinds) describeWriterConformance(`Dynamics ${kind.object}`, () => peerFor(kind));

/** All runs but those of one record go in batches here, so that one call has many records that can go wrong. */
async function peerFor({ object, accepted, refused }: Kind): Promise<WriterPeer> {
  const peer = await SandboxSession.start();
  const session = peer.connect({ batchFrom: 2 });
  const nextBatch = (fault: object) => peer.control.place({ match: { endpoint: 'batch' }, times: 1, fault });
  return {
    session,
    place: placeOf(object),
    writeBatch: limits.writeBatch,
    key: keyOf,
    accepted,
    refused,
    standingKeys: async () => (await peer.records(object)).map((record) => String(record.tributary_id)),
    writeCalls: async () => peer.counters.writes,
    expireSession: async () => {
      await peer.control.call('POST', '/tokens/expire');
    },
    deleteRemotely: async (remoteId) => {
      await peer.control.call('DELETE', `/records/${object}/${remoteId}`);
    },
    nextWrite: {
      isDoneButItsAnswerLost: () => nextBatch({ kind: 'drop-after-commit' }),
      breaksBeforeItArrives: () => nextBatch({ kind: 'drop-before' }),
      findsOneRecordLocked: () => peer.control.place({ times: 1, fault: { kind: 'lock' } }),
      isRefusedForQuota: () => nextBatch({ kind: 'status', status: 429, headers: { 'retry-after': '17' } }),
      isRefusedAsUnavailable: () => nextBatch({ kind: 'status', status: 503 }),
      isAnsweredWithNonsense: () => nextBatch({ kind: 'status', status: 200, body: '<html>' }),
    },
    close: () => peer.close(),
  };
}
