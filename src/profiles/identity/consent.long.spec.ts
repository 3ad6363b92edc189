import { IdentityStore, type Said } from '../../../test/support/identity-store.js';
import { rows } from '../../platform/database/index.js';
import { standardGuards, standardModel } from '../matching/index.js';
import { MatchEngine } from './match-engine.js';

const silent = { Action: 'DNC' };

describe('Somebody known only from do-not-contact leads', () => {
  let store: IdentityStore;

  beforeAll(
    async () => void (store = await IdentityStore.open(new MatchEngine(standardModel, standardGuards))),
  );
  afterAll(() => store?.close());

  const ann = {
    FirstName: 'Ann',
    LastName: 'Zwingli',
    Email: 'ann.zwingli@contoso.com',
    Phone: '',
    Company: 'Contoso',
  };

  /** Who is one person, the do-not-contact lead being the first, and why people are asked. */
  const meet = async (one: Said, other: Said, turned: boolean) => {
    const workspace = await store.workspace();
    const leads: string[] = [];
    for (const said of turned ? [other, one] : [one, other]) leads.push(...(await workspace.arrive([said])));
    expect(await workspace.broken()).toEqual([]);
    return {
      people: await workspace.partition(leads),
      reviews: await rows(
        store.sql,
        `SELECT reason, guard FROM match_review WHERE workspace_id = $1 AND status = 'open'`,
        [workspace.id],
      ),
    };
  };

  describe.each([
    ['comes first', false],
    ['comes last', true],
  ])('who %s', (_order, turned) => {
    it('is one with who comes under the same address', async () => {
      const { people, reviews } = await meet({ ...ann, ...silent }, { ...ann, Title: 'CTO' }, turned);
      expect(people).toEqual([[0, 1]]);
      expect(reviews).toEqual([]);
    });

    it('is one with who says exactly the same, however little that is', async () => {
      const said = {
        FirstName: 'Anna',
        LastName: 'Smith',
        Email: 'annasmith@gmail.com',
        Company: '',
        Phone: '',
      };
      const { people } = await meet({ ...said, ...silent }, said, turned);
      expect(people).toEqual([[0, 1]]);
    });

    it('is put to people where the rest alone tells that it is one person', async () => {
      const elsewhere = { ...ann, Email: 'zwingli.a@outlook.com' };
      expect((await meet(ann, elsewhere, turned)).people).toEqual([[0, 1]]);
      const { people, reviews } = await meet({ ...ann, ...silent }, elsewhere, turned);
      expect(people).toEqual([[0], [1]]);
      expect(reviews).toEqual([{ reason: 'guarded', guard: 'do_not_contact' }]);
    });
  });
});
