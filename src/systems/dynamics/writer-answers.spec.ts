import { OutboundError, type OutboundRequest } from '../../platform/http/index.js';
import { placeOf } from '../system.js';
import { create, keyOf, update } from './sandbox-session.fixture.js';
import { ScriptedEnvironment, type Answer } from './scripted-environment.fixture.js';

describe('answers that no environment should give', () => {
  const metadata = (request: OutboundRequest): Answer | null => {
    if (!request.url.endsWith('$batch') || !String(request.body).includes('EntityDefinitions')) return null;
    const attribute = {
      LogicalName: 'lastname',
      AttributeType: 'String',
      IsValidForCreate: true,
      IsValidForUpdate: true,
    };
    const bodies = [
      { Attributes: [attribute], Keys: [], ManyToOneRelationships: [] },
      ...[1, 2, 3, 4, 5, 6].map(() => ({ value: [] })),
    ];
    return multipart(bodies.map((body) => ({ status: 200, body })));
  };
  const environmentThat = (answer: (request: OutboundRequest) => Answer) =>
    new ScriptedEnvironment((request) => metadata(request) ?? answer(request));
  const creation = { ...create(1), fields: { lastname: 'Doe' } };

  it.each([
    ['names another key', { leadid: keyOf(9), tributary_id: keyOf(2) }],
    ['names no record', { tributary_id: keyOf(1) }],
    ['is empty', null],
  ])('are lost ones: one that %s', async (_, body) => {
    const environment = environmentThat(() => ({ status: 201, body }));

    const verdicts = await environment.connect().write(placeOf('lead'), [creation]);

    expect(verdicts.get('record-1')).toMatchObject({ verdict: 'unknown', code: 'UNREADABLE_ANSWER' });
  });

  it('leave the records after the last part of a batch open', async () => {
    const environment = environmentThat(() =>
      multipart([{ status: 201, body: { leadid: keyOf(9), tributary_id: keyOf(1) } }]),
    );
    const second = { ...creation, id: 'record-2', key: keyOf(2) };

    const verdicts = await environment.connect({ batchFrom: 2 }).write(placeOf('lead'), [creation, second]);

    expect(verdicts.get('record-1')).toEqual({ verdict: 'created', remoteId: keyOf(9) });
    expect(verdicts.get('record-2')).toMatchObject({ verdict: 'unknown' });
  });

  it('are never mixed up: a batch whose parts are in another order is lost', async () => {
    const environment = environmentThat(() =>
      multipart(
        [2, 1].map((number) => ({ status: 201, body: { leadid: keyOf(9), tributary_id: keyOf(number) } })),
      ),
    );
    const second = { ...creation, id: 'record-2', key: keyOf(2) };

    const verdicts = await environment.connect({ batchFrom: 2 }).write(placeOf('lead'), [creation, second]);

    expect([...verdicts.values()].map(({ verdict }) => verdict)).toEqual(['unknown', 'unknown']);
  });

  it('are lost ones: the answer to an update that names another record', async () => {
    const address = `https://acme.crm4.dynamics.com/api/data/v9.2/leads(${keyOf(2)})`;
    const environment = environmentThat(() => ({
      status: 204,
      body: '',
      headers: { 'odata-entityid': address },
    }));

    const verdicts = await environment
      .connect()
      .write(placeOf('lead'), [
        update(keyOf(1), { lastname: 'Doe' }),
        { ...update(keyOf(2), { lastname: 'Doe' }), id: 'own' },
      ]);

    expect(verdicts.get('update')).toMatchObject({ verdict: 'unknown', code: 'UNREADABLE_ANSWER' });
    expect(verdicts.get('own')).toEqual({ verdict: 'updated', remoteId: keyOf(2) });
  });

  it('do not come at all when the connection cannot be made, and then nothing was written', async () => {
    const environment = environmentThat(() => {
      throw new OutboundError('unreachable', 'no route');
    });

    const verdicts = await environment.connect().write(placeOf('lead'), [creation]);

    expect(verdicts.get('record-1')).toMatchObject({ verdict: 'retry', scope: 'organisation' });
  });
});

function multipart(parts: readonly { readonly status: number; readonly body: unknown }[]): Answer {
  const texts = parts.map(({ status, body }) =>
    ['--b', 'Content-Type: application/http', '', `HTTP/1.1 ${status} OK`, '', JSON.stringify(body)].join(
      '\r\n',
    ),
  );
  return {
    headers: { 'content-type': 'multipart/mixed; boundary=b' },
    body: [...texts, '--b--', ''].join('\r\n'),
  };
}
