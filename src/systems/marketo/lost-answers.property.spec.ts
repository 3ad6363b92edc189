import * as fc from 'fast-check';
import { marketoRefusal } from '../../sandbox/index.js';
import type { WriteOperation } from '../system.js';
import { create, creates, leads, startMarketo, type Marketo } from './sandbox.fixture.js';

const people = 5;
const refusals = ['602', '604', '606', '608', '611', '615', '713', '719', '502'];

/** What may go wrong with a call: it breaks off before or after it is done, or is refused, done or not. */
const faults = fc.oneof(
  fc.constantFrom({ kind: 'drop-before' }, { kind: 'drop-after-commit' }),
  fc.record({
    kind: fc.constant('status'),
    status: fc.constant(200),
    body: fc.constantFrom(...refusals.map((code) => marketoRefusal(code))),
  }),
  fc.record({
    kind: fc.constant('status'),
    status: fc.constantFrom(200, 502, 503),
    body: fc.constant('<html>'),
    committed: fc.boolean(),
  }),
);
const troubles = fc.array(
  fc.record({ endpoint: fc.constantFrom('leads-sync', 'leads-read'), fault: faults }),
  {
    maxLength: 8,
  },
);

/** Looks up whoever is not settled, then makes or changes them, as a delivery would; how many are open still. */
async function round({ session }: Marketo, open: Set<number>): Promise<void> {
  const requests = [...open].map((number) => {
    const { email } = emailOf(create(number));
    return { id: `id-${number}`, key: `key-${number}`, emails: [email], fields: ['title'] };
  });
  const found = await session.lookUp(leads, requests).catch(() => null);
  if (found === null) return;
  const operations = [...open].map((number): WriteOperation => {
    const [lead] = found.get(`id-${number}`)?.candidates ?? [];
    if (!lead) return create(number);
    return { id: `id-${number}`, operation: 'update', remoteId: lead.remoteId, fields: { title: 'CEO' } };
  });
  const verdicts = await session.write(leads, operations);
  for (const number of open) {
    const verdict = verdicts.get(`id-${number}`)?.verdict;
    if (verdict === 'created' || verdict === 'updated') open.delete(number);
  }
}

function emailOf(operation: WriteOperation): { readonly email: string } {
  return { email: operation.operation === 'create' ? String(operation.fields.email) : '' };
}

describe('Whatever answers are lost', () => {
  let marketo: Marketo;
  afterEach(() => marketo.close());

  it.each([
    ['with a key field', { keyField: 'tributaryId' }],
    ['without one', {}],
  ])('everybody ends as one lead, %s', async (_, config) => {
    marketo = await startMarketo(config);
    await fc.assert(
      fc.asyncProperty(troubles, async (placed) => {
        marketo.instance.reset();
        for (const { endpoint, fault } of placed) await marketo.place(endpoint, fault);
        const open = new Set(creates(people).map((_each, number) => number));
        for (let rounds = 0; open.size > 0 && rounds < 20; rounds++) await round(marketo, open);
        expect([...open]).toEqual([]);
        const emails = marketo.records('lead').map(({ email }) => email);
        expect(emails.toSorted()).toEqual(creates(people).map((each) => emailOf(each).email));
        expect(marketo.counters().lastViolations).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});
