import { Office } from './support/office.js';

const ann = { Email: 'ann@contoso.com', Company: 'Contoso' };
const ben = { Email: 'ben@fabrikam.com', Company: 'Fabrikam' };
const namesOf = (records: readonly { fields: Readonly<Record<string, unknown>> }[], field: string) =>
  records.map(({ fields }) => fields[field]).toSorted();

describe('A sync', () => {
  let office: Office;

  beforeEach(async () => void (office = await Office.open()));
  afterEach(() => office?.close());

  describe('of companies and their people', () => {
    it('brings each company before its people, and each change of a company', async () => {
      const people = await office.sync('person');
      const companies = await office.sync('company');
      await office.receive(ann, ben, { ...ann, Email: 'amy@contoso.com' });
      await office.dispatch();
      expect(namesOf(office.paper.of('company'), 'Name')).toEqual(['Contoso', 'Fabrikam']);
      const [contoso] = office.paper.of('company').filter(({ fields }) => fields.Name === 'Contoso');
      expect(
        office.paper
          .of('person')
          .filter(({ parents }) => parents.company === contoso?.id)
          .map(({ fields }) => fields.Email)
          .toSorted(),
      ).toEqual(['amy@contoso.com', 'ann@contoso.com']);
      expect([await office.statuses(people), await office.statuses(companies)]).toEqual([
        { delivered: 3 },
        { delivered: 2 },
      ]);
      expect(
        (await office.records(companies)).every(({ profileId, accountId }) => accountId && !profileId),
      ).toBe(true);

      const id = await office.accountId('Contoso');
      await office.accounts.update(office.workspaceId, id, { name: 'Contoso Group' });
      await office.dispatch();
      expect(namesOf(office.paper.of('company'), 'Name')).toEqual(['Contoso Group', 'Fabrikam']);
    });

    it('lets people wait for a company that is refused, and go with it once it is there', async () => {
      const people = await office.sync('person');
      const companies = await office.sync('company');
      office.paper.refused.add('Contoso');
      await office.receive(ann, ben);
      await office.dispatch();
      expect(await office.statuses(people)).toEqual({ delivered: 1, 'waits-for-parent': 1 });
      office.paper.refused.clear();
      await office.recordService.retry(office.workspaceId, companies, {});
      await office.dispatch();
      expect(await office.statuses(people)).toEqual({ delivered: 2 });
    });

    it('lets people go without a company that the filter leaves out, or whose sync was stopped', async () => {
      const people = await office.sync('person');
      const filter = { field: 'name', operator: 'equals', value: 'Fabrikam' } as const;
      const companies = await office.sync('company', { filter });
      office.paper.refused.add('Fabrikam');
      await office.receive(ann, ben);
      await office.dispatch();
      expect(await office.statuses(people)).toEqual({ delivered: 1, 'waits-for-parent': 1 });
      await office.syncs.update(office.workspaceId, companies, { enabled: false });
      await office.dispatch();
      expect(await office.statuses(people)).toEqual({ delivered: 2 });
    });
  });

  describe('that fills a list', () => {
    const target = { name: 'Spring' };
    const filter = { field: 'title', operator: 'equals', value: 'CTO' } as const;

    it('adds who is known over there, removes who leaves, and adds who comes back', async () => {
      const list = await office.sync('list', { target, filter, onExit: 'remove' });
      await office.receive(ann, ben);
      await office.dispatch();
      expect(await office.statuses(list)).toEqual({ 'no-such-lead': 2 });

      await office.sync('person');
      await office.backfill((await office.syncs.list(office.workspaceId, { limit: 9 })).items[1]?.id ?? '');
      await office.dispatch();
      await office.dispatch();
      expect(await office.statuses(list)).toEqual({ delivered: 2 });
      expect(office.paper.of('list').map(({ list: of }) => of)).toEqual(['list:Spring', 'list:Spring']);

      await office.receive({ ...ann, Title: 'CEO' });
      await office.dispatch();
      expect(await office.statuses(list)).toEqual({ delivered: 1, removed: 1 });
      expect(office.paper.of('list')).toHaveLength(1);

      await office.receive({ ...ann, Title: 'CTO', Country: 'DE' });
      await office.dispatch();
      expect(await office.statuses(list)).toEqual({ delivered: 2 });
      expect(office.paper.of('list')).toHaveLength(2);
    });

    it('names its list, which no other sync fills, and takes nothing else away', async () => {
      await office.sync('list', { target });
      await expect(office.sync('list', { name: 'Again', target })).rejects.toMatchObject({ status: 409 });
      await expect(office.sync('list', { name: 'Nameless' })).rejects.toMatchObject({ status: 400 });
      await expect(office.sync('person', { target })).rejects.toMatchObject({ status: 400 });
      await expect(office.sync('person', { onExit: 'remove' })).rejects.toMatchObject({ status: 422 });
    });
  });

  describe('of more records than calls are worth', () => {
    const many = Array.from({ length: 12 }, (_, number) => `${'abcdefghijkl'[number]}x@company${number}.com`);

    it('hands what was there before over in jobs, sends what is fresh by calls, and collects', async () => {
      await office.receive(...many.map((Email) => ({ Email, Company: '' })));
      const people = await office.sync('person', { mapping: [{ from: 'email', to: 'Email' }] });
      await office.backfill(people);
      await office.receive({ Email: 'fresh@contoso.com', Company: '' });
      await office.dispatch();
      expect(office.paper.log[0]).toBe('create person');
      expect(office.paper.log.filter((line) => line.startsWith('job'))).toEqual(['job of 9']);
      expect(await office.statuses(people)).toEqual({ delivered: 4, accepted: 9 });
      await soundRuns(people);

      await office.dispatch(60);
      expect(await office.statuses(people)).toMatchObject({ accepted: 9 });
      office.paper.jobsEnd = true;
      await office.dispatch(60);
      expect(await office.statuses(people)).toEqual({ delivered: 13 });
      expect(office.paper.of('person')).toHaveLength(13);
      const runs = await soundRuns(people);
      expect(runs.reduce((sum, { created }) => sum + created, 0)).toBe(13);
      expect(runs.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(0);
      expect(office.paper.largestWrite).toBeLessThanOrEqual(3);
    });

    it('hands over what was looked up although a look-up failed, and goes on with the rest later', async () => {
      await office.receive(...many.map((Email) => ({ Email, Company: '' })));
      const people = await office.sync('person', { mapping: [{ from: 'email', to: 'Email' }] });
      await office.backfill(people);
      office.paper.lookUpsLeft = 2;
      await office.dispatch();
      expect(office.paper.log).toEqual(['job of 6']);
      expect(await office.statuses(people)).toMatchObject({ accepted: 6 });
      const [cutShort] = await soundRuns(people);
      expect(cutShort).toMatchObject({
        accepted: 6,
        message: expect.stringContaining('Nobody is in the office'),
      });

      office.paper.jobsEnd = true;
      await office.dispatch(60);
      await office.dispatch(60);
      expect(office.paper.log.filter((line) => line.startsWith('job'))).toEqual(['job of 6', 'job of 6']);
      expect(await office.statuses(people)).toEqual({ delivered: 12 });
      expect(office.paper.of('person')).toHaveLength(12);
      await soundRuns(people);
    });

    it('sends nothing under settings that were changed while a job was collected', async () => {
      const leads = Array.from({ length: 24 }, (_, number) => ({
        Email: `${'abcdefghijklmnopqrstuvwx'[number]}x@company${number}.com`,
        Company: '',
        Title: number % 2 === 0 ? 'CTO' : 'Student',
      }));
      await office.receive(...leads);
      office.paper.job.rows = 100;
      const people = await office.sync('person', {
        mapping: [
          { from: 'email', to: 'Email' },
          { from: 'title', to: 'Name' },
        ],
      });
      await office.backfill(people);
      office.paper.duringLookUp = () =>
        office.syncs.update(office.workspaceId, people, {
          mapping: [
            { from: 'email', to: 'Email' },
            { from: 'title', to: 'Title' },
          ],
          filter: { field: 'title', operator: 'equals', value: 'CTO' },
        });
      await office.dispatch();
      office.paper.jobsEnd = true;
      await office.dispatch(60);
      await office.dispatch(60);

      expect(office.paper.of('person').map(({ fields }) => [fields.Name, fields.Title])).toEqual(
        Array.from({ length: 12 }, () => [undefined, 'CTO']),
      );
      expect(await office.statuses(people)).toMatchObject({ delivered: 12 });
      const runs = await soundRuns(people);
      expect(runs.reduce((sum, { created }) => sum + created, 0)).toBe(12);
    });

    it('gives up a record that every job refuses', async () => {
      await office.receive(...many.map((Email) => ({ Email, Company: '' })));
      const people = await office.sync('person', { mapping: [{ from: 'email', to: 'Email' }] });
      await office.backfill(people);
      office.paper.jobsEnd = true;
      office.paper.jobsFail = true;
      for (let time = 0; time < 60; time += 1) await office.dispatch(7_200);

      // A few that were left over went by calls.
      expect(await office.statuses(people)).toEqual({
        rejected: expect.any(Number),
        delivered: expect.any(Number),
      });
      const record = (await office.records(people)).find(({ status }) => status === 'rejected');
      expect(record?.error).toMatchObject({ message: expect.stringMatching(/^Given up after \d+ attempts/) });
      await soundRuns(people);
    });

    it('sends again what changed while a job had it', async () => {
      await office.receive(...many.map((Email) => ({ Email, Company: '', Title: 'CTO' })));
      const people = await office.sync('person');
      await office.backfill(people);
      await office.dispatch();
      const [accepted] = (await office.records(people)).filter(({ status }) => status === 'accepted');
      await office.receive(...many.map((Email) => ({ Email, Company: '', Title: 'CEO' })));
      office.paper.jobsEnd = true;
      await office.dispatch(60);
      await office.dispatch(60);
      await office.dispatch(60);
      expect(accepted).toBeDefined();
      expect(await office.statuses(people)).toEqual({ delivered: 12 });
      expect(new Set(namesOf(office.paper.of('person'), 'Title'))).toEqual(new Set(['CEO']));
      expect(office.paper.of('person')).toHaveLength(12);
      await soundRuns(people);
    });

    async function soundRuns(syncId: string) {
      const runs = await office.runs(syncId);
      for (const run of runs) {
        const { delivered, unchanged, held, rejected, waiting, accepted, unknown } = run;
        expect(run.received).toBe(delivered + unchanged + held + rejected + waiting + accepted + unknown);
        expect(Math.min(accepted, run.created, run.updated)).toBeGreaterThanOrEqual(0);
      }
      return runs;
    }
  });
});
