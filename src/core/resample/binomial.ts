import type { Random } from '../random.ts'

/** Below this many expected successes they are counted one by one. */
const FEW = 10

/**
 * How many of `n` trials succeed, each with chance `p`. Few by inversion; more by transformed rejection with squeeze
 * (Hörmann 1993, "The generation of binomial random variates", algorithm BTRS), which takes about as long for any `n`.
 */
export function drawBinomial(n: number, p: number, random: Random): number {
  if (p <= 0 || n <= 0) return 0
  if (p >= 1) return n
  if (p > 0.5) return n - drawBinomial(n, 1 - p, random)
  return n * p < FEW ? invert(n, p, random) : reject(n, p, random)
}

function invert(n: number, p: number, random: Random): number {
  const odds = p / (1 - p)
  let chance = (1 - p) ** n
  let left = random()
  let successes = 0
  while (left > chance && successes < n) {
    left -= chance
    successes++
    chance *= (odds * (n - successes + 1)) / successes
  }
  return successes
}

function reject(n: number, p: number, random: Random): number {
  const deviation = Math.sqrt(n * p * (1 - p))
  const b = 1.15 + 2.53 * deviation
  const a = -0.0873 + 0.0248 * b + 0.01 * p
  const centre = n * p + 0.5
  const alpha = (2.83 + 5.1 / b) * deviation
  const odds = p / (1 - p)
  const mode = Math.floor((n + 1) * p)
  for (;;) {
    const u = random() - 0.5
    const v = random()
    const edge = 0.5 - Math.abs(u)
    const k = Math.floor(((2 * a) / edge + b) * u + centre)
    if (edge >= 0.07 && v <= 0.92 - 4.2 / b) return k
    if (k < 0 || k > n) continue
    const bound =
      (mode + 0.5) * Math.log((mode + 1) / (odds * (n - mode + 1))) +
      (n + 1) * Math.log((n - mode + 1) / (n - k + 1)) +
      (k + 0.5) * Math.log((odds * (n - k + 1)) / (k + 1)) +
      stirlingTail(mode) +
      stirlingTail(n - mode) -
      stirlingTail(k) -
      stirlingTail(n - k)
    if (Math.log((v * alpha) / (a / (edge * edge) + b)) <= bound) return k
  }
}

/** ln k! less Stirling's formula of it: ln k! − (k + ½) ln(k + 1) + (k + 1) − ½ ln 2π. */
function stirlingTail(k: number): number {
  if (k <= 9) return TAILS[k]!
  const square = (k + 1) ** 2
  return (1 / 12 - (1 / 360 - 1 / 1260 / square) / square) / (k + 1)
}

const TAILS = Array.from({ length: 10 }, (_, k) => {
  let factorial = 0
  for (let i = 2; i <= k; i++) factorial += Math.log(i)
  return factorial - (k + 0.5) * Math.log(k + 1) + (k + 1) - 0.5 * Math.log(2 * Math.PI)
})
