import { mappingProblems } from './mapping-form.js';

const pathsFor = (entry: unknown) =>
  mappingProblems([entry], 'person').map(({ path }) => path.replace('mapping[0].', ''));
const withTransform = (transform: unknown) => ({ from: 'title', to: 'Title', transform });

describe('The form of a mapping', () => {
  it.each([
    { from: 'title', to: 'Title' },
    withTransform({ concat: { fields: ['firstName', 'lastName'], separator: ' ' } }),
    withTransform({ steps: ['trim', 'lower', { lookup: { table: { ceo: 'Chief' }, otherwise: 'Other' } }] }),
    withTransform({ constant: true }),
    withTransform({ template: '{title} at {company}', truncate: true }),
  ])('takes %j', (entry) => expect(mappingProblems([entry], 'person')).toEqual([]));

  it.each<[unknown, string[]]>([
    [{ from: 'shoeSize', to: '' }, ['from', 'to']],
    [{ from: 'title', to: 'Title', write: 'sometimes', note: 1 }, ['note', 'write']],
    [withTransform([]), ['transform']],
    [withTransform({ upper: true }), ['transform.upper']],
    [withTransform({ fallback: ['shoeSize'] }), ['transform.fallback']],
    [withTransform({ template: '{shoeSize}' }), ['transform.template']],
    [
      withTransform({ template: '{title}', concat: { fields: ['title'], separator: '' } }),
      ['transform.concat'],
    ],
    [withTransform({ concat: { fields: ['title'] } }), ['transform.concat']],
    [withTransform({ constant: { a: 1 } }), ['transform.constant']],
    [withTransform({ steps: 'lower' }), ['transform.steps']],
    [withTransform({ steps: ['lower', 'shout'] }), ['transform.steps[1]']],
    [withTransform({ steps: [{ lookup: { table: {} } }] }), ['transform.steps[0].lookup.table']],
    [
      withTransform({ steps: [{ lookup: { table: { a: 1 }, otherwise: [], else: 1 } }] }),
      ['transform.steps[0].lookup.else', 'transform.steps[0].lookup.otherwise'],
    ],
    ['title', ['mapping[0]']],
  ])('names what is wrong with %j: %j', (entry, paths) => expect(pathsFor(entry)).toEqual(paths));

  it('lets no field be mapped twice, since one of the values would be lost', () => {
    const entry = { from: 'title', to: 'Title' };
    expect(mappingProblems([entry, { ...entry, from: 'company' }], 'person')).toEqual([
      { path: 'mapping[1].to', message: expect.stringContaining('mapping[0]') },
    ]);
  });
});
