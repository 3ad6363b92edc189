/** How many runs of a costly property: few with `npm test`, many where there is time. */
export function runs(few: number, many: number): number {
  return (process.env.TEST_MODE ?? 'embedded') === 'embedded' ? few : many;
}
