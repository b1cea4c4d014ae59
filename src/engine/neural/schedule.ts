import type { Schedule } from '@/core/learner/learner.ts'

/** One-cycle as PyTorch's OneCycleLR has it by default: share of the steps that rise, and how far below the peak it begins and ends. */
const RISE = 0.3
const FIRST = 1 / 25
const LAST = FIRST / 1e4

/**
 * Factor of the learning rate at step `index` (from 0) of `steps`. Constant: 1. Cosine: ½ (1 + cos π index / steps)
 * (Loshchilov & Hutter 2017, eq. 5, without restarts). One-cycle (Smith & Topin 2018): from 1/25 up to 1 over the first
 * 30% of the steps, then down to 1/250,000, both along half a cosine.
 */
export function learningRateFactor(schedule: Schedule, index: number, steps: number): number {
  if (schedule === 'constant') return 1
  if (schedule === 'cosine') return between(1, 0, index / steps)
  const peak = RISE * steps - 1
  if (index <= peak) return between(FIRST, 1, peak > 0 ? index / peak : 1)
  const fall = steps - 1 - peak
  return between(1, LAST, fall > 0 ? (index - peak) / fall : 1)
}

/** From `from` to `to` along half a cosine. */
function between(from: number, to: number, share: number): number {
  return to + ((from - to) / 2) * (1 + Math.cos(Math.PI * share))
}
