import { ControlRefused } from './refusal.js';
import { atLeast, changedSettings, flag, oneOf, orNull, textList } from './settings.js';

const rules = { on: flag, most: orNull(atLeast(1)), mode: oneOf('a', 'b'), names: textList };
const settings = { on: false, most: 3, mode: 'a', names: [] };

describe('settings of a sandbox', () => {
  it('change where they are right, and only those', () => {
    expect(changedSettings(rules, settings, { on: true, most: null, names: ['x'] })).toEqual({
      on: true,
      most: null,
      mode: 'a',
      names: ['x'],
    });
  });

  it('say everything that is wrong with a change, and are as they were', () => {
    const change = () =>
      changedSettings(rules, settings, { on: 1, most: 0, mode: 'c', names: [1], other: true });
    expect(change).toThrow(ControlRefused);
    expect(change).toThrow(
      'Settings not changed: on must be true or false; most must be a whole number from 1, or null; mode must be ' +
        'a, b; names must be a list of texts; there is no setting other; there are on, most, mode, names.',
    );
    expect(settings.on).toBe(false);
  });
});
