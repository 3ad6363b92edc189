const marker = /^\s*MSFT_TEST_(\d{15,20})/i;
const millisecondsFrom0001To1970 = 62_135_596_800_000n;
const ticksPerMillisecond = 10_000n;

/**
 * True for a text that starts like `MSFT_TEST_636573304831318844`, which Partner Center writes into the
 * fields of the lead it sends when a publisher validates a connection or publishes an offer.
 */
export function isTestMarker(text: string | null | undefined): boolean {
  return marker.test(text ?? '');
}

/**
 * When a test lead was made: the marker's 18 digits are .NET ticks of 100 ns since the year 1, in UTC.
 * Null for another text or another number of digits.
 */
export function testMarkerTime(text: string | null | undefined): Date | null {
  const digits = marker.exec(text ?? '')?.[1];
  if (digits?.length !== 18) return null;
  return new Date(Number(BigInt(digits) / ticksPerMillisecond - millisecondsFrom0001To1970));
}
