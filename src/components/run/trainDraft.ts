import { useState } from 'react'
import type { ExperimentId } from '@/core/experiment/experiment.ts'
import type { LearnerKind } from '@/core/run/learner.ts'
import type { OptionTexts } from '@/core/run/options.ts'
import type { DeviceWish } from '@/core/run/run.ts'

/** What a person chose on the Train page, as typed. */
export interface TrainDraft {
  readonly ticked: Readonly<Record<LearnerKind, boolean>>
  readonly texts: Readonly<Record<LearnerKind, OptionTexts>>
  readonly seed: string
  readonly device: DeviceWish
}

/** Kept while the tab lives, so that looking at a run and coming back loses nothing. */
const drafts = new Map<ExperimentId, TrainDraft>()

/** The first time everything is ticked; later the baseline is there already, and one learner is a start. */
function freshDraft(isFirst: boolean): TrainDraft {
  return {
    ticked: { baseline: isFirst, linear: isFirst, network: true },
    texts: { baseline: {}, linear: {}, network: {} },
    seed: '1',
    device: 'auto',
  }
}

/** The choices for one experiment, and how to change some of them. */
export function useTrainDraft(
  experimentId: ExperimentId,
  isFirst: boolean,
): readonly [TrainDraft, (patch: Partial<TrainDraft>) => void] {
  const [draft, setDraft] = useState(() => drafts.get(experimentId) ?? freshDraft(isFirst))
  const change = (patch: Partial<TrainDraft>) =>
    setDraft((old) => {
      const next = { ...old, ...patch }
      drafts.set(experimentId, next)
      return next
    })
  return [draft, change]
}
