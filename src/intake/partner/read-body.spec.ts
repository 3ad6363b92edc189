import type { LeadReading } from '../../leads/index.js';
import { readPartnerBody } from './read-body.js';

type Lead = Extract<LeadReading, { kind: 'lead' }>;

function read(lead: unknown): Lead {
  const reading = readPartnerBody(Buffer.from(typeof lead === 'string' ? lead : JSON.stringify(lead)));
  if (reading.kind === 'unreadable') throw new Error(reading.reason);
  return reading;
}

const codes = ({ warnings }: Lead) => warnings.map(({ code }) => code);

describe('A lead of a partner', () => {
  it('is read field by field', () => {
    const person = {
      firstName: 'Ann',
      lastName: 'Lee',
      email: 'ann.lee@contoso.com',
      phone: '+1 617 555 5555',
      country: 'US',
      company: 'Contoso',
      title: 'CTO',
      website: 'https://contoso.com',
    };
    expect(
      read({
        ...person,
        externalId: 'L-1',
        description: 'Asked for a demo',
        campaign: 'Spring',
        occurredAt: '2026-01-31T10:30:00+01:00',
        attributes: { employees: 12, customer: false, region: ' EMEA ', empty: '', none: null },
      }),
    ).toEqual({
      kind: 'lead',
      identities: [],
      leadSource: {
        raw: null,
        source: null,
        action: null,
        publisherId: null,
        offerId: null,
        offerTitle: null,
        isTest: false,
        warnings: [],
      },
      person,
      externalId: 'L-1',
      description: 'Asked for a demo',
      campaign: { campaign: 'Spring' },
      occurredAt: new Date('2026-01-31T09:30:00Z'),
      attributes: { employees: 12, customer: false, region: 'EMEA' },
      isTest: false,
      warnings: [],
    });
  });

  it('may say nothing', () => {
    const { person, campaign, attributes, ...lead } = read({ email: ' ', campaign: {}, attributes: {} });
    expect(new Set(Object.values(person))).toEqual(new Set([null]));
    expect({ campaign, attributes, ...lead }).toMatchObject({
      campaign: null,
      attributes: null,
      description: null,
      externalId: null,
      occurredAt: null,
      warnings: [],
    });
  });

  it('may name several parameters of its campaign', () => {
    expect(read({ campaign: { name: 'Spring', year: 2026 } }).campaign).toEqual({
      name: 'Spring',
      year: '2026',
    });
  });

  it('keeps what is malformed, with a warning', () => {
    const lead = read({ email: 'ann at contoso', phone: 'call me', country: '42', occurredAt: 'soon' });
    expect(lead.person).toMatchObject({ email: 'ann at contoso', phone: 'call me', country: '42' });
    expect(lead.occurredAt).toBeNull();
    expect(codes(lead).toSorted()).toEqual([
      'country-malformed',
      'email-malformed',
      'occurred-at-malformed',
      'phone-malformed',
    ]);
  });

  it('is freed of what no database keeps, with a warning', () => {
    const lead = read(
      '{"company":"Con\\u0000toso","attributes":{"a\\ud800":"\\udc00b"},"campaign":{"x":"\\u0000y"}}',
    );
    expect(lead).toMatchObject({
      person: { company: 'Contoso' },
      attributes: { 'a\ufffd': '\ufffdb' },
      campaign: { x: 'y' },
    });
    expect(new Set(codes(lead))).toEqual(new Set(['nul-removed', 'surrogate-replaced']));
  });

  it.each(['', '{', '[]', '1', '{"email":1}', '{"unknown":1}'])('is not read from %j', (body) => {
    expect(readPartnerBody(Buffer.from(body))).toEqual({ kind: 'unreadable', reason: expect.any(String) });
  });
});
