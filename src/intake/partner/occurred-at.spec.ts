import { occurredAt } from './occurred-at.js';

describe('occurredAt', () => {
  it.each([
    ['2026-01-31T09:30:00Z', '2026-01-31T09:30:00.000Z'],
    ['2026-01-31T09:30:00.125+02:00', '2026-01-31T07:30:00.125Z'],
    ['2026-01-31T09:30:00,5-0500', '2026-01-31T14:30:00.500Z'],
    ['2026-01-31 09:30+01', '2026-01-31T08:30:00.000Z'],
    ['2024-02-29t23:59:59z', '2024-02-29T23:59:59.000Z'],
  ])('reads %s', (text, time) => expect(occurredAt(text)?.toISOString()).toBe(time));

  it.each([
    ['2026-01-31', '2026-01-31T00:00:00.000Z'],
    ['2026-01-31T09:30', '2026-01-31T09:30:00.000Z'],
  ])('takes %s for UTC wherever it runs', (text, time) => expect(occurredAt(text)?.toISOString()).toBe(time));

  it.each([
    '',
    'yesterday',
    '2026',
    '1769851800',
    '31/01/2026',
    '2026-02-30',
    '2026-13-01',
    '2026-01-31T25:00Z',
    '2026-01-31T09:30:00+99:00',
    '+275760-09-13',
  ])('reads no time in %j', (text) => expect(occurredAt(text)).toBeNull());
});
