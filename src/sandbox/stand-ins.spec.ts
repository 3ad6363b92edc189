import { Registry } from 'prom-client';
import { OutboundClient } from '../platform/http/index.js';
import { checkSettings, freeBudget, systems } from '../systems/index.js';
import { standIns } from './stand-ins.js';

describe('The stand-ins that people start by hand', () => {
  it('are one for each system', () => {
    expect(standIns.map(({ type }) => type).toSorted()).toEqual(Object.keys(systems).toSorted());
  });

  it.each(standIns)('take a destination with the settings they print: $type', async ({ type, start }) => {
    const { url, config, credentials, holds, close } = await start(0);
    const http = new OutboundClient({ allowPrivateNetwork: true, registry: new Registry() });
    const system = systems[type];
    if (!system) throw new Error(`There is no system ${type}.`);

    expect(checkSettings(system, config, credentials)).toEqual([]);
    const surroundings = { http, now: () => new Date(), budget: freeBudget };
    const { key } = await system.connect({ config, credentials }, surroundings).identify();
    expect(key).toMatch(new RegExp(`^${type}:.`));
    for (const path of ['/sandbox', holds]) expect((await fetch(url + path)).status).toBe(200);

    http.close();
    await close();
  });
});
