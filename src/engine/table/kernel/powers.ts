const FIRST = -342
const LAST = 308
/** The largest n for which 5^n has at most 64 bits. */
const LAST_EXACT = 27
const WORD = (1n << 64n) - 1n

/**
 * The significands of 5^q for q of −342 to 308 in 128 bits, rounded as Lemire's algorithm wants them (up for −27 to −1, else
 * down), each as its high and its low word.
 */
export function powersOfFive(): BigUint64Array<ArrayBuffer> {
  const words = new BigUint64Array(2 * (LAST - FIRST + 1))
  for (let q = FIRST; q <= LAST; q++) {
    const significand = q < 0 ? reciprocal(-q) : normalise(5n ** BigInt(q))
    words[2 * (q - FIRST)] = significand >> 64n
    words[2 * (q - FIRST) + 1] = significand & WORD
  }
  return words
}

function bitLength(value: bigint): number {
  return value.toString(2).length
}

function normalise(value: bigint): bigint {
  const excess = bitLength(value) - 128
  return excess > 0 ? value >> BigInt(excess) : value << BigInt(-excess)
}

/** 1 / 5^n in 128 bits, rounded up as long as 5^n itself fits 64 bits, down beyond. */
function reciprocal(n: number): bigint {
  const power = 5n ** BigInt(n)
  const bits = bitLength(power)
  const rounded = (1n << BigInt(bits + 127)) / power
  return n <= LAST_EXACT ? rounded + 1n : rounded
}
