/** What some models answer for the same rows, and how good a mix of them is. */
interface Candidates {
  /** Answers of each model, all of one length. */
  readonly scores: readonly Float32Array[]
  /** How good answers are: the higher the better; undefined where that cannot be said. */
  readonly quality: (scores: Float32Array) => number | undefined
  /** Picks in all. */
  readonly picks: number
}

/**
 * Shares of the vote by greedy selection with replacement (Caruana, Niculescu-Mizil, Crew & Ksikes 2004, "Ensemble
 * selection from libraries of models"): again and again the model is added that makes the mean best, also one that is in
 * already; the best mean on the way is kept, the smallest of equals. All 0 where no model can be judged.
 */
export function selectEnsemble({ scores, quality, picks }: Candidates): readonly number[] {
  const counts = new Float64Array(scores.length)
  const sum = new Float64Array(scores[0]?.length ?? 0)
  let best: { readonly quality: number; readonly counts: Float64Array } | undefined
  for (let pick = 1; pick <= picks; pick++) {
    let chosen: { readonly place: number; readonly quality: number } | undefined
    for (const [place, own] of scores.entries()) {
      const found = quality(Float32Array.from(sum, (value, i) => (value + own[i]!) / pick))
      if (found !== undefined && (!chosen || found > chosen.quality)) chosen = { place, quality: found }
    }
    if (!chosen) break
    counts[chosen.place]! += 1
    const own = scores[chosen.place]!
    for (let i = 0; i < sum.length; i++) sum[i]! += own[i]!
    if (!best || chosen.quality > best.quality) best = { quality: chosen.quality, counts: counts.slice() }
  }
  if (!best) return [...counts]
  const total = best.counts.reduce((all, count) => all + count, 0)
  return Array.from(best.counts, (count) => count / total)
}
