/** One rung: so many trials, each trained up to so many epochs in all. */
export interface Rung {
  readonly trials: number
  readonly epochs: number
}

/** Of the trials of a rung one in so many goes on: the choice of Li et al. 2018. */
const ETA = 3

/**
 * Rungs of successive halving (Jamieson & Talwalkar 2016) as a bracket of Hyperband has them (Li et al. 2018,
 * algorithm 1): one trial in three goes on, with three times the epochs, and the last rung trains all of them. There are
 * as many rungs as trials and epochs allow.
 */
export function halvingRungs(trials: number, epochs: number): readonly Rung[] {
  let last = 0
  while (ETA ** (last + 1) <= Math.min(trials, epochs)) last++
  return Array.from({ length: last + 1 }, (_, i) => ({
    trials: Math.floor(trials / ETA ** i),
    epochs: Math.max(1, Math.floor(epochs / ETA ** (last - i))),
  }))
}
