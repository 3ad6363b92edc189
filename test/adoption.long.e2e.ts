import { Scene, settle, type Lead, type SceneOptions } from './support/scene.js';
import { makeSurroundings, startService, type Surroundings, type TestService } from './support/service.js';
import { makeSync } from './support/set-up.js';

describe('A person who may be in Salesforce already', () => {
  let surroundings: Surroundings;
  let service: TestService;
  let scene: Scene;
  const others: Scene[] = [];

  beforeAll(async () => {
    surroundings = await makeSurroundings();
    service = await startService(surroundings);
    scene = await Scene.open(service, { sandbox: { keepHistory: true } });
  });

  afterAll(async () => {
    await Promise.all([scene, ...others].map((one) => one?.close()));
    await service?.stop();
    await surroundings?.remove();
  });

  const open = async (options: SceneOptions): Promise<Scene> => {
    const opened = await Scene.open(service, options);
    others.push(opened);
    return opened;
  };

  /** Names of the fields that each write of Tributary named, oldest first. */
  const writesTo = (lead: Lead | undefined): string[][] => {
    const history = (lead?.history ?? []) as { by: string; fields: object }[];
    return history.filter(({ by }) => by === 'api').map(({ fields }) => Object.keys(fields));
  };

  it('is adopted with their open lead: our key stamped, blanks filled, what sales typed left alone', async () => {
    const email = 'ada@contoso.com';
    const id = await scene.typeIn({ Email: email, FirstName: 'Ann', Title: 'Typed by sales' });
    await scene.send(email);
    expect(await scene.record(email, 'delivered')).toMatchObject({ remoteId: id });
    const lead = await scene.lead(email);
    expect(lead).toMatchObject({
      Company: 'Typed by sales',
      Title: 'Typed by sales',
      Phone: expect.stringMatching(/^1617555/),
      LeadSource: 'AzureMarketplace',
      Tributary_Id__c: expect.stringMatching(/.{36}/),
      Description: null,
    });
    expect(lead.Tributary_Id__c).not.toBe(await scene.profileId(email));
  });

  it('keeps what it wrote current, and nothing that sales wrote or changed since', async () => {
    const email = 'ada@contoso.com';
    await scene.send(email, { Phone: '17', Company: 'Other', Title: 'Other' });
    const { Id } = await scene.lead(email, ({ Phone }) => Phone === '17');
    await scene.control('PATCH', `/records/Lead/${String(Id)}`, { Phone: 'asked for another' });
    await scene.send(email, { Phone: '18', Country: 'DE' });
    expect(await scene.lead(email, ({ Country }) => Country === 'DE')).toMatchObject({
      Phone: 'asked for another',
      Company: 'Typed by sales',
      Title: 'Typed by sales',
    });
  });

  it('never takes for its own what sales typed and it only agreed with', async () => {
    const email = 'agreed@contoso.com';
    await scene.typeIn({ Email: email, Title: 'CTO' });
    await scene.send(email);
    await scene.record(email, 'delivered');
    await scene.send(email, { Title: 'CEO', Phone: '18' });
    expect(await scene.lead(email, ({ Phone }) => Phone === '18')).toMatchObject({ Title: 'CTO' });
  });

  it('is adopted with the oldest of several open leads; the others are left alone and listed', async () => {
    const email = 'bob@contoso.com';
    const newer = await scene.typeIn({ Email: email, CreatedDate: '2026-02-01T00:00:00Z' });
    const oldest = await scene.typeIn({ Email: email, CreatedDate: '2026-01-01T00:00:00Z' });
    const converted = await scene.typeIn({
      Email: email,
      CreatedDate: '2025-01-01T00:00:00Z',
      IsConverted: true,
    });
    await scene.send(email);
    expect(await scene.record(email, 'delivered')).toMatchObject({ remoteId: oldest });
    const leads = new Map((await scene.leads(email)).map((lead) => [lead.Id, lead]));
    expect([newer, converted].map((id) => leads.get(id)?.Tributary_Id__c)).toEqual([null, null]);
    const { body } = await scene.api.get<{ items: { kind: string; summary: string }[] }>(
      `/api/v1/profiles/${await scene.profileId(email)}/history`,
    );
    const told = body.items.find(({ kind }) => kind === 'delivery')?.summary;
    expect(told).toContain(newer);
    expect(told).not.toContain(converted);
  });

  it.each([
    ['already-a-contact', 'Contact', {}],
    ['converted', 'Lead', { IsConverted: true }],
    ['name-conflict', 'Lead', { FirstName: 'Bernd', LastName: 'Maier' }],
  ])('is held as %s', async (code, object, fields) => {
    const email = `${code}@contoso.com`;
    const id = await scene.typeIn({ Email: email, ...fields }, object);
    await scene.send(email);
    const { hold, remoteId } = await scene.record(email, 'held');
    expect(hold).toEqual({ code, message: expect.stringContaining(id) });
    expect(remoteId).toBeNull();
    expect((await scene.leads(email)).filter((lead) => lead.Id !== id)).toEqual([]);
  });

  it('goes on when what held it is put right and somebody asks', async () => {
    const email = 'name-conflict@contoso.com';
    const [{ Id } = { Id: null }] = await scene.leads(email);
    await scene.control('PATCH', `/records/Lead/${String(Id)}`, { FirstName: 'Ann', LastName: 'Lee' });
    const { recordId } = await scene.record(email, 'held');
    await scene.retry({ recordIds: [recordId] });
    expect(await scene.record(email, 'delivered')).toMatchObject({ remoteId: Id });
  });

  it('is never created again when deleted over there, also not on request', async () => {
    const email = 'deleted@contoso.com';
    await scene.send(email);
    const { Id } = await scene.lead(email);
    await scene.record(email, 'delivered');
    await scene.control('DELETE', `/records/Lead/${String(Id)}`);
    await scene.send(email, { Title: 'CEO' });
    const { recordId, hold } = await scene.record(email, 'held');
    expect(hold).toEqual({ code: 'deleted-remotely', message: expect.stringContaining(String(Id)) });
    await scene.retry({ recordIds: [recordId] });
    await scene.record(email, 'held');
    await scene.api.post(`/api/v1/profiles/${await scene.profileId(email)}/sync`);
    await scene.record(email, 'held');
    await settle();
    expect(await scene.leads(email)).toEqual([]);
    expect((await scene.record(email, 'held')).hold).toMatchObject({ code: 'deleted-remotely' });
  });

  it('is held after it was converted over there, and its contact is left alone', async () => {
    const email = 'sold@contoso.com';
    await scene.send(email);
    const { Id } = await scene.lead(email);
    await scene.record(email, 'delivered');
    const { contactId } = await scene.control<{ contactId: string }>(
      'POST',
      `/records/Lead/${String(Id)}/convert`,
    );
    await scene.send(email, { Title: 'CEO' });
    const { hold } = await scene.record(email, 'held');
    expect(hold).toEqual({ code: 'converted', message: expect.stringContaining(contactId) });
  });

  it('writes by the policy of each field', async () => {
    const strict = await open({
      sync: {
        mapping: [
          { from: 'company', to: 'Company', write: 'always' },
          { from: 'lastName', to: 'LastName' },
          { from: 'email', to: 'Email' },
          { from: 'title', to: 'Title', write: 'never-null' },
          { from: 'description', to: 'Description', write: 'create-only' },
          { from: 'phone', to: 'Phone', write: 'always' },
          { from: 'country', to: 'Country', write: 'fill-blank' },
        ],
      },
    });
    const typed = { Company: 'Typed', Title: 'Typed', Phone: 'Typed', Country: 'Typed', Description: null };
    await strict.typeIn({ Email: 'eve@contoso.com', ...typed });
    await strict.send(
      'eve@contoso.com',
      { Title: '', Phone: '', Company: 'Fabrikam' },
      { Description: 'Says so' },
    );
    await strict.record('eve@contoso.com', 'delivered');
    expect(await strict.lead('eve@contoso.com')).toMatchObject({
      ...typed,
      Company: 'Fabrikam',
      Phone: null,
    });
    await strict.send('eve@contoso.com', { Title: 'CEO' });
    expect(await strict.lead('eve@contoso.com', ({ Title }) => Title === 'CEO')).toMatchObject({
      Country: 'Typed',
      Description: null,
    });
    await strict.send('new@contoso.com', {}, { Description: 'Says so' });
    expect(await strict.lead('new@contoso.com')).toMatchObject({ Description: 'Says so' });
  });

  it('is one lead for two syncs to one object', async () => {
    const shared = await open({
      sync: {
        mapping: [
          { from: 'company', to: 'Company' },
          { from: 'lastName', to: 'LastName' },
        ],
      },
    });
    const second = await makeSync(shared.api, shared.destinationId, {
      name: 'Second',
      mapping: [
        { from: 'company', to: 'Company' },
        { from: 'lastName', to: 'LastName' },
        { from: 'email', to: 'Email' },
        { from: 'title', to: 'Title' },
      ],
    });
    await shared.send('fay@contoso.com');
    const [first, other] = [
      await shared.record('fay@contoso.com', 'delivered'),
      await shared.record('fay@contoso.com', 'delivered', 20_000, second.id),
    ];
    expect(first.remoteId).toBe(other.remoteId);
    expect(await shared.leads()).toEqual([
      expect.objectContaining({
        Id: first.remoteId,
        LastName: 'Lee',
        Title: 'CTO',
        Email: 'fay@contoso.com',
      }),
    ]);
  });

  describe('and is not, so that a lead is made', () => {
    const owner = '005Sb0000000002';
    const taker = '005Sb0000000003';
    let fresh: Scene;

    beforeAll(async () => {
      fresh = await open({
        sandbox: { keepHistory: true, assignmentRule: true },
        config: { unknownCompany: 'Nobody said', ownerId: owner },
      });
    });

    it.each([
      ['gus@contoso.com', { Company: 'Contoso Ltd' }, 'Contoso Ltd'],
      ['hal@mail.fabrikam.co.uk', { Company: '' }, 'fabrikam.co.uk'],
      ['ira@gmail.com', { Company: '' }, 'Nobody said'],
    ])('%s gets a company from %j', async (email, person, company) => {
      await fresh.send(email, person);
      expect(await fresh.lead(email)).toMatchObject({ Company: company });
    });

    it('takes the company that is said later in place of a stand-in', async () => {
      await fresh.send('ira@gmail.com', { Company: 'Contoso' });
      await fresh.lead('ira@gmail.com', ({ Company }) => Company === 'Contoso');
    });

    it('gets the source alone as its source, and the rest into the description once', async () => {
      const email = 'hal@contoso.com';
      await fresh.send(email, {}, { LeadSource: 'AzureMarketplace-INS|contoso.crm', Description: 'Call me' });
      expect(await fresh.lead(email)).toMatchObject({
        LeadSource: 'AzureMarketplace',
        Description:
          'Lead source: AzureMarketplace-INS|contoso.crm\nAction: INS\nOffer: contoso.crm\nCall me',
      });
      await fresh.send(email, { Title: 'CEO' }, { LeadSource: 'AppSource-PLT|contoso.erp' });
      expect(await fresh.lead(email, ({ Title }) => Title === 'CEO')).toMatchObject({
        LeadSource: 'AppSource',
        Description: expect.stringContaining('contoso.crm'),
      });
      expect(
        writesTo((await fresh.leads(email))[0])
          .slice(1)
          .flat(),
      ).not.toContain('Description');
    });

    it('gets what came with it into fields of their own where the organisation has them', async () => {
      const prepared = await open({ sandbox: { customFields: true } });
      await prepared.send('ida@contoso.com', {}, { Description: 'Call me' });
      expect(await prepared.lead('ida@contoso.com')).toMatchObject({
        LeadSource: 'AzureMarketplace',
        Tributary_Lead_Source__c: 'AzureMarketplace-INS|contoso.crm',
        Tributary_Action__c: 'INS',
        Tributary_Offer__c: 'contoso.crm',
        Description: 'Call me',
      });
      await prepared.send('ida@contoso.com', {}, { LeadSource: 'AzureMarketplace-PLT|contoso.erp' });
      await prepared.lead('ida@contoso.com', (lead) => lead.Tributary_Offer__c === 'contoso.erp');
    });

    it('gets the owner of the destination when it is made, and never again', async () => {
      const email = 'joe@contoso.com';
      await fresh.send(email);
      const { Id, OwnerId } = await fresh.lead(email);
      expect(OwnerId).toContain(owner);
      await fresh.control('PATCH', `/records/Lead/${String(Id)}`, { OwnerId: taker });
      await fresh.send(email, { Title: 'CEO' });
      const lead = await fresh.lead(email, ({ Title }) => Title === 'CEO');
      expect(lead.OwnerId).toContain(taker);
      expect(writesTo(lead)).toEqual([expect.arrayContaining(['OwnerId']), ['Title']]);
    });

    it('is given an owner by the assignment rule when that is asked for, and only when it is made', async () => {
      const ruled = await open({ sandbox: { assignmentRule: true }, config: { assignmentRules: true } });
      await ruled.send('kim@contoso.com');
      const { Id, OwnerId } = await ruled.lead('kim@contoso.com');
      expect(OwnerId).toBe(ruled.sandbox.org.assignmentQueueId);
      await ruled.control('PATCH', `/records/Lead/${String(Id)}`, { OwnerId: taker });
      await ruled.send('kim@contoso.com', { Title: 'CEO' });
      const lead = await ruled.lead('kim@contoso.com', ({ Title }) => Title === 'CEO');
      expect(lead.OwnerId).toContain(taker);
    });
  });
});
