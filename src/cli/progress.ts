import { formatNumber } from '@/core/format/format.ts'
import type { Learner } from '@/core/learner/learner.ts'
import { countedBy } from '@/core/learner/table.ts'
import type { TrainEvent } from '@/core/run/jobs.ts'
import { describeLive, follow, freshLive, type LiveRun } from '@/core/run/liveRun.ts'
import { limitOf } from '@/core/run/pace.ts'
import type { Terminal } from './terminal.ts'

/** Tells a person how far a training is, and how well it goes. */
export function tellTraining(terminal: Pick<Terminal, 'progress'>, learner: Learner): (event: TrainEvent) => void {
  const counted = countedBy(learner.kind)
  let live: LiveRun = { ...freshLive, limitMs: limitOf(learner) }
  return (event) => {
    live = follow(live, event)
    terminal.progress(() => (event.kind === 'device' ? `on ${event.device.adapter}` : describeProgress(live, counted)))
  }
}

/** Such as “round 12 of 1,000, validation loss 0.231”. A tree of a forest has no loss, nor has a try that failed. */
function describeProgress(live: LiveRun, counted: string): string {
  const { validationLoss = Number.NaN } = live.history.at(-1) ?? {}
  const where = describeLive(live, counted)
  return live.fold || !Number.isFinite(validationLoss)
    ? where
    : `${where}, validation loss ${formatNumber(validationLoss)}`
}
