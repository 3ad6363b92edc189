import type { Verdict, WriteOperation } from '../system.js';
import { errorRules, type ErrorRule } from './errors.js';
import { create, leads } from './sandbox.fixture.js';
import { inputOf, refusal, ScriptedMarketo, success } from './scripted-marketo.fixture.js';

const table = Object.entries<ErrorRule>(errorRules);
const vendorCodes = table.filter(([code]) => /^\d+$/.test(code));

/** What a row of a lead with this code becomes; 1013 of a row is a record that is gone. */
function expectedOfRow(code: string, { verdict }: ErrorRule): string {
  if (code === '1013') return 'held';
  return verdict === 'done' ? 'held' : verdict;
}

function wordOf(verdict: Verdict | undefined): string {
  return verdict?.verdict ?? 'none';
}

const good = { id: 2_000, status: 'created' };
const bad = (code: string | number) => ({ status: 'skipped', reasons: [{ code, message: 'Some text.' }] });

describe("Marketo's error codes", () => {
  it('has a class, an advice and somebody who acts for every code of the guide', () => {
    const documented =
      '500 502 600 601 602 603 604 605 606 607 608 609 610 611 612 613 614 615 616 701 702 703 704 709 710 711 713 718 719 ' +
      '1001 1002 1003 1004 1005 1006 1007 1008 1009 1010 1011 1013 1014 1015 1016 1017 1018 1019 1021 1022 1025 1029 1035 1036 1037 1077 1080';
    expect(vendorCodes.map(([code]) => code)).toEqual(documented.split(' '));
    for (const [, rule] of table) expect(rule.advice).toMatch(/^[A-Z`].*\.$/);
  });

  it.each(vendorCodes)('judges a record that is skipped with %s, alone', async (code, rule) => {
    const peer = new ScriptedMarketo(() => success([bad(code)]));
    const verdicts = await peer.connect().write(leads, [create(1)]);
    expect(wordOf(verdicts.get('id-1'))).toBe(expectedOfRow(code, rule));
  });

  it.each(vendorCodes)('judges a record that is skipped with %s among good ones', async (code, rule) => {
    const peer = new ScriptedMarketo(() => success([good, bad(Number(code)), { ...good, id: 2_001 }]));
    const verdicts = await peer.connect().write(leads, [create(1), create(2), create(3)]);
    expect([...verdicts.values()].map(wordOf)).toEqual(['created', expectedOfRow(code, rule), 'created']);
    const failed = {
      verdict: expectedOfRow(code, rule),
      ...(rule.verdict === 'rejected' && code !== '1013' && { code }),
    };
    expect(verdicts.get('id-2')).toMatchObject(failed);
  });

  it.each(vendorCodes)('judges a call that is refused with %s', async (code, rule) => {
    const peer = new ScriptedMarketo(() => refusal(code));
    const verdicts = await peer.connect().write(leads, [create(1)]);
    const expected = rule.verdict === 'done' ? 'retry' : rule.verdict;
    const scope = rule.verdict === 'retry' && { scope: rule.scope };
    expect(verdicts.get('id-1')).toMatchObject({ verdict: expected, ...scope });
    const most = rule.class === 'auth' ? 2 : 1;
    expect(peer.calls).toHaveLength(most);
  });

  it.each(vendorCodes.filter(([, { class: of }]) => of === 'record'))(
    'singles out the record for which a whole call is refused with %s',
    async (code) => {
      const peer = new ScriptedMarketo((request) => {
        const input = inputOf(request);
        if (input.some(({ email }) => email === 'poison@example.com')) return refusal(code);
        return success(input.map((_, index) => ({ id: 2_000 + index, status: 'created' })));
      });
      const poison = create(3, { email: 'poison@example.com' });
      const operations: WriteOperation[] = [create(1), create(2), poison, create(4), create(5)];
      const verdicts = await peer.connect().write(leads, operations);
      const others = [...verdicts].filter(([id]) => id !== 'id-3').map(([, verdict]) => wordOf(verdict));
      expect(others).toEqual(['created', 'created', 'created', 'created']);
      expect(wordOf(verdicts.get('id-3'))).not.toBe('created');
    },
  );

  it('parks for the rest of the day on 607 and for the window on 606', async () => {
    const after = async (code: string) => {
      const peer = new ScriptedMarketo(() => refusal(code));
      return (await peer.connect().write(leads, [create(1)])).get('id-1');
    };
    expect(await after('607')).toMatchObject({ after: 18 * 3_600 + 300 });
    expect(await after('606')).toMatchObject({ after: 20 });
    expect(await after('615')).toMatchObject({ after: 3 });
  });

  it.each([
    [413, 'rejected'],
    [414, 'retry'],
    [500, 'unknown'],
    [503, 'unknown'],
    [404, 'retry'],
  ])('judges an answer with status %s', async (status, verdict) => {
    const peer = new ScriptedMarketo(() => ({ status, body: '<html>' }));
    expect((await peer.connect().write(leads, [create(1)])).get('id-1')).toMatchObject({ verdict });
  });

  it('rejects a record with a code nobody knows, and pauses over a call with one', async () => {
    const row = new ScriptedMarketo(() => success([bad('501')]));
    const call = new ScriptedMarketo(() => refusal('699'));
    expect((await row.connect().write(leads, [create(1)])).get('id-1')).toMatchObject({
      verdict: 'rejected',
    });
    expect((await call.connect().write(leads, [create(1)])).get('id-1')).toMatchObject({
      verdict: 'retry',
      scope: 'organisation',
    });
  });

  it('takes a record with reasons and no status for a failed one, whichever way they are named', async () => {
    const reasons = [{ code: '1003', message: 'No.' }];
    const peer = new ScriptedMarketo(() => success([{ reasons }, { status: 'skipped', errors: reasons }]));
    const verdicts = await peer.connect().write(leads, [create(1), create(2)]);
    expect([...verdicts.values()]).toEqual(
      [1, 2].map(() => expect.objectContaining({ verdict: 'rejected', code: '1003' })),
    );
  });

  it.each([
    ['too few records', success([good])],
    ['no list at all', { body: { success: true } }],
    ['no word of success', { body: { result: [good, good] } }],
    ['failure without a code', { body: { success: false } }],
    ['a record without an id', success([{ status: 'created' }, good])],
  ])('takes an answer with %s for a lost one', async (_, answer) => {
    const peer = new ScriptedMarketo(() => answer);
    const verdicts = await peer.connect().write(leads, [create(1), create(2)]);
    expect([...verdicts.values()].map(wordOf)).toEqual(['unknown', 'unknown']);
  });
});
