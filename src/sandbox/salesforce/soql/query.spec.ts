import * as fc from 'fast-check';
import { lead, SandboxDriver } from '../driver.js';

let driver: SandboxDriver;
beforeAll(async () => {
  driver = await SandboxDriver.start();
  await driver.typeIn('Lead', {
    LastName: 'Ant',
    Company: 'A',
    Email: 'ann@a.co',
    CreatedDate: '2026-01-03',
  });
  await driver.typeIn('Lead', {
    LastName: 'Bee',
    Company: 'B',
    Email: 'bob@b.co',
    CreatedDate: '2026-01-01',
  });
  await driver.typeIn('Lead', {
    LastName: 'Cat',
    Company: 'B',
    IsConverted: true,
    CreatedDate: '2026-01-02',
  });
  const gone = await driver.typeIn('Lead', { LastName: 'Dog', Company: 'B', Email: 'bob@b.co' });
  await driver.control('DELETE', `/records/Lead/${gone}`);
});
afterAll(() => driver.close());

async function names(where: string): Promise<string[]> {
  const { status, body } = await driver.query(`SELECT LastName FROM Lead ${where}`);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return Object(body).records.map((record: { LastName: string }) => record.LastName);
}

const quoted = (text: string) =>
  `'${text.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'`;

describe('a query', () => {
  it('answers the fields asked for, with type and address', async () => {
    const { status, body } = await driver.query("select Id, email, Title from lead where LastName = 'ant'");
    const id = Object(body).records[0].Id;
    const url = `/services/data/v60.0/sobjects/Lead/${id}`;
    const record = { attributes: { type: 'Lead', url }, Id: id, Email: 'ann@a.co', Title: null };
    expect({ status, body }).toEqual({ status: 200, body: { totalSize: 1, done: true, records: [record] } });
  });

  it.each([
    ['', ['Ant', 'Bee', 'Cat']],
    ["WHERE Email = 'ANN@a.co'", ['Ant']],
    ["WHERE Email IN ('bob@b.co', 'ann@a.co', 'x@y.z')", ['Bee', 'Ant']],
    ["WHERE Email IN ('ann@a.co') OR LastName = 'Cat'", ['Ant', 'Cat']],
    ["WHERE Email = 'bob@b.co' AND Company = 'A'", []],
    ["WHERE Company = 'B' AND (IsConverted = true OR Email = 'ann@a.co')", ['Cat']],
    ["WHERE (Company = 'A' AND IsConverted = FALSE) OR (Company = 'B' AND Email != null)", ['Ant', 'Bee']],
    ['WHERE Email = null', ['Cat']],
    ["WHERE Email <> 'ann@a.co'", ['Bee', 'Cat']],
    ['ORDER BY CreatedDate', ['Bee', 'Cat', 'Ant']],
    ['ORDER BY Company DESC, LastName DESC', ['Cat', 'Bee', 'Ant']],
    ['ORDER BY Email', ['Cat', 'Ant', 'Bee']],
    ['ORDER BY Email DESC NULLS LAST LIMIT 2', ['Bee', 'Ant']],
    ['LIMIT 1', ['Ant']],
  ])('understands %s', async (where, expected) => {
    expect(await names(where)).toEqual(expected);
  });

  it('finds by Id, of 15 or 18 characters', async () => {
    const [ant] = await driver.leads('?email=ann@a.co');
    const id = String(ant?.['Id']);
    expect(await names(`WHERE Id = '${id}'`)).toEqual(['Ant']);
    expect(await names(`WHERE Id IN ('${id.slice(0, 15)}')`)).toEqual(['Ant']);
  });

  it.each([
    ['SELECT', 'MALFORMED_QUERY'],
    ['SELECT Id', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Lead WHERE', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Lead WHERE Email LIKE 7', 'MALFORMED_QUERY'],
    ["SELECT Id FROM Lead WHERE Description LIKE 'a%'", 'INVALID_FIELD'],
    ["SELECT Id FROM Lead WHERE Email = 'a' AND Company = 'b' OR Title = 'c'", 'MALFORMED_QUERY'],
    ['SELECT Id FROM Lead WHERE Email IN ()', 'MALFORMED_QUERY'],
    ["SELECT Id FROM Lead WHERE Email = 'unclosed", 'MALFORMED_QUERY'],
    ["SELECT Id FROM Lead WHERE Email = 'bad \\q escape'", 'MALFORMED_QUERY'],
    ['SELECT Id FROM Lead WHERE Email = word', 'MALFORMED_QUERY'],
    ['SELECT COUNT() FROM Lead', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Lead LIMIT -1', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Lead; DROP', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Nope', 'INVALID_TYPE'],
    ['SELECT Nope FROM Lead', 'INVALID_FIELD'],
    ['SELECT Owner.Name FROM Lead', 'INVALID_FIELD'],
    ['SELECT DoNotCall FROM Lead', 'INVALID_FIELD'],
    ["SELECT Id FROM Lead WHERE Nope = 'x'", 'INVALID_FIELD'],
    ['SELECT Id FROM Lead ORDER BY Nope', 'INVALID_FIELD'],
    ["SELECT Id FROM Lead WHERE IsConverted = 'false'", 'INVALID_FIELD'],
    ['SELECT Id FROM Lead WHERE Email = 7', 'INVALID_FIELD'],
    ["SELECT Id FROM Lead WHERE Description = 'x'", 'INVALID_FIELD'],
    ["SELECT Id FROM Lead WHERE Id = 'x'", 'INVALID_QUERY_FILTER_OPERATOR'],
  ])('is refused: %s', async (soql, errorCode) => {
    expect(await driver.query(soql)).toMatchObject({ status: 400, body: [{ errorCode }] });
  });

  it('finds any text that is escaped as SOQL asks', async () => {
    const text = fc
      .string({
        minLength: 1,
        maxLength: 30,
        unit: fc.constantFrom("'", '\\', '"', 'n', '%', '_', 'é', '\n', ')'),
      })
      .map((core) => `x${core}x`);
    await fc.assert(
      fc.asyncProperty(text, async (department) => {
        await driver.typeIn('Contact', { LastName: 'Lee', Department: department });
        const { body } = await driver.query(
          `SELECT Department FROM Contact WHERE Department = ${quoted(department)}`,
        );
        expect(Object(body).records[0]).toMatchObject({ Department: department });
      }),
      { numRuns: 40 },
    );
  });
});

describe('a long answer', () => {
  it('comes in pages of 2,000', async () => {
    const people = Array.from({ length: 4_100 }, (_, n) => ({ Name: `Account ${n}` }));
    await driver.control('POST', '/records/Account', people);
    const seen = new Set<string>();
    const sizes = [];
    let path: string | undefined = '/query?q=SELECT+Name+FROM+Account';
    while (path !== undefined) {
      const { body } = await driver.call('GET', path);
      const { records, nextRecordsUrl, totalSize, done } = Object(body);
      for (const { Name } of records) seen.add(Name);
      sizes.push(records.length);
      expect({ totalSize, done }).toEqual({ totalSize: 4_100, done: nextRecordsUrl === undefined });
      path = nextRecordsUrl?.replace('/services/data/v60.0', '');
    }
    expect(sizes).toEqual([2_000, 2_000, 100]);
    expect(seen.size).toBe(4_100);
    expect((await driver.call('GET', '/query/01gSb0000009999AAA-2000')).status).toBe(400);
  });
});

const idsOf = async (condition: string) => {
  const { body } = await driver.query(`SELECT Id FROM Lead WHERE ${condition}`);
  return Object(body)
    .records.map((record: { Id: string }) => record.Id)
    .toSorted();
};

describe('looking up by index', () => {
  it('answers as a scan would, for any mix of conditions', async () => {
    await driver.control('POST', '/reset');
    const emails = ['a@x.co', 'b@x.co', 'c@x.co'];
    await driver.createAll(
      Array.from({ length: 30 }, (_, n) =>
        lead({ Email: emails[n % 4], Company: `C${n % 5}`, Title: emails[n % 4] }),
      ),
    );
    const leaf = fc.oneof(
      fc
        .subarray(emails, { minLength: 1 })
        .map((list) => `Email IN (${list.map((text) => `'${text}'`).join(',')})`),
      fc.constantFrom(...emails).map((text) => `Email = '${text}'`),
      fc.nat(5).map((n) => `Company = 'C${n}'`),
      fc.constant('Email = null'),
    );
    const { tree } = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc
          .tuple(fc.array(tie('tree'), { minLength: 2, maxLength: 3 }), fc.constantFrom(' AND ', ' OR '))
          .map(([parts, word]) => `(${parts.join(word)})`),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(tree, async (where) => {
        // Title holds the same as Email but has no index.
        expect(await idsOf(where)).toEqual(await idsOf(where.replaceAll('Email', 'Title')));
      }),
      { numRuns: 60 },
    );
  });
});

describe('a pattern', () => {
  beforeAll(async () => {
    await driver.control('POST', '/reset');
    const websites = [
      'acme.com',
      'https://www.ACME.com',
      'http://acme.com/de',
      'https://b.co/100%',
      'b.co/1000',
      null,
    ];
    for (const Website of websites) await driver.typeIn('Account', { Name: 'X', Website });
  });

  it.each([
    ['%acme.com', ['acme.com', 'https://www.ACME.com']],
    ['%acme.com/%', ['http://acme.com/de']],
    ['acme_com', ['acme.com']],
    [String.raw`acme\_com`, []],
    [String.raw`%100\%`, ['https://b.co/100%']],
  ])('finds what is like %s', async (pattern, expected) => {
    const { body } = await driver.query(`SELECT Website FROM Account WHERE Website LIKE '${pattern}'`);

    const found: { Website: string }[] = Object(body).records;
    expect(found.map(({ Website }) => Website)).toEqual(expected);
  });
});
