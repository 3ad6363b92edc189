import { openSchema } from '../../../test/support/schema.js';
import { LeadEventRepository, noLeadSource, noPerson, type LeadFact } from '../../leads/index.js';
import { newId, type Sql } from '../../platform/database/index.js';
import { emptyProfile, fold } from '../fold.js';
import { ProfileRepository } from '../profile.repository.js';
import { FieldLockRepository } from './field-lock.repository.js';
import { defaultRules } from './rules.js';
import { Survivorship } from './survivorship.js';
import { readSurvivorshipRules, saveSurvivorshipRules } from './survivorship-settings.js';

const workspaceId = newId();

/** The ledger as far as folding asks it. */
class Facts extends LeadEventRepository {
  readonly all: LeadFact[] = [];

  override factsOf(_sql: Sql, _workspaceId: string, ids: readonly string[]): Promise<LeadFact[]> {
    return Promise.resolve(this.all.filter(({ profileId }) => ids.includes(profileId)));
  }

  say(profileId: string, person: Partial<LeadFact['person']>): LeadFact {
    const fact: LeadFact = {
      eventId: newId(),
      sourceId: newId(),
      profileId,
      receivedAt: new Date(1_000 * this.all.length),
      person: { ...noPerson, ...person },
      identities: [],
      emailKey: null,
      leadSource: noLeadSource,
      stage: null,
      campaign: null,
      description: null,
    };
    this.all.push(fact);
    return fact;
  }
}

describe('Survivorship', () => {
  let sql: Sql;
  let close: () => Promise<void>;
  const facts = new Facts();
  const profiles = new ProfileRepository();
  const locks = new FieldLockRepository();
  const survivorship = new Survivorship(profiles, facts, locks);

  beforeAll(async () => {
    ({ sql, close } = await openSchema());
    await sql.query(`INSERT INTO workspace (id, name) VALUES ($1, 'Ours')`, [workspaceId]);
  });
  afterAll(() => close());

  /** Somebody of whom one lead for each value of the title was received. */
  const somebody = async (...titles: string[]): Promise<string> => {
    const id = newId();
    const said = titles.map((title) => facts.say(id, { title }));
    await profiles.save(sql, workspaceId, [fold(emptyProfile(id), said, defaultRules)]);
    return id;
  };
  const read = async (id: string) => {
    const [profile] = await profiles.byIds(sql, workspaceId, [id]);
    return {
      title: profile?.fields.title?.value,
      rule: profile?.fields.title?.rule,
      version: profile?.version,
    };
  };
  const lockTitle = (id: string, value: string, seconds: number) =>
    locks.put(sql, workspaceId, id, {
      field: 'title',
      value,
      lockedBy: 'Ops',
      lockedAt: new Date(seconds * 1_000),
    });
  const merge = (from: string, into: string | null) =>
    sql.query(`UPDATE profile SET merged_into = $3, event_count = 0 WHERE workspace_id = $1 AND id = $2`, [
      workspaceId,
      from,
      into,
    ]);

  it('answers whom a rule gives other values, and changes only their version', async () => {
    const changing = await somebody('CTO', 'CEO');
    const same = await somebody('CFO');
    expect(await saveSurvivorshipRules(sql, workspaceId, { title: { rule: 'longest-standing' } })).toBe(true);
    expect(await survivorship.decide(sql, workspaceId, [changing, same])).toEqual([changing]);
    expect(await read(changing)).toEqual({ title: 'CTO', rule: 'longest-standing', version: 2 });
    expect(await read(same)).toEqual({ title: 'CFO', rule: 'longest-standing', version: 1 });
    expect(await survivorship.decide(sql, workspaceId, [changing, same])).toEqual([]);

    expect(await saveSurvivorshipRules(sql, workspaceId, { title: null })).toBe(true);
    expect(await saveSurvivorshipRules(sql, workspaceId, { title: { rule: 'most-recent' } })).toBe(false);
    expect(await readSurvivorshipRules(sql, workspaceId)).toEqual(defaultRules);
  });

  it('lets a lock hold for the survivor of a merge, and for its own profile again after a split', async () => {
    const [loser, survivor] = [await somebody('CTO'), await somebody('CEO')];
    await lockTitle(loser, 'Chief', 1);
    await survivorship.relock(sql, workspaceId, [loser, survivor]);
    expect([(await read(loser)).title, (await read(survivor)).title]).toEqual(['Chief', 'CEO']);

    await merge(loser, survivor);
    await survivorship.relock(sql, workspaceId, [loser, survivor]);
    expect(await read(survivor)).toMatchObject({ title: 'Chief', rule: 'manual-lock' });

    await merge(loser, null);
    await survivorship.decide(sql, workspaceId, [loser, survivor]);
    expect([(await read(loser)).title, (await read(survivor)).title]).toEqual(['Chief', 'CEO']);
  });

  it('lets the later of two locks hold, and ends both at once', async () => {
    const [loser, survivor] = [await somebody('CTO'), await somebody('CEO')];
    await lockTitle(loser, 'Later', 2);
    await lockTitle(survivor, 'Earlier', 1);
    await merge(loser, survivor);
    await survivorship.decide(sql, workspaceId, [survivor]);
    expect((await read(survivor)).title).toBe('Later');
    expect(await locks.remove(sql, workspaceId, survivor, 'title')).toBe(true);
    expect(await survivorship.decide(sql, workspaceId, [survivor])).toEqual([survivor]);
    expect(await read(survivor)).toMatchObject({ title: 'CEO', rule: 'most-recent' });
    expect(await locks.remove(sql, workspaceId, survivor, 'title')).toBe(false);
  });
});
