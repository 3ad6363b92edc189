/** The part of the slots beyond which looking for a free one takes long. */
const MOST_FULL = 0.7;

/** Numbers keys from 0 in the order in which they are met; for millions a Map takes four times as long. */
export class KeyNumbers {
  size = 0;
  private keys: Float64Array;
  private numbers: Int32Array;

  /** `expected` keys cost no growing; more may come. */
  constructor(expected: number) {
    const slots = 2 ** Math.ceil(Math.log2(expected / MOST_FULL + 2));
    this.keys = new Float64Array(slots).fill(NaN);
    this.numbers = new Int32Array(slots);
  }

  /** Of a whole number that has up to 53 bits, of which the lower ones should differ. */
  of(key: number): number {
    const slot = this.slotOf(key);
    if (this.keys[slot] === key) return this.numbers[slot] ?? 0;
    const number = this.size;
    this.put(slot, key, number);
    this.size += 1;
    if (this.size > this.keys.length * MOST_FULL) this.grow();
    return number;
  }

  /** Where a key is or, if it was not met, belongs. */
  private slotOf(key: number): number {
    const last = this.keys.length - 1;
    let slot = key & last;
    for (let found = this.keys[slot]; found === found && found !== key; found = this.keys[slot])
      slot = (slot + 1) & last;
    return slot;
  }

  private put(slot: number, key: number, number: number): void {
    this.keys[slot] = key;
    this.numbers[slot] = number;
  }

  private grow(): void {
    const { keys, numbers } = this;
    this.keys = new Float64Array(keys.length * 2).fill(NaN);
    this.numbers = new Int32Array(keys.length * 2);
    for (const [at, key] of keys.entries())
      if (!Number.isNaN(key)) this.put(this.slotOf(key), key, numbers[at] ?? 0);
  }
}
