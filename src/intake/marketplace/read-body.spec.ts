import { readMarketplaceBody, type MarketplaceLead } from './read-body.js';
import { unreadableReasons } from './parse-body.js';

const documented = {
  UserDetails: {
    FirstName: 'Some',
    LastName: 'One',
    Email: 'someone@contoso.com',
    Phone: '16175555555',
    Country: 'USA',
    Company: 'Contoso',
    Title: 'Esquire',
  },
  LeadSource: 'AzureMarketplace',
  ActionCode: 'INS',
  OfferTitle: 'Test Microsoft',
  Description: 'Test run through Power Automate',
};

const someone = {
  firstName: 'Some',
  lastName: 'One',
  email: 'someone@contoso.com',
  phone: '16175555555',
  country: 'USA',
  company: 'Contoso',
  title: 'Esquire',
  website: null,
};

const nobody = {
  firstName: null,
  lastName: null,
  email: null,
  phone: null,
  country: null,
  company: null,
  title: null,
  website: null,
};

function read(body: unknown, contentType: string | null = 'application/json'): MarketplaceLead {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const reading = readMarketplaceBody(Buffer.from(text), contentType);
  if (reading.kind === 'unreadable') throw new Error(reading.reason);
  return reading;
}

function codes({ warnings }: MarketplaceLead): string[] {
  return warnings.map(({ code }) => code);
}

function withKeys(value: unknown, rename: (key: string) => string): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [rename(key), withKeys(inner, rename)]),
  );
}

describe('a JSON lead', () => {
  it('is read as the vendor documents it, without a warning', () => {
    expect(read(documented)).toEqual({
      kind: 'lead',
      leadSource: {
        raw: 'AzureMarketplace',
        source: 'AzureMarketplace',
        action: 'INS',
        publisherId: null,
        offerId: null,
        offerTitle: 'Test Microsoft',
        isTest: false,
        warnings: [],
      },
      person: someone,
      campaign: null,
      description: 'Test run through Power Automate',
      externalId: null,
      occurredAt: null,
      attributes: null,
      identities: [],
      isTest: false,
      testMadeAt: null,
      warnings: [],
    });
  });

  it.each([
    ['camelCase', (key: string) => key.charAt(0).toLowerCase() + key.slice(1)],
    ['lower case', (key: string) => key.toLowerCase()],
    ['upper case', (key: string) => key.toUpperCase()],
    ['snake_case', (key: string) => key.replaceAll(/(?<=.)([A-Z])/g, '_$1')],
  ])('may have its keys in %s', (_, rename) => {
    expect(read(withKeys(documented, rename))).toEqual(read(documented));
  });

  it.each([null, 'text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=utf-8'])(
    'is known by its text when the content type is %s',
    (contentType) => {
      expect(read(documented, contentType)).toEqual(read(documented));
    },
  );

  it('may be shaped like a row of the Azure Table destination', () => {
    const lead = read({
      ProductId: 'redhat.openshift-container-platform',
      CustomerInfo: JSON.stringify(documented.UserDetails),
      LeadSource: 'AzureMarketplace-StartTestDrive|Red Hat OpenShift Container Platform',
      ActionCode: 'StartTestDrive',
      OfferDisplayName: 'Red Hat OpenShift Container Platform',
      Description: 'Campaigns: ',
    });
    expect(lead).toMatchObject({ person: someone, campaign: null, description: null, warnings: [] });
    expect(lead.leadSource).toMatchObject({ publisherId: 'redhat', offerId: 'openshift-container-platform' });
  });

  it('may have CustomerInfo as an object, or the person beside the other fields', () => {
    expect(read({ CustomerInfo: documented.UserDetails }).person).toEqual(someone);
    expect(read(documented.UserDetails).person).toEqual(someone);
  });

  it('may lack every field but one', () => {
    const lead = read({ UserDetails: { FirstName: ' Some ', LastName: ' ', Email: null } });
    expect(lead.person).toEqual({ ...nobody, firstName: 'Some' });
    expect(lead.leadSource.raw).toBeNull();
    expect(codes(lead)).toEqual(['lead-source-missing']);
  });

  it('may say nothing at all', () => {
    expect(read({ UserDetails: {} }).person).toEqual(nobody);
    expect(read({ LeadSource: null }).person).toEqual(nobody);
  });

  it.each(['', ' ', ' AzureMarketplace-INS | contoso.app '])('keeps the LeadSource %j exactly', (raw) => {
    expect(read({ LeadSource: raw }).leadSource.raw).toBe(raw);
  });

  it('keeps numbers as text and ignores what is no text', () => {
    const lead = read({
      UserDetails: { Phone: 16175555555, Company: ['Contoso'], Title: { a: 1 }, FirstName: true },
      LeadSource: 'AzureMarketplace-INS',
    });
    expect(lead.person).toEqual({ ...nobody, phone: '16175555555' });
    expect(codes(lead)).toEqual(['field-ignored', 'field-ignored', 'field-ignored']);
  });

  it('says when the digits of a number may have been lost', () => {
    const lead = read('{"LeadSource":"SPZA-INS","Title":12345678901234567890}');
    expect(codes(lead)).toEqual(['number-inexact']);
  });

  it('takes the first value that is not empty when casings of a key repeat', () => {
    const lead = read(
      '{"LeadSource":"SPZA-INS","UserDetails":{"Email":" ","email":"a@b.co","EMAIL":"c@d.co"}}',
    );
    expect(lead.person.email).toBe('a@b.co');
    expect(codes(lead)).toEqual(['field-repeated']);
  });

  it('is read without the person when that is unreadable', () => {
    for (const UserDetails of ['{"FirstName":', 'Some One', [1], 5]) {
      const lead = read({ UserDetails, LeadSource: 'SPZA-INS' });
      expect(lead.person).toEqual(nobody);
      expect(codes(lead)).toEqual(['person-unreadable']);
    }
  });

  it('loses NUL and halves of characters, wherever they stand', () => {
    const lead = read({
      UserDetails: { FirstName: 'So\u0000me', Company: 'Con\ud83dtoso 😀' },
      LeadSource: 'SPZA-INS\u0000',
      Description: '{"mkt\u0000cmpid":"1\udc00"}'.replaceAll('\u0000', '\\u0000'),
    });
    expect(lead.person).toMatchObject({ firstName: 'Some', company: 'Con\uFFFDtoso 😀' });
    expect(lead.leadSource.raw).toBe('SPZA-INS');
    expect(lead.campaign).toEqual({ mktcmpid: '1\uFFFD' });
    expect(JSON.stringify(lead)).not.toMatch(/\\u0000|\\ud/);
    expect(new Set(codes(lead))).toEqual(new Set(['nul-removed', 'surrogate-replaced']));
  });

  it('cannot reach the prototype of anything', () => {
    const lead = read(
      '{"__proto__":{"FirstName":"Eve"},"constructor":{"x":1},"UserDetails":{"__proto__":{"Email":"e@v.il"}},"Description":"{\\"__proto__\\":\\"1\\"}"}',
    );
    expect(lead.person).toEqual(nobody);
    expect(Object.entries(lead.campaign ?? {})).toEqual([['__proto__', '1']]);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['FirstName']).toBeUndefined();
  });

  it('may be nested ten thousand deep', () => {
    const deep = '['.repeat(10_000) + ']'.repeat(10_000);
    expect(codes(read(`{"LeadSource":"SPZA-INS","Title":${deep}}`))).toEqual(['field-ignored']);
  });

  it('keeps a value of 200,000 characters', () => {
    const Description = 'é'.repeat(200_000);
    expect(read({ Description }).description).toBe(Description);
  });
});

describe('the description', () => {
  const rows: [string, Record<string, string> | null, string | null, string[]?][] = [
    ['Call me on Monday', null, 'Call me on Monday'],
    [' ', null, null],
    ['Campaigns: ', null, null],
    ['Campaigns:', null, null],
    ['campaigns: spring, summer ', { campaigns: 'spring, summer' }, null],
    ['{"mktcmpid":"1234","partnerid":"98765"}', { mktcmpid: '1234', partnerid: '98765' }, null],
    [' {"mktcmpid":1234,"empty":"","none":null} ', { mktcmpid: '1234', empty: '' }, null],
    ['{"a":{"b":1},"c":"d"}', { c: 'd' }, null, ['campaign-value-ignored']],
    ['{}', null, null],
    ['{see you soon}', null, '{see you soon}'],
    ['["a"]', null, '["a"]'],
  ];

  it.each(rows)('%j is told apart: campaign or note', (...[Description, campaign, description, expected]) => {
    const lead = read({ LeadSource: 'SPZA-PLT', Description });
    expect(lead).toMatchObject({ campaign, description });
    expect(codes(lead)).toEqual(expected ?? []);
  });
});

describe('a form lead', () => {
  const form =
    'company=Contoso+%26+Sons&country=US&description=Hello&email=some%40contoso.com&encoding=UTF-8&encoding=UTF-8' +
    '&first_name=Jos%C3%A9&last_name=One&lead_source=AppSource-PLT%7CContoso+CRM&oid=00Do0000000ZHog&phone=1234567890&title=Boss';

  it.each([null, 'application/x-www-form-urlencoded', 'application/json', 'text/plain; charset=utf-8'])(
    'is known by its text when the content type is %s',
    (contentType) => {
      const lead = read(form, contentType);
      expect(lead.person).toEqual({
        firstName: 'José',
        lastName: 'One',
        email: 'some@contoso.com',
        phone: '1234567890',
        country: 'US',
        company: 'Contoso & Sons',
        title: 'Boss',
        website: null,
      });
      expect(lead.leadSource).toMatchObject({
        source: 'AppSource',
        action: 'PLT',
        offerTitle: 'Contoso CRM',
      });
      expect(lead).toMatchObject({ description: 'Hello', warnings: [] });
    },
  );

  it('is read where its escapes are no UTF-8, with a warning', () => {
    const lead = read('first_name=Jos%E9&lead_source=SPZA-PLT', 'application/x-www-form-urlencoded');
    expect(lead.person.firstName).toBe('Jos\uFFFD');
    expect(codes(lead)).toEqual(['text-invalid']);
  });

  it('may repeat a field', () => {
    const lead = read('company=&company=Contoso&lead_source=SPZA-PLT', null);
    expect(lead.person.company).toBe('Contoso');
    expect(codes(lead)).toEqual(['field-repeated']);
  });
});

describe('a test lead', () => {
  const marker = 'MSFT_TEST_636573304831318844';
  const madeAt = new Date('2018-03-22T15:48:03.131Z');

  it('is known in JSON, and when it was made', () => {
    const lead = read({
      userDetails: {
        firstName: marker,
        lastName: marker,
        email: `${marker}@test.com`,
        phone: '1234567890',
        country: 'US',
        company: marker,
        title: marker,
      },
      leadSource: 'AzureMarketplace',
      actionCode: 'INS',
      offerTitle: 'Contoso Test',
      description: marker,
    });
    expect(lead).toMatchObject({ isTest: true, testMadeAt: madeAt, warnings: [] });
  });

  it('is known as a form', () => {
    const texts = ['company', 'description', 'first_name', 'last_name', 'title'].map(
      (name) => `${name}=${marker}`,
    );
    const form = [
      ...texts,
      `country=US&email=${marker}%40test.com&encoding=UTF-8&encoding=UTF-8&oid=00Do0000000ZHog&phone=1234567890`,
      `lead_source=${marker}-${marker}%7C%3COffer+Name%3E`,
    ].join('&');
    const lead = read(form, 'application/x-www-form-urlencoded');
    expect(lead).toMatchObject({ isTest: true, testMadeAt: madeAt, warnings: [] });
    expect(lead.leadSource.offerTitle).toBe('<Offer Name>');
  });

  it.each([
    { FirstName: marker },
    { LastName: marker },
    { Company: marker },
    { Title: marker },
    { Description: marker },
    { Email: `${marker}@test.com` },
    { LeadSource: `${marker}-${marker}|x y` },
  ])('is known by %j alone', (body) => {
    expect(read(body)).toMatchObject({ isTest: true, testMadeAt: madeAt });
  });

  it('is known by the action of its LeadSource', () => {
    expect(read({ LeadSource: `AzureMarketplace-${marker}` }).isTest).toBe(true);
  });

  it('is not seen in a lead for an offer that is called a test', () => {
    expect(read({ ...documented, OfferTitle: 'Contoso Test' }).isTest).toBe(false);
  });
});

describe('an unreadable body', () => {
  const rows: [string, keyof typeof unreadableReasons][] = [
    ['', 'empty'],
    [' \r\n\t', 'empty'],
    ['\uFEFF', 'empty'],
    ['[]', 'notAnObject'],
    ['[{"LeadSource":"SPZA"}]', 'notAnObject'],
    ['null', 'notAnObject'],
    ['"SPZA-INS"', 'notAnObject'],
    ['42', 'notAnObject'],
    ['{"LeadSource":"SPZA","UserDetails":{"FirstName":"Secretname"', 'cutOff'],
    ['{"OfferTitle":"Contoso Test" "Description":"Secretname"}', 'invalidJson'],
    ["{'FirstName':'Secretname'}", 'invalidJson'],
    ['<lead name="Secretname"/>', 'unknownFormat'],
    ['Secretname', 'unknownFormat'],
    ['{}', 'noField'],
    ['{"Secretname":"x","nested":{"Email":"a@b.co"}}', 'noField'],
    ['oid=00Do0000000ZHog&encoding=UTF-8', 'noField'],
    ['='.repeat(3), 'unknownFormat'],
  ];

  it.each(rows)('%j says why, and nothing of what it holds', (body, reason) => {
    const reading = readMarketplaceBody(Buffer.from(body), 'application/json');
    expect(reading).toEqual({ kind: 'unreadable', reason: unreadableReasons[reason] });
    expect(JSON.stringify(reading)).not.toContain('Secretname');
  });
});
