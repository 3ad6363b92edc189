import { leadsIn } from './leads-in.js';

const whyNot = (body: string | Buffer): { status: number; detail: string } => {
  try {
    leadsIn(Buffer.from(body));
  } catch (error) {
    const { detail, ...problem } = error as { detail: string; getStatus(): number };
    return { status: (error as { getStatus(): number }).getStatus(), detail, ...problem };
  }
  throw new Error('It was taken.');
};

describe('The leads of a request', () => {
  it('are one, with all the bytes of the body, when the body is no array', () => {
    const body = Buffer.from('\ufeff { "email" : "a@b.c" }\n');
    expect(leadsIn(body)).toEqual([{ value: { email: 'a@b.c' }, body }]);
  });

  it('are the elements of an array, each with its own bytes', () => {
    expect(leadsIn(Buffer.from('[{"title":"\\u0041"}, 1]'))).toEqual([
      { value: { title: 'A' }, body: Buffer.from('{"title":"\\u0041"}') },
      { value: 1, body: Buffer.from('1') },
    ]);
  });

  it('are told apart also where bytes are no UTF-8', () => {
    const body = Buffer.from('[{"company":"Caf\xe9"},{"company":"\xc3"},{}]', 'latin1');
    const leads = leadsIn(body);
    expect(leads.map(({ value }) => value)).toEqual([{ company: 'Caf\ufffd' }, { company: '\ufffd' }, {}]);
    expect(Buffer.concat(leads.map((lead) => lead.body))).toEqual(
      Buffer.from('{"company":"Caf\xe9"}{"company":"\xc3"}{}', 'latin1'),
    );
  });

  it.each([
    ['', /is empty/],
    [' \n', /is empty/],
    ['{"email":"ann@contoso.com"', /not valid JSON/],
    ['[{}', /not valid JSON/],
    ['{"email" ann}', /not valid JSON at character \d+/],
    ['email=ann%40contoso.com', /not valid JSON/],
    [Buffer.from('\ufeff{}', 'utf16le'), /not valid JSON/],
  ])('are none in %j, and the reason quotes nothing of it', (body, reason) => {
    const { status, detail } = whyNot(body);
    expect(status).toBe(400);
    expect(detail).toMatch(reason);
    expect(detail).not.toContain('ann');
  });

  it('are up to a thousand', () => {
    const array = (length: number) => JSON.stringify(Array.from({ length }, () => ({})));
    expect(leadsIn(Buffer.from(array(1_000)))).toHaveLength(1_000);
    expect(whyNot(array(1_001))).toMatchObject({
      status: 413,
      detail: expect.stringContaining('1001 leads'),
    });
  });
});
