import { withAdvice } from './advice.js';

describe('What happened and what to do', () => {
  it.each(['invalid client credentials', 'invalid client credentials.', 'invalid client credentials. \n'])(
    'are two sentences also after %j',
    (message) => {
      expect(withAdvice({ message, advice: 'Check it.' })).toBe('invalid client credentials. Check it.');
    },
  );
});
