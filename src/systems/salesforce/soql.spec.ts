import * as fc from 'fast-check';
import { havingOneOf, likeText, literal, queriesFor } from './soql.js';

describe('SOQL', () => {
  it.each([
    ["O'Brien", "'O\\'Brien'"],
    ["x\\' OR Name != '", "'x\\\\\\' OR Name != \\''"],
    ['line\nbreak', "'line\\nbreak'"],
  ])('writes %j as %s', (value, expected) => {
    expect(literal(value)).toBe(expected);
  });

  it('lets no value end its literal', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("'", '\\', '"', 'a', ' ', '\n') }), (value) => {
        expect(literal(value)).toMatch(/^'(?:[^'\\]|\\.)*'$/);
      }),
    );
  });

  it('asks for all values, each once, in queries that fit into an address', () => {
    const values = Array.from({ length: 500 }, (_, index) => `${'x'.repeat(60)}+${index}@example.com`);

    const queries = queriesFor(havingOneOf('Lead', ['Id'], 'Email', values));

    expect(Math.max(...queries.map((query) => encodeURIComponent(query).length))).toBeLessThanOrEqual(15_000);
    const asked = queries.flatMap((query) => query.match(/'[^']+'/g) ?? []);
    expect(asked).toEqual(values.map(literal));
    expect(queries.length).toBeLessThan(5);
  });

  it('asks for what else must hold, in every query', () => {
    const selection = havingOneOf('CampaignMember', ['Id'], 'LeadId', ['a', 'b'], "CampaignId = 'c'");

    expect(queriesFor(selection)).toEqual([
      "SELECT Id FROM CampaignMember WHERE CampaignId = 'c' AND LeadId IN ('a','b')",
    ]);
  });

  it('lets nothing in a pattern stand for anything else', () => {
    expect(likeText("100%_o'k")).toBe(String.raw`100\%\_o\'k`);
  });

  it('asks nothing about nothing', () => {
    expect(queriesFor(havingOneOf('Lead', ['Id'], 'Id', []))).toEqual([]);
  });
});
