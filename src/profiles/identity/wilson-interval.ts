const Z_95 = 1.959964;

/** Where a share lies with 95 percent confidence (Wilson 1927), which also holds for few cases and shares near 1. */
export function wilsonInterval(hits: number, of: number): { readonly low: number; readonly high: number } {
  if (of === 0) return { low: 0, high: 1 };
  const share = hits / of;
  const spread = Z_95 ** 2 / of;
  const middle = share + spread / 2;
  const reach = Z_95 * Math.sqrt((share * (1 - share)) / of + (Z_95 / (2 * of)) ** 2);
  return {
    low: Math.max(0, (middle - reach) / (1 + spread)),
    high: Math.min(1, (middle + reach) / (1 + spread)),
  };
}
