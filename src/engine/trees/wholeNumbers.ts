/** The sum of how large numbers are. */
export function sizeOf(values: Float64Array, start: number, end: number): number {
  let sum = 0
  for (let i = start; i < end; i++) sum += Math.abs(values[i]!)
  return sum
}

/** Added and taken away again this rounds to whole numbers, halves to even. */
const ROUNDING = 1.5 * 2 ** 52

/**
 * Writes numbers as whole ones in units of 1 / scale, to every other word from `offset` on: gradients and hessians lie side
 * by side.
 */
export function writeScaled(
  values: Float64Array,
  scale: number,
  words: Int32Array,
  offset: 0 | 1,
  start: number,
  end: number,
): void {
  for (let i = start; i < end; i++) words[2 * i + offset] = values[i]! * scale + ROUNDING - ROUNDING
}

/** Sums of 32 bits stay below this, and rounding adds less than as much again. */
const MOST_SUM = 2 ** 30

/**
 * The greatest power of two by which numbers that together are so large have a sum of 31 bits; within what doubles can invert.
 */
export function scaleFor(sum: number): number {
  if (!(sum > 0)) return 1
  let exponent = Math.max(-900, Math.min(900, Math.floor(Math.log2(MOST_SUM / sum))))
  while (exponent > -900 && sum * 2 ** exponent > MOST_SUM) exponent--
  return 2 ** exponent
}
