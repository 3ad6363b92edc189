import { Office } from './support/office.js';

const ann = { Email: 'ann@contoso.com', Company: 'Contoso' };
const ben = { Email: 'ben@fabrikam.com', Company: 'Fabrikam' };
const ceo = { Title: 'CEO' };

describe('A plan', () => {
  let office: Office;

  beforeEach(async () => void (office = await Office.open()));
  afterEach(() => office?.close());

  const lastRun = async (syncId: string) => (await office.runs(syncId))[0];

  it('is of companies as well as of people', async () => {
    const companies = await office.sync('company', { enabled: false });
    await office.receive(ann, ben);
    const plan = await office.planAndApply({ syncId: companies });
    expect(plan).toMatchObject({ status: 'applied', counts: { create: 2 } });
    expect(await office.planRecords(plan.id)).toEqual(
      [1, 2].map(() => expect.objectContaining({ accountId: expect.any(String), profileId: null })),
    );
    expect(office.paper.of('company')).toHaveLength(2);
    expect(await lastRun(companies)).toMatchObject({ trigger: 'plan', created: 2, received: 2 });
  });

  it('is gone on with where its maker stopped, and comes to the same hash', async () => {
    const people = await office.sync('person', { enabled: false });
    await office.receive(ann, ben);
    const { planId } = await office.plans.start(office.workspaceId, people, {});
    expect(await office.makePlan(planId, 1)).toMatchObject({
      status: 'planning',
      hash: null,
      progress: { done: 2, total: 2, left: 0 },
    });
    await expect(office.plans.apply(office.workspaceId, planId, '0'.repeat(64))).rejects.toMatchObject({
      status: 409,
    });
    expect(await office.makePlan(planId)).toMatchObject({ status: 'ready', progress: null });
    const again = await office.makePlan(planId);
    expect(again.hash).toBe((await office.plan(planId)).hash);
    expect(await office.planRecords(planId)).toHaveLength(2);
  });

  it('takes memberships off a list and puts them on it again', async () => {
    await office.sync('person');
    const filter = { field: 'title', operator: 'equals', value: 'CTO' } as const;
    const list = await office.sync('list', { target: { name: 'Spring' }, filter, onExit: 'remove' });
    await office.receive(ann, ben);
    await office.dispatch();
    await office.dispatch();
    expect(await office.statuses(list)).toEqual({ delivered: 2 });
    await office.syncs.update(office.workspaceId, list, { enabled: false });
    await office.receive({ ...ann, ...ceo });

    const left = await office.planAndApply({ syncId: list });
    expect(left.counts).toMatchObject({ remove: 1, create: 0 });
    expect(office.paper.of('list')).toHaveLength(1);

    const runId = left.runId ?? '';
    const back = await office.planAndApply({ runId });
    expect(back).toMatchObject({ status: 'applied', revertsRunId: runId, counts: { create: 1 } });
    expect(office.paper.of('list')).toHaveLength(2);
    expect(await office.statuses(list)).toEqual({ delivered: 1, reverted: 1 });

    const off = await office.planAndApply({ runId: back.runId ?? '' });
    expect(off.counts).toMatchObject({ remove: 1 });
    expect(office.paper.of('list')).toHaveLength(1);
  });

  it('leads back from what a job did, and all of a job is read back', async () => {
    const people = await office.sync('person');
    const many = Array.from({ length: 5 }, (_, index) => ({ Email: `${'abcde'[index]}@contoso.com` }));
    await office.receive(...many);
    office.paper.jobsEnd = true;
    await office.dispatch();
    await office.dispatch(60);
    expect(await office.statuses(people)).toEqual({ delivered: 5 });
    const first = await lastRun(people);
    await office.receive(...many.map((one) => ({ ...one, ...ceo })));
    await office.dispatch();
    await office.dispatch(60);
    expect(office.paper.of('person').map(({ fields }) => fields.Title)).toEqual(many.map(() => 'CEO'));
    const run = await lastRun(people);
    expect(run?.id).not.toBe(first?.id);

    const [hit] = office.paper.of('person');
    if (hit) office.paper.records.set(hit.id, { ...hit, fields: { ...hit.fields, Title: 'Overwritten' } });
    await office.prove(run?.id ?? '');
    expect((await lastRun(people))?.landing).toMatchObject({ checked: 5, findings: 1, skipped: null });

    const plan = await office.planAndApply({ runId: run?.id ?? '' });
    expect(plan.counts).toMatchObject({ update: 4, held: 1 });
    expect(office.paper.of('person').filter(({ fields }) => fields.Title === 'CTO')).toHaveLength(4);
  });

  it('expires, and forgets what people are called', async () => {
    const people = await office.sync('person', { enabled: false });
    await office.receive(ann);
    const { planId } = await office.plans.start(office.workspaceId, people, {});
    const { hash } = await office.makePlan(planId);
    await office.forget(23);
    expect(await office.plan(planId)).toMatchObject({ status: 'ready', purgedAt: null });
    await office.forget(2);
    expect(await office.plan(planId)).toMatchObject({ status: 'expired', purgedAt: expect.any(Date) });
    expect(await office.planRecords(planId)).toMatchObject([{ action: 'create', differences: null }]);
    await expect(office.plans.apply(office.workspaceId, planId, hash ?? '')).rejects.toMatchObject({
      status: 409,
      detail: expect.stringContaining('expired'),
    });
  });

  it('forgets the values of before after 30 days, and says so', async () => {
    const people = await office.sync('person');
    await office.receive(ann);
    await office.dispatch();
    await office.receive({ ...ann, ...ceo });
    await office.dispatch();
    const run = await lastRun(people);
    await office.forget(24 * 31);
    const { planId } = await office.plans.startRevert(office.workspaceId, run?.id ?? '');
    await office.makePlan(planId);
    expect(await office.planRecords(planId)).toMatchObject([
      { action: 'held', hold: { code: 'not-reverted', message: expect.stringContaining('forgotten') } },
    ]);
  });
});
