import { contactWarnings } from './contact-warnings.js';

const blank = { email: null, phone: null, country: null };

function codes(person: Partial<typeof blank | Record<keyof typeof blank, string>>): string[] {
  return contactWarnings({ ...blank, ...person }).map(({ code }) => code);
}

describe('contactWarnings', () => {
  it('has nothing to say of what is absent', () => {
    expect(codes({})).toEqual([]);
  });

  it.each([
    'someone@contoso.com',
    "o'brien+tag@mail.contoso.co.uk",
    'jörg@bücher.example',
    'MSFT_TEST_1@test.com',
  ])('finds the e-mail %s well-formed', (email) => {
    expect(codes({ email })).toEqual([]);
  });

  it.each([
    'someone',
    '@contoso.com',
    'a@b',
    'a@.b',
    'a@b.',
    'a@b..c',
    'a@b.c;d@e.f',
    'A <a@b.co>',
    'a b@c.de',
    'a@b@c.de',
    `${'a'.repeat(250)}@b.co`,
  ])('finds the e-mail %s malformed', (email) => {
    expect(codes({ email })).toEqual(['email-malformed']);
  });

  it('sees that an e-mail is masked', () => {
    expect(codes({ email: '3701c77e-1cfa-4c56-91e6-3ed0b622145a@contoso.com' })).toEqual(['email-masked']);
    expect(codes({ email: '3701C77E-1CFA-4C56-91E6-3ED0B622145A' })).toEqual([
      'email-malformed',
      'email-masked',
    ]);
  });

  it.each([
    '16175555555',
    '+33 1 23 45 67 89',
    '(617) 555-5555',
    '617.555.5555 x123',
    '0049/89/1234 ext. 5',
    '12345',
  ])('finds the phone number %s well-formed', (phone) => {
    expect(codes({ phone })).toEqual([]);
  });

  it.each(['none', '123', '+', '1617555CALL', 'a@b.co', '1+1234567', '1'.repeat(41)])(
    'finds the phone number %s malformed',
    (phone) => {
      expect(codes({ phone })).toEqual(['phone-malformed']);
    },
  );

  it.each(['US', 'USA', 'United States', "Côte d'Ivoire", 'Korea, Republic of', '中国', 'Congo (Kinshasa)'])(
    'finds the country %s well-formed',
    (country) => {
      expect(codes({ country })).toEqual([]);
    },
  );

  it.each(['1', '840', '-', 'a@b.co', '<script>', 'x'.repeat(101)])(
    'finds the country %s malformed',
    (country) => {
      expect(codes({ country })).toEqual(['country-malformed']);
    },
  );
});
