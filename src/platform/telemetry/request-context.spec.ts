import { setTimeout as after } from 'node:timers/promises';
import { requestContext } from './request-context.js';

function follow(requestId: string, workspaceId: string) {
  return requestContext.run({ requestId }, async () => {
    await after(1);
    requestContext.setWorkspace(workspaceId);
    await after(1);
    return requestContext.current();
  });
}

describe('requestContext', () => {
  it('follows a request through waits, apart from others', async () => {
    expect(await Promise.all([follow('r1', 'w1'), follow('r2', 'w2')])).toEqual([
      { requestId: 'r1', workspaceId: 'w1' },
      { requestId: 'r2', workspaceId: 'w2' },
    ]);
  });

  it('is empty outside of a request', () => {
    requestContext.setWorkspace('w1');
    expect(requestContext.current()).toBeUndefined();
  });

  it('leaves the object it was given unchanged', () => {
    const given = { requestId: 'r1' };
    requestContext.run(given, () => requestContext.setWorkspace('w1'));
    expect(given).toEqual({ requestId: 'r1' });
  });
});
