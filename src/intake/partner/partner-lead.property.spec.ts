import * as fc from 'fast-check';
import { leadProblem, textFields } from './lead-check.js';
import { leadsIn } from './leads-in.js';
import { readPartnerBody } from './read-body.js';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
);
const values = fc.dictionary(anyText, fc.oneof(anyText, fc.double(), fc.boolean(), fc.constant(null)), {
  maxKeys: 5,
});
const lead = fc.record(
  {
    ...Object.fromEntries(textFields.map((name) => [name, fc.option(anyText)])),
    campaign: fc.oneof(anyText, values),
    attributes: values,
  },
  { requiredKeys: [] },
);
const element = fc.oneof(lead, lead, fc.jsonValue(), fc.dictionary(fc.string(), fc.jsonValue()));

/** Every text of a value, names included. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => [name, ...textsOf(part)]);
}

describe('Any leads of a partner', () => {
  it('are each kept or refused as if they came alone', () => {
    fc.assert(
      fc.property(fc.array(element), (elements) => {
        const together = leadsIn(Buffer.from(JSON.stringify(elements)));
        const alone = elements.map((one) => Buffer.from(JSON.stringify(one)));
        expect(together.map(({ body }) => body)).toEqual(alone);
        expect(together.map(({ value }) => leadProblem(value))).toEqual(
          alone.map((body) => leadProblem(JSON.parse(String(body)))),
        );
      }),
    );
  });

  it('are read exactly when they were not refused, into text that PostgreSQL can keep', () => {
    let read = 0;
    fc.assert(
      fc.property(element, (one) => {
        const json = JSON.stringify(one);
        const reading = readPartnerBody(Buffer.from(json));
        expect(reading.kind === 'lead').toBe(leadProblem(JSON.parse(json)) === null);
        if (reading.kind === 'lead') read += 1;
        for (const text of textsOf(reading)) expect(text).not.toMatch(/[\0\p{Surrogate}]/u);
      }),
      { numRuns: 500 },
    );
    expect(read).toBeGreaterThan(100);
  });

  it('are read from any bytes without an exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(readPartnerBody(Buffer.from(bytes)).kind).toMatch(/^(lead|unreadable)$/);
      }),
      { numRuns: 1_000 },
    );
  });
});
