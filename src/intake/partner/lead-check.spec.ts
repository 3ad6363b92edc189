import { leadProblem } from './lead-check.js';

const pathsOf = (lead: unknown) => leadProblem(lead)?.errors?.map(({ path }) => path);
const messageOf = (lead: unknown) => leadProblem(lead)?.errors?.[0]?.message;

describe('A lead of a partner', () => {
  it.each([
    {},
    { email: null, attributes: null, campaign: null },
    { email: 'not an address', phone: 'x'.repeat(5_000), country: '', occurredAt: 'soon' },
    { campaign: 'Spring' },
    { campaign: { name: 'Spring', year: 2026 } },
    { attributes: { employees: 12, customer: false, region: 'EMEA', none: null } },
  ])('is kept whatever it says or leaves out: %j', (lead) => expect(leadProblem(lead)).toBeNull());

  it.each([null, 1, 'Ann', true, [{}]])('is refused when it is no object: %j', (lead) => {
    expect(leadProblem(lead)).toMatchObject({ status: 400, errors: [{ path: '', message: 'is no object' }] });
  });

  it.each([
    [{ email: 1 }, ['email']],
    [{ firstName: {}, lastName: ['Lee'] }, ['firstName', 'lastName']],
    [{ externalId: 7 }, ['externalId']],
    [{ campaign: 7 }, ['campaign']],
    [{ campaign: { name: ['Spring'] } }, ['campaign.name']],
    [{ attributes: [] }, ['attributes']],
    [{ attributes: { a: { b: 1 }, c: [1] } }, ['attributes.a', 'attributes.c']],
  ])('is refused with the place of each wrong type: %j', (lead, paths) =>
    expect(pathsOf(lead)).toEqual(paths),
  );

  it('is refused with the place of each field that no lead has', () => {
    expect(pathsOf(JSON.parse('{"budget":1,"__proto__":{},"constructor":null}'))).toEqual([
      'budget',
      '__proto__',
      'constructor',
    ]);
    expect(messageOf({ budget: 1 })).toContain('attributes');
  });

  it.each(['first_name', 'FirstName', 'FIRST-NAME'])('is told which field %s was meant for', (name) => {
    expect(messageOf({ [name]: 'Ann' })).toContain('did you mean firstName?');
  });

  it.each([
    [{ externalId: 'x'.repeat(201) }, 'externalId'],
    [{ attributes: Object.fromEntries(Array.from({ length: 101 }, (_, n) => [n, n])) }, 'attributes'],
    [{ attributes: { ['n'.repeat(101)]: 1 } }, `attributes.${'n'.repeat(100)}`],
    [{ attributes: { note: 'x'.repeat(4_001) } }, 'attributes.note'],
    [{ attributes: JSON.parse('{"huge":1e999}') as unknown }, 'attributes.huge'],
  ])('is refused with the place of what is beyond a limit', (lead, path) => {
    expect(pathsOf(lead)).toEqual([path]);
  });

  it('lists no more faults than somebody would read', () => {
    const lead = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`f${n}`, n]));
    expect(leadProblem(lead)?.detail).toBe(
      '5000 thing(s) in this lead are not usable. The first 20 are listed.',
    );
    expect(leadProblem(lead)?.errors).toHaveLength(20);
  });
});
