import { familyOf } from './replicates.ts'
import { isUnderWay, type Run, type RunSpec } from './run.ts'

/** What is to be trained for one more seed of two specs: at least one of the two. */
export interface NextPair {
  readonly seed: number
  /** Runs of this seed that were interrupted, which can be taken up. */
  readonly resumed: readonly Run[]
  readonly specs: readonly RunSpec[]
}

/** What stands in the way of a seed, or what is left of it to do. */
type Side = 'done' | 'taken' | 'absent' | Run

/**
 * The next seed for which both specs are to be trained. Seeds that one of them has already come first, lest work be lost that
 * a closed tab left half done; then those above all that were used. A seed at which a run failed would fail again, and one
 * whose run waits or trains elsewhere is left to it.
 */
export function nextPair(base: RunSpec, other: RunSpec, runs: readonly Run[]): NextPair {
  const families = [familyOf(base), familyOf(other)]
  const own = runs.filter(({ spec }) => families.includes(familyOf(spec)))
  const used = [...new Set([base.seed, other.seed, ...own.map(({ spec }) => spec.seed)])].sort((a, b) => a - b)
  for (const seed of used) {
    const pair = planSeed(base, other, own, seed)
    if (pair) return pair
  }
  let seed = Math.max(...used) + 1
  for (;;) {
    const pair = planSeed(base, other, own, seed)
    if (pair) return pair
    seed++
  }
}

function planSeed(base: RunSpec, other: RunSpec, runs: readonly Run[], seed: number): NextPair | undefined {
  const specs = [base, other].map((spec): RunSpec => ({ ...spec, seed }))
  const sides = specs.map((spec) => sideOf(spec, runs))
  if (sides.includes('taken') || sides.every((side) => side === 'done')) return undefined
  return {
    seed,
    resumed: sides.filter((side) => typeof side === 'object'),
    specs: specs.filter((_, i) => sides[i] === 'absent'),
  }
}

function sideOf(spec: RunSpec, runs: readonly Run[]): Side {
  const family = familyOf(spec)
  const own = runs.filter((run) => run.spec.seed === spec.seed && familyOf(run.spec) === family)
  if (own.some(({ status }) => status === 'done')) return 'done'
  if (own.some((run) => run.status === 'failed' || isUnderWay(run))) return 'taken'
  return own.find(({ status }) => status === 'interrupted') ?? 'absent'
}
