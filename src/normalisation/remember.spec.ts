import { remember } from './remember.js';

describe('remember', () => {
  it('works a value out once while it keeps being asked for', () => {
    const made: string[] = [];
    const shout = remember((key) => (made.push(key), key.toUpperCase()), 2);
    for (const key of ['a', 'b', 'a', 'c', 'a', 'd', 'a']) expect(shout(key)).toBe(key.toUpperCase());
    expect(made).toEqual(['a', 'b', 'c', 'd']);
  });

  it('remembers that there is no answer', () => {
    let asked = 0;
    const none = remember(() => ((asked += 1), null));
    expect([none('a'), none('a'), asked]).toEqual([null, null, 1]);
  });

  it('forgets what is asked for no more', () => {
    const made: string[] = [];
    const same = remember((key) => (made.push(key), key), 1);
    for (const key of ['a', 'b', 'c', 'a']) same(key);
    expect(made).toEqual(['a', 'b', 'c', 'a']);
  });
});
