import type { FieldValues, RemoteCandidate } from '../../systems/index.js';
import type { MappedField } from '../mapping/map-record.js';
import { decide } from './adoption.js';
import type { RemoteOwner, RemoteRecord } from './decision.js';

const person = { profileId: 'profile-1', firstName: 'Ann', lastName: 'Lee' };

function candidate(said: Partial<RemoteCandidate>): RemoteCandidate {
  return {
    remoteId: '00Q1',
    object: 'lead',
    key: null,
    email: 'ann@contoso.com',
    firstName: 'Ann',
    lastName: 'Lee',
    createdAt: new Date('2026-01-01'),
    converted: false,
    convertedTo: null,
    fields: {},
    url: 'https://crm.example/00Q1',
    ...said,
  };
}

const owned = (said: Partial<RemoteRecord> = {}): RemoteRecord => ({
  id: 'record-1',
  key: 'key-1',
  remoteId: '00Q1',
  written: {},
  writing: null,
  ...said,
});

function decideFor(
  mapped: Record<string, MappedField>,
  candidates: RemoteCandidate[],
  { ours = null, owners = {} }: { ours?: RemoteRecord | null; owners?: Record<string, RemoteOwner> } = {},
) {
  return decide(person, {
    object: 'lead',
    parents: {},
    mapped: new Map(Object.entries(mapped)),
    ours,
    answer: { candidates, missing: [] },
    owners: new Map(Object.entries(owners)),
  });
}

const another: RemoteOwner = { ownerId: 'profile-2', apartFrom: [] };

const field = (value: string | null, write: MappedField['write'] = 'fill-blank'): MappedField => ({
  value,
  write,
});
const live = (fields: FieldValues) => [candidate({ fields })];

describe('decide, for a person without a record', () => {
  it('creates with the values that are not empty', () => {
    expect(decideFor({ Company: field('Contoso'), Title: field(null) }, [])).toEqual({
      action: 'create',
      fields: { Company: 'Contoso' },
      parents: {},
    });
  });

  it('adopts the oldest open lead and fills blanks only', () => {
    const newer = candidate({ remoteId: '00Q2', createdAt: new Date('2026-02-01') });
    const older = candidate({ fields: { Company: 'Typed by sales', Title: null } });
    expect(decideFor({ Company: field('Contoso'), Title: field('CTO') }, [newer, older])).toMatchObject({
      action: 'update',
      remoteId: '00Q1',
      adopted: true,
      differences: [{ field: 'Title', before: null, after: 'CTO' }],
    });
  });

  it('adopts an open lead that needs nothing, to stamp our key on it', () => {
    expect(decideFor({ Company: field('A') }, live({ Company: 'A' }))).toMatchObject({
      action: 'update',
      differences: [],
    });
  });

  it('prefers an open lead to a contact, and a contact to a converted lead', () => {
    const contact = candidate({ object: 'contact', remoteId: '0031' });
    const converted = candidate({ remoteId: '00Q3', converted: true, convertedTo: '0031' });
    expect(decideFor({}, [contact, converted, candidate({})])).toMatchObject({
      action: 'update',
      remoteId: '00Q1',
    });
    expect(decideFor({}, [converted, contact])).toMatchObject({ action: 'held', code: 'already-a-contact' });
    expect(decideFor({}, [converted])).toMatchObject({ action: 'held', code: 'converted' });
  });

  it('leaves the same mailbox under clearly another name to people', () => {
    const other = candidate({ firstName: 'Bernd', lastName: 'Maier' });
    expect(decideFor({}, [other])).toMatchObject({ action: 'held', code: 'name-conflict' });
    expect(decideFor({}, [other, candidate({ remoteId: '00Q9' })])).toMatchObject({ remoteId: '00Q9' });
  });

  it.each([
    ['Annette', 'Lee'],
    ['Ann', 'Smith'],
    [null, 'Smith'],
    ['Ánn', 'LEE'],
  ])('takes %s %s for the same person', (firstName, lastName) => {
    expect(decideFor({}, [candidate({ firstName, lastName })])).toMatchObject({ action: 'update' });
  });

  it('does not adopt what another person owns', () => {
    expect(decideFor({}, [candidate({})], { owners: { '00Q1': another } })).toMatchObject({
      action: 'held',
      code: 'already-owned',
    });
  });

  it('leaves to another person what is theirs alone since the two were parted, and creates', () => {
    const parted = { ...another, apartFrom: [person.profileId] };
    expect(decideFor({ Company: field('Contoso') }, [candidate({})], { owners: { '00Q1': parted } })).toEqual(
      {
        action: 'create',
        fields: { Company: 'Contoso' },
        parents: {},
      },
    );
  });

  it('recognises by its key the record whose answer was lost, even under another name', () => {
    const ours = owned({ remoteId: null, writing: { Company: 'Contoso' } });
    const created = candidate({
      key: 'key-1',
      lastName: 'Maier',
      firstName: 'Bernd',
      fields: { Company: 'Contoso' },
    });
    expect(decideFor({ Company: field('Fabrikam') }, [created], { ours })).toMatchObject({
      action: 'update',
      adopted: false,
      differences: [{ field: 'Company', before: 'Contoso', after: 'Fabrikam' }],
    });
  });
});

describe('decide, for a record that is ours', () => {
  it.each<[MappedField, string | null, FieldValues, boolean]>([
    [field('new'), null, {}, true],
    [field('new'), 'typed by sales', {}, false],
    [field('new'), 'ours', { F: 'ours' }, true],
    [field('new'), 'ours, then changed', { F: 'ours' }, false],
    [field(null), 'ours', { F: 'ours' }, false],
    [field('new', 'always'), 'typed by sales', {}, true],
    [field(null, 'always'), 'typed by sales', {}, true],
    [field('new', 'never-null'), 'typed by sales', {}, true],
    [field(null, 'never-null'), 'typed by sales', {}, false],
    [field('new', 'create-only'), null, {}, false],
    [field('same'), 'same', {}, false],
    [field(' same '), 'same', {}, false],
  ])('%j over %j, having written %j: writes %s', (mapped, before, written, writes) => {
    const decision = decideFor({ F: mapped }, live({ F: before }), { ours: owned({ written }) });
    expect(decision.action).toBe(writes ? 'update' : 'unchanged');
  });

  it('knows a value as its own whose answer was lost', () => {
    const ours = owned({ written: { F: 'v1' }, writing: { F: 'v2' } });
    expect(decideFor({ F: field('v3') }, live({ F: 'v2' }), { ours })).toMatchObject({ action: 'update' });
  });

  it('remembers what arrived before it is replaced, so that a second lost answer finds it its own', () => {
    const first = owned({ writing: { F: 'v1', G: 'g1' } });
    const mapped = { F: field('v2'), G: field('g2') };
    const decision = decideFor(mapped, live({ F: 'v1', G: 'typed by sales' }), { ours: first });
    expect(decision).toMatchObject({ differences: [{ field: 'F', after: 'v2' }], standing: { F: 'v1' } });
    const arrived = { F: 'v1' };
    const second = owned({ written: arrived, writing: { F: 'v2' } });
    expect(decideFor({ F: field('v3') }, live({ F: 'v1' }), { ours: second })).toMatchObject({
      action: 'update',
    });
  });

  it('holds what was deleted or converted over there', () => {
    expect(decideFor({}, [], { ours: owned() })).toMatchObject({ action: 'held', code: 'deleted-remotely' });
    expect(decideFor({}, [candidate({ converted: true })], { ours: owned() })).toMatchObject({
      code: 'converted',
    });
  });
});
