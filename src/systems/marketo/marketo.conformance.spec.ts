import { describeWriterConformance, type WriterPeer } from '../writer.conformance.js';
import { marketo } from './definition.js';
import { companies, leads, person, startMarketo } from './sandbox.fixture.js';

describeWriterConformance('Marketo lead', leadPeer);
describeWriterConformance('Marketo company', companyPeer);

async function leadPeer(): Promise<WriterPeer> {
  return peerOf('lead', await startMarketo({ keyField: 'tributaryId' }), {
    place: leads,
    keyName: 'tributaryId',
    endpoint: 'leads-sync',
    accepted: person,
    refused: (number) => ({ ...person(number), leadScore: 'high' }),
  });
}

async function companyPeer(): Promise<WriterPeer> {
  const accepted = (number: number) => ({ company: `Company ${number}` });
  return peerOf('company', await startMarketo(), {
    place: companies,
    keyName: 'externalCompanyId',
    endpoint: 'companies-sync',
    accepted,
    refused: (number) => ({ ...accepted(number), website: 'no address' }),
  });
}

interface Told extends Pick<WriterPeer, 'place' | 'accepted' | 'refused'> {
  readonly keyName: string;
  readonly endpoint: string;
}

function peerOf(
  object: 'lead' | 'company',
  peer: Awaited<ReturnType<typeof startMarketo>>,
  { keyName, endpoint, ...rest }: Told,
): WriterPeer {
  const { session, instance, place, refuse } = peer;
  const next = async (fault: object) => {
    await place(endpoint, fault);
  };
  const nextCode = async (code: string) => {
    await refuse(endpoint, code);
  };
  return {
    ...rest,
    session,
    writeBatch: marketo.limits.writeBatch,
    key: (number) => `0190a1b2-0000-7000-8000-${String(number).padStart(12, '0')}`,
    standingKeys: async () => peer.records(object).map((record) => String(record[keyName])),
    writeCalls: async () => peer.counters().writes,
    expireSession: async () => {
      instance.tokens.expire();
    },
    deleteRemotely: async (remoteId) => {
      instance.remove(object, remoteId, 'control');
    },
    nextWrite: {
      isDoneButItsAnswerLost: () => next({ kind: 'drop-after-commit' }),
      breaksBeforeItArrives: () => next({ kind: 'drop-before' }),
      findsOneRecordLocked: () => next({ kind: 'row-error', code: '719', message: 'Lock wait timeout' }),
      isRefusedForQuota: () => nextCode('607'),
      isRefusedAsUnavailable: () => nextCode('608'),
      isAnsweredWithNonsense: () => next({ kind: 'status', status: 200, body: '<html>' }),
    },
    close: async () => {
      expect(peer.counters().lastViolations).toEqual([]);
      await peer.close();
    },
  };
}
