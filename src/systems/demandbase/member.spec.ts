import * as fc from 'fast-check';
import type { FieldValues } from '../system.js';
import { accountList, personList, type ListKind } from './columns.js';
import { bareDomain, memberOf, readMember } from './member.js';
import { company, keyOf, person } from './sandbox-peer.fixture.js';

const read = (kind: ListKind, fields: FieldValues, remoteId: string | null = null) =>
  memberOf(kind, 'Spring', { key: keyOf(1), remoteId, fields });
const valueOf = (kind: ListKind, fields: FieldValues, column: string) => {
  const reading = read(kind, fields);
  return reading.ok ? reading.member.values.get(column) : reading.failure;
};

describe('The row of a record', () => {
  it.each([
    ['contoso.com', 'contoso.com'],
    ['https://www.Contoso.com/about?x=1#y', 'contoso.com'],
    ['WWW.contoso.com.', 'contoso.com'],
    ['http://contoso.com:8080/', 'contoso.com'],
    ['https://Müller.de/kontakt', 'xn--mller-kva.de'],
    ['emea.contoso.com', 'emea.contoso.com'],
  ])('has the domain of %s as %s', (given, domain) => {
    expect(bareDomain(given)).toBe(domain);
    expect(valueOf(accountList, { ...company(1), 'Account Domain': given }, 'Account Domain')).toBe(domain);
  });

  it('has the same domain however often it is normalised', () => {
    fc.assert(fc.property(fc.webUrl(), (url) => expect(bareDomain(bareDomain(url))).toBe(bareDomain(url))));
  });

  it('has names without needless spaces and addresses in small letters', () => {
    const name = valueOf(accountList, { ...company(1), 'Account Name': '  Acme \n  Inc. ' }, 'Account Name');
    expect(name).toBe('Acme Inc.');
    expect(valueOf(personList, { ...person(1), Email: ' Ann@Contoso.COM ' }, 'Email')).toBe(
      'ann@contoso.com',
    );
  });

  it.each(['Account Name', 'Account Domain', 'External Account ID'])('is refused without %s', (column) => {
    for (const missing of [null, '', '  ']) {
      expect(read(accountList, { ...company(1), [column]: missing })).toMatchObject({
        ok: false,
        failure: { code: 'required-missing', field: column },
      });
    }
  });

  it('is refused with a column Demandbase would make a field of', () => {
    expect(read(accountList, { ...company(1), 'Favourite Colour': 'red' })).toMatchObject({
      ok: false,
      failure: { code: 'unknown-column', field: 'Favourite Colour' },
    });
  });

  it.each([
    ['Account Domain', { ...company(1), 'Account Domain': 'no domain' }, accountList, 'bad-domain'],
    ['Email', { ...person(1), Email: '5f4dcc3b5aa765d61d8327deb882cf99' }, personList, 'bad-email'],
  ])('is refused with a bad %s', (field, fields, kind, code) => {
    expect(read(kind, fields)).toMatchObject({ ok: false, failure: { code, field } });
  });

  it('gives a person without an id of their own the key of the record, each time the same', () => {
    expect(valueOf(personList, person(1), 'External Person Id')).toBe(keyOf(1));
    expect(valueOf(personList, { ...person(1), 'External Person Id': 'P-1' }, 'External Person Id')).toBe(
      'P-1',
    );
  });

  it('keeps the id with which it was put on the list', () => {
    const changed = { ...company(1), 'External Account ID': 'another' };
    const reading = read(accountList, changed, `Spring/${keyOf(7)}`);
    expect(reading).toMatchObject({ ok: true, member: { id: keyOf(7), remoteId: `Spring/${keyOf(7)}` } });
  });

  it('is found again by its remote id alone', () => {
    const { id, values } = readMember(accountList, 'A/B', { key: null, remoteId: 'A/B/x/1', fields: {} });
    expect([id, values.get('External Account ID')]).toEqual(['x/1', 'x/1']);
  });
});
