import * as fc from 'fast-check';
import { normaliseEmail, tellingEmail } from './email.js';

describe('normaliseEmail', () => {
  it.each([
    ['Someone@Contoso.COM ', 'someone@contoso.com'],
    ['mailto:a.b@contoso.com', 'a.b@contoso.com'],
    ['Anna Berg <Anna.Berg@contoso.com>', 'anna.berg@contoso.com'],
    ['anna@contoso.com;', 'anna@contoso.com'],
    ['käthe@Bücher.example', 'käthe@xn--bcher-kva.example'],
    ['ｓｏｍｅ@contoso.com', 'some@contoso.com'],
    ['first+tag@contoso.com', 'first@contoso.com'],
    ['\u202afi\u200brst@con\u00adtoso.com\u202c', 'first@contoso.com'],
    ['f.i.r.s.t+tag@googlemail.com', 'first@gmail.com'],
    ['first.last@contoso.com', 'first.last@contoso.com'],
  ])('takes %j for the mailbox %j', (raw, address) => expect(normaliseEmail(raw)?.address).toBe(address));

  it('keeps the address as other systems hold it', () => {
    expect(normaliseEmail(' F.Last+crm@GMail.com')?.written).toBe('f.last+crm@gmail.com');
  });

  it.each([
    null,
    '',
    'n/a',
    'someone',
    'a b@contoso.com',
    'a@b@c',
    'someone@localhost',
    '@contoso.com',
    'a@',
  ])('takes %j for no address', (raw) => expect(normaliseEmail(raw)).toBeNull());

  it.each([
    ['anna@mail.contoso.co.uk', 'contoso.co.uk', 'corporate'],
    ['anna@gmail.com', 'gmail.com', 'free'],
    ['anna@hotmail.co.nz', 'hotmail.co.nz', 'free'],
    ['anna@yahoo.company', 'yahoo.company', 'corporate'],
    ['anna@privaterelay.appleid.com', 'appleid.com', 'free'],
    ['anna@mailinator.com', 'mailinator.com', 'disposable'],
  ])('says of %s whose domain it is', (raw, domain, kind) => {
    expect(normaliseEmail(raw)).toMatchObject({ domain, kind });
  });

  it.each([
    'info@contoso.com',
    'Sales-UK@contoso.com',
    'info2@contoso.de',
    'buchhaltung@contoso.de',
    'no-reply@contoso.com',
    'atencion.clientes@contoso.es',
  ])('knows %s for the mailbox of a function', (raw) => expect(normaliseEmail(raw)?.role).toBe(true));

  it.each(['anna.sales@contoso.com', 'infantino@contoso.com', 'bo.li@contoso.com', 'it-anna@contoso.com'])(
    'knows %s for a person',
    (raw) => expect(normaliseEmail(raw)?.role).toBe(false),
  );

  it.each([
    'test@test.com',
    'none@none.com',
    'asdf@gmail.com',
    'asdfjkl@contoso.com',
    'a@a.com',
    'xxxx@gmx.de',
    'jo@noemail.com',
  ])('knows that %s is made up', (raw) => {
    expect(normaliseEmail(raw)?.placeholder).toBe(true);
    expect(tellingEmail(raw)).toBeNull();
  });

  it.each(['meyer@meyer.de', 'nona@none.de', 'testa@contoso.com'])('takes %s for real', (raw) =>
    expect(normaliseEmail(raw)?.placeholder).toBe(false),
  );

  it('does not tell people apart by a masked address', () => {
    const masked = '3701c77e-1cfa-4c56-91e6-3ed0b622145a@masked.example';
    expect(normaliseEmail(masked)?.masked).toBe(true);
    expect(tellingEmail(masked)).toBeNull();
  });

  it('never throws, and finds the same mailbox in what it made', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.emailAddress()), (raw) => {
        const email = normaliseEmail(raw);
        expect(email && normaliseEmail(email.address)).toEqual(email && { ...email, written: email.address });
      }),
    );
  });
});
