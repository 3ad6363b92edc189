import { remoteCandidate } from '../planning/planning.fixture.js';
import { compare } from './compare.js';

const answer = (fields: Parameters<typeof remoteCandidate>[0]['fields']) => ({
  candidates: [remoteCandidate({ remoteId: '1', fields })],
  missing: [],
});

describe('What was sent, beside what stands there', () => {
  it('has landed where it is the same, trimmed or blank', () => {
    const sent = { Title: 'CTO ', City: '', Score: 7, Open: true };
    expect(compare('1', sent, answer({ Title: 'CTO', City: null, Score: 7, Open: true }))).toEqual([]);
  });

  it('is a finding field by field where it is not', () => {
    expect(compare('1', { Title: 'CTO', City: 'Paris' }, answer({ Title: null, City: 'Paris' }))).toEqual([
      { field: 'Title', sent: 'CTO', found: null, message: expect.stringContaining('did not land') },
    ]);
  });

  it('is no finding where the system tells that the record is there and nothing of it', () => {
    expect(compare('1', { Title: 'CTO' }, answer({}))).toEqual([]);
  });

  it.each([
    ['nothing', undefined],
    ['another record', { candidates: [remoteCandidate({ remoteId: '2' })], missing: ['1'] }],
  ])('is a finding of the record where %s is found', (_, found) => {
    expect(compare('1', { Title: 'CTO' }, found)).toEqual([
      { field: null, sent: null, found: null, message: expect.stringContaining('cannot be found') },
    ]);
  });
});
