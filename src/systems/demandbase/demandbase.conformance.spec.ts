import type { DemandbaseFault, TenantSettings } from '../../sandbox/index.js';
import type { FieldValues } from '../system.js';
import { describeWriterConformance, type WriterPeer } from '../writer.conformance.js';
import { company, keyOf, person, SandboxPeer } from './sandbox-peer.fixture.js';

const accounts = {
  object: 'account-list',
  entity: 'Account' as const,
  accepted: company,
  refused: (number: number) => ({ ...company(number), 'Account Domain': '' }),
};
const people = {
  object: 'person-list',
  entity: 'Person' as const,
  accepted: person,
  refused: (number: number) => ({ ...person(number), Email: 'nobody' }),
};

describeWriterConformance('Demandbase accounts, lists by name,', peerOf(accounts, 'B'), 'accepts');
describeWriterConformance('Demandbase people, jobs of one file,', peerOf(people, 'single-shot'), 'accepts');

interface Kind {
  readonly object: string;
  readonly entity: 'Account' | 'Person';
  accepted(number: number): FieldValues;
  refused(number: number): FieldValues;
}

function peerOf(
  { object, entity, accepted, refused }: Kind,
  jobReuse: TenantSettings['jobReuse'],
): () => Promise<WriterPeer> {
  return async () => {
    const peer = await SandboxPeer.start({ jobReuse });
    const session = peer.connect();
    const place = await peer.list(session, 'Spring', object);
    const nextFile = async (fault: DemandbaseFault) => peer.fault({ endpoint: 'submit' }, fault);
    return {
      session,
      place,
      writeBatch: 250,
      key: keyOf,
      accepted,
      refused,
      standingKeys: async () => peer.members('Spring', entity),
      writeCalls: async () => peer.counts().writes,
      expireSession: async () => {
        peer.sandbox.tenant.tokens.endAll();
      },
      deleteRemotely: async (remoteId) => {
        const id = remoteId.slice('Spring/'.length);
        const path = `/sandbox/lists/${entity}/Spring/members/${id}`;
        const { ok } = await fetch(peer.sandbox.url + path, { method: 'DELETE' });
        if (!ok) throw new Error(`The sandbox did not remove ${remoteId}.`);
      },
      settled: (operations, verdicts) => peer.settled(session, place, operations, verdicts),
      nextWrite: {
        isDoneButItsAnswerLost: () => nextFile({ kind: 'drop-after-commit' }),
        breaksBeforeItArrives: () => nextFile({ kind: 'drop-before' }),
        isRefusedForQuota: () => nextFile({ kind: 'status', status: 429 }),
        isRefusedAsUnavailable: () => nextFile({ kind: 'status', status: 503 }),
        isAnsweredWithNonsense: () => nextFile({ kind: 'status', status: 200, body: '<html>' }),
      },
      close: () => peer.close(),
    };
  };
}
