import { personCandidate, remoteCandidate } from '../planning/planning.fixture.js';
import { revert, wholeChanges, type RunDeed } from './revert.js';

const candidate = personCandidate({ email: 'ann@contoso.com' });
const change = (before: string | null, after: string | null, field = 'Title') => ({
  field,
  before,
  after,
  ours: false,
});
const updated = (...changes: ReturnType<typeof change>[]): RunDeed => ({
  outcome: 'updated',
  remoteId: '00Q1',
  changes,
});
const created: RunDeed = { outcome: 'created', remoteId: '00Q1', changes: null };
const removed: RunDeed = { outcome: 'removed', remoteId: null, changes: [change('Sent', null, 'Status')] };
const where = (fields: Record<string, string | null>, isMembership = false) => ({
  answer: { candidates: [remoteCandidate({ remoteId: '00Q1', fields })], missing: [] },
  parents: { lead: '00Q9' },
  isMembership,
});

describe('The way back from a run', () => {
  it('is to the values of before, where those of the run still stand', () => {
    const deeds = [updated(change('CTO', 'CEO'), change(null, 'Paris', 'City'))];
    expect(revert(candidate, deeds, where({ Title: 'CEO', City: 'Paris' }))).toMatchObject({
      action: 'update',
      remoteId: '00Q1',
      differences: [
        { field: 'Title', before: 'CEO', after: 'CTO' },
        { field: 'City', before: 'Paris', after: null },
      ],
    });
  });

  it('leads past what the run wrote in between', () => {
    const deeds = [updated(change('CTO', 'CEO')), updated(change('CEO', 'CFO'))];
    expect(wholeChanges(deeds)).toEqual([change('CTO', 'CFO')]);
    expect(revert(candidate, deeds, where({ Title: 'CFO' }))).toMatchObject({
      differences: [{ field: 'Title', before: 'CFO', after: 'CTO' }],
    });
  });

  it('is open for no record with which somebody went on', () => {
    const deeds = [updated(change('CTO', 'CEO'), change(null, 'Paris', 'City'))];
    expect(revert(candidate, deeds, where({ Title: 'CEO', City: 'Rome' }))).toMatchObject({
      action: 'held',
      code: 'drifted',
      message: expect.stringContaining('City'),
    });
  });

  it('is gone already where the values of before stand there', () => {
    expect(revert(candidate, [updated(change('CTO', 'CEO'))], where({ Title: 'CTO' }))).toMatchObject({
      action: 'unchanged',
    });
    expect(revert(candidate, [updated()], where({}))).toMatchObject({ action: 'unchanged' });
  });

  it('ends at a record that is gone, converted, created or forgotten', () => {
    const deeds = [updated(change('CTO', 'CEO'))];
    const gone = { ...where({}), answer: { candidates: [], missing: ['00Q1'] } };
    expect(revert(candidate, deeds, gone)).toMatchObject({ code: 'deleted-remotely' });
    const converted = { candidates: [remoteCandidate({ remoteId: '00Q1', converted: true })], missing: [] };
    expect(revert(candidate, deeds, { ...where({}), answer: converted })).toMatchObject({
      code: 'converted',
    });
    expect(revert(candidate, [created], where({}))).toMatchObject({
      code: 'not-reverted',
      message: expect.stringContaining('Not deleted: created by the run'),
    });
    expect(revert(candidate, [{ ...updated(), changes: null }], where({}))).toMatchObject({
      code: 'not-reverted',
      message: expect.stringContaining('forgotten'),
    });
  });

  it('knows what a job overwrote from when it was handed over', () => {
    const deeds: RunDeed[] = [
      { outcome: 'accepted', remoteId: null, changes: [change('CTO', 'CEO')] },
      { outcome: 'updated', remoteId: '00Q1', changes: null },
    ];
    expect(revert(candidate, deeds, where({ Title: 'CEO' }))).toMatchObject({ action: 'update' });
  });

  it('takes off a list who was put on it, and puts back who was taken off', () => {
    expect(revert(candidate, [created], where({}, true))).toMatchObject({
      action: 'remove',
      remoteId: '00Q1',
      code: 'reverted',
    });
    expect(revert(candidate, [removed], where({}, true))).toMatchObject({
      action: 'create',
      fields: { Status: 'Sent' },
      parents: { lead: '00Q9' },
    });
  });
});
