import * as fc from 'fast-check';
import { normalisePerson, type StatedPerson } from './normalised-person.js';

const nobody = {
  firstName: null,
  lastName: null,
  email: null,
  phone: null,
  country: null,
  company: null,
  website: null,
  title: null,
};

describe('normalisePerson', () => {
  it('is silent about what was not said', () => {
    expect(normalisePerson({})).toEqual(nobody);
    expect(normalisePerson({ firstName: 'n/a', lastName: '-', company: 'unknown', phone: '000000' })).toEqual(
      nobody,
    );
  });

  it('looks for the country of a number in the country, the e-mail domain and the hint, in this order', () => {
    const phone = '0171 7514228';
    expect(normalisePerson({ phone, country: 'Germany' }, { country: 'FR' }).phone?.country).toBe('DE');
    expect(normalisePerson({ phone, email: 'a@contoso.de' }).phone?.country).toBe('DE');
    expect(normalisePerson({ phone, email: 'a@contoso.io' }, { country: 'DE' }).phone?.country).toBe('DE');
    expect(normalisePerson({ phone }).phone).toBeNull();
  });

  it('takes any text, and says the same of it every time', () => {
    const text = fc.option(
      fc.oneof(fc.string({ unit: 'binary', maxLength: 600 }), fc.constantFrom('__proto__', '+49', 'a@b.c')),
    );
    const person: fc.Arbitrary<StatedPerson> = fc.record({
      firstName: text,
      lastName: text,
      email: text,
      phone: text,
      country: text,
      company: text,
      website: text,
      title: text,
    });
    fc.assert(
      fc.property(person, (stated) =>
        expect(normalisePerson(stated)).toEqual(normalisePerson({ ...stated })),
      ),
    );
  });
});
