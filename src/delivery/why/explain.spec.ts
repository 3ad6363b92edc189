import { originsOf, sentences, type Explained, type Origin } from './explain.js';

const origin = (field: string, value: string | null, said: Partial<Origin> = {}): Origin => ({
  field,
  value,
  rule: null,
  lockedBy: null,
  follows: null,
  said: null,
  over: [],
  ...said,
});
const known = (values: Record<string, string>) => (field: string) => origin(field, values[field] ?? null);
const title = {
  field: 'Title',
  value: 'CTO',
  written: null,
  mapping: { from: 'title', to: 'Title' },
  origins: [],
};

describe('The fields that a value came from', () => {
  it('are the first that has one', () => {
    const entry = {
      from: 'company',
      to: 'Company',
      transform: { fallback: ['accountName', 'corporateDomain'] },
    };
    expect(originsOf(entry, known({ accountName: 'Contoso', corporateDomain: 'contoso.com' }))).toEqual([
      origin('accountName', 'Contoso'),
    ]);
    expect(originsOf(entry, known({}))).toEqual([]);
  });

  it('are all places of a template', () => {
    const entry = { from: 'title', to: 'Note', transform: { template: '{title} at {company} ({title})' } };
    expect(originsOf(entry, known({ title: 'CTO' })).map(({ field }) => field)).toEqual(['title', 'company']);
  });
});

describe('The way of a value, told to people', () => {
  it('says that no send is on record, and by which entry it is written', () => {
    expect(sentences({ ...title, origins: [origin('title', 'CTO', { rule: 'most-recent' })] })).toEqual([
      'Title holds “CTO”, as Tributary last wrote or saw it.',
      expect.stringContaining('No send that is still on record wrote it'),
      'The mapping writes title to it, write policy “fill-blank”.',
      'title is “CTO” by the rule “most-recent”; no lead said otherwise.',
    ]);
  });

  it('says which run wrote it, over what', () => {
    const written = { at: new Date(0), runId: 'run-1', outcome: 'updated', before: null };
    expect(sentences({ ...title, written })).toContain(
      'Run run-1 wrote it at 1970-01-01T00:00:00.000Z (the record was updated); before it held nothing.',
    );
  });

  it.each<[string, Pick<Explained, 'mapping'>, Origin[], string]>([
    [
      'a fallback',
      { mapping: { from: 'company', to: 'Title' } },
      [origin('accountName', 'Contoso')],
      'because company has no value',
    ],
    [
      'a constant',
      { mapping: { from: 'company', to: 'Title', transform: { constant: 'n/a' } } },
      [],
      'writes “n/a” to it where company',
    ],
    ['no value', { mapping: { from: 'company', to: 'Title' } }, [], 'which has no value'],
    [
      'a template',
      { mapping: { from: 'title', to: 'Title', transform: { template: '{title}!' } } },
      [],
      'the template “{title}!”',
    ],
    ['no entry', { mapping: null }, [], 'does not write Title any more'],
  ])('says it for %s', (_, said, origins, text) => {
    expect(sentences({ ...title, ...said, origins }).join(' ')).toContain(text);
  });

  it.each<[string, Partial<Origin>, string]>([
    ['was locked', { rule: 'manual-lock', lockedBy: 'Sales ops' }, 'the key “Sales ops” locked it'],
    ['follows from another', { follows: { step: 'job', from: 'title' } }, 'it follows from title (job)'],
    [
      'won over others',
      { rule: 'most-recent', over: [{ value: 'VP', eventId: 'e', at: '' }] },
      'it won over “VP”',
    ],
  ])('says that a field %s', (_, said, text) => {
    expect(sentences({ ...title, origins: [origin('title', 'CTO', said)] }).join(' ')).toContain(text);
  });
});
