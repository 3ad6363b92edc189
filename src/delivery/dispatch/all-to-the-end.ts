/** Waits for all even when one fails, so that nothing is under way any more when the failure is handled. */
export async function allToTheEnd(lanes: readonly (() => Promise<void>)[]): Promise<void> {
  const ends = await Promise.allSettled(lanes.map((lane) => lane()));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
}
