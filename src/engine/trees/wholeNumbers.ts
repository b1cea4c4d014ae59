import { inSlices, type Work } from '@/core/work.ts'

/**
 * Writes gradients and hessians as whole numbers, side by side, in units that are powers of two.
 * @returns the units: the least in which the sum of all has room in 31 bits.
 */
export function* writeWholeNumbers(
  gradient: Float64Array,
  hessian: Float64Array,
  words: Int32Array,
): Work<readonly [number, number]> {
  let [slope, weight] = [0, 0]
  yield* inSlices(gradient.length, (start, end) => {
    // Sums of slices: the same however many workers there are.
    slope += sizeOf(gradient, start, end)
    weight += sizeOf(hessian, start, end)
  })
  const scales = [scaleFor(slope), scaleFor(weight)] as const
  yield* inSlices(gradient.length, (start, end) => {
    writeScaled(gradient, scales[0], words, 0, start, end)
    writeScaled(hessian, scales[1], words, 1, start, end)
  })
  return [1 / scales[0], 1 / scales[1]]
}

function sizeOf(values: Float64Array, start: number, end: number): number {
  let sum = 0
  for (let i = start; i < end; i++) sum += Math.abs(values[i]!)
  return sum
}

/** Added and taken away again this rounds to whole numbers, halves to even. */
const ROUNDING = 1.5 * 2 ** 52

/** Every other word, from `offset` on. */
function writeScaled(
  values: Float64Array,
  scale: number,
  words: Int32Array,
  offset: number,
  start: number,
  end: number,
): void {
  for (let i = start; i < end; i++) words[2 * i + offset] = values[i]! * scale + ROUNDING - ROUNDING
}

/** Sums of 32 bits stay below this, and rounding adds less than as much again. */
const MOST_SUM = 2 ** 30

/** The greatest power of two by which a sum stays within its room; within what doubles can invert. */
function scaleFor(sum: number): number {
  if (!(sum > 0)) return 1
  let exponent = Math.max(-900, Math.min(900, Math.floor(Math.log2(MOST_SUM / sum))))
  while (exponent > -900 && sum * 2 ** exponent > MOST_SUM) exponent--
  return 2 ** exponent
}
