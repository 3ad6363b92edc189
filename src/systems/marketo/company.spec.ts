import type { WriteOperation } from '../system.js';
import { companies, leads, person, startMarketo, type Marketo } from './sandbox.fixture.js';

let marketo: Marketo;
beforeEach(async () => {
  marketo = await startMarketo();
});
afterEach(() => marketo.close());

const acme: WriteOperation = { id: 'a', operation: 'create', key: 'acme', fields: { company: 'Acme' } };

describe('Companies', () => {
  it('are made under our key, looked up by it, and joined by leads through it', async () => {
    await marketo.session.write(companies, [acme]);
    const answers = await marketo.session.lookUp(companies, [
      { id: 'a', key: 'ACME', names: ['Acme'], fields: ['company'] },
    ]);
    const lead = { ...person(1), externalCompanyId: 'acme' };
    const joined = await marketo.session.write(leads, [
      { id: 'l', operation: 'create', key: 'k', fields: lead },
    ]);

    expect(answers.get('a')?.candidates).toMatchObject([
      { object: 'company', key: 'acme', name: 'Acme', fields: { company: 'Acme' } },
    ]);
    expect(joined.get('l')).toMatchObject({ verdict: 'created' });
  });

  it('are not adopted by their name, which leads could not join', async () => {
    marketo.typeIn('company', { company: 'Acme', externalCompanyId: 'of-somebody-else' });
    const answers = await marketo.session.lookUp(companies, [{ id: 'a', names: ['Acme'], fields: [] }]);
    expect(answers.get('a')).toEqual({ candidates: [], missing: [] });
  });

  it('of one key never share a call (1036)', async () => {
    const verdicts = await marketo.session.write(companies, [acme, { ...acme, id: 'b' }]);
    expect([...verdicts.values()].map(({ verdict }) => verdict)).toEqual(['created', 'updated']);
    expect(marketo.records('company')).toHaveLength(1);
  });

  it('that a CRM sync keeps are told of by the check, and rejected without stopping leads', async () => {
    expect((await marketo.session.check('company')).every(({ ok }) => ok)).toBe(true);
    marketo.instance.changeSettings({ crmSync: true });
    const checks = await marketo.session.check('company');
    const verdicts = await marketo.session.write(companies, [acme]);
    const lead = await marketo.session.write(leads, [
      { id: 'l', operation: 'create', key: 'k', fields: person(1) },
    ]);

    expect(checks.find(({ name }) => name === 'companies')).toMatchObject({
      ok: false,
      message: expect.stringContaining('1018'),
    });
    expect(verdicts.get('a')).toMatchObject({ verdict: 'rejected', code: '1018', whoActs: 'admin' });
    expect(lead.get('l')).toMatchObject({ verdict: 'created' });
    expect(marketo.records('company')).toEqual([]);
  });

  it('keep their external id on updates', async () => {
    const remoteId = marketo.typeIn('company', { company: 'Acme', externalCompanyId: 'acme' });
    const fields = { company: 'Acme Inc.', externalCompanyId: 'other' };
    await marketo.session.write(companies, [{ id: 'u', operation: 'update', remoteId, fields }]);
    expect(marketo.records('company')).toMatchObject([{ company: 'Acme Inc.', externalCompanyId: 'acme' }]);
  });
});
