import { SandboxOrg } from './sandbox-org.fixture.js';

let org: SandboxOrg;
let spring: string;
beforeAll(async () => {
  org = await SandboxOrg.start();
});
beforeEach(async () => {
  await org.control('POST', '/reset');
  [spring = ''] = await org.typeIn('Campaign', { Name: 'Spring 2026' }, { Name: "O'Hara" });
});
afterAll(() => org.close());

const resolve = async (named: { id?: string; name?: string }) =>
  org.session.resolveTarget?.('campaign-member', named);

describe('the campaign that people name', () => {
  it('is found by id, of 15 or 18 characters, and by exact name', async () => {
    const found = { id: spring, name: 'Spring 2026' };
    expect(await resolve({ id: spring })).toEqual(found);
    expect(await resolve({ id: spring.slice(0, 15), name: 'whatever' })).toEqual(found);
    expect(await resolve({ name: 'Spring 2026' })).toEqual(found);
    expect(await resolve({ name: "O'Hara" })).toMatchObject({ name: "O'Hara" });
  });

  it.each([
    [{}, 'neither was given'],
    [{ id: 'x' }, 'no Salesforce id'],
    [{ id: '701000000000009AAA' }, 'No Campaign has the id'],
    [{ name: 'Winter' }, 'No Campaign has the name "Winter"'],
    [{ name: 'spring 2026' }, 'There is "Spring 2026", written otherwise'],
  ])('is not made where %j finds none', async (named, message) => {
    await expect(resolve(named)).rejects.toMatchObject({
      kind: 'misconfigured',
      failure: { code: 'NO_SUCH_CAMPAIGN', message: expect.stringContaining(message), whoActs: 'admin' },
    });
    expect(await org.records('Campaign')).toHaveLength(2);
  });

  it('is named by id where several have its name', async () => {
    await org.typeIn('Campaign', { Name: 'Spring 2026' });
    await expect(resolve({ name: 'Spring 2026' })).rejects.toThrow('Several Campaigns');
  });

  it('is asked of members alone', async () => {
    await expect(org.session.resolveTarget?.('lead', { id: spring })).rejects.toMatchObject({
      failure: { code: 'UNKNOWN_OBJECT' },
    });
  });
});
