import { useState } from 'react'
import type { ExperimentId } from '@/core/experiment/experiment.ts'
import { LEARNER_KINDS, type LearnerKind } from '@/core/learner/learner.ts'
import type { OptionTexts } from '@/core/learner/options.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import type { Postprocessing } from '@/core/run/postprocessing.ts'
import type { DeviceWish } from '@/core/run/run.ts'

/** What a person chose on the Train page, as typed. */
export interface TrainDraft {
  readonly ticked: Readonly<Record<LearnerKind, boolean>>
  readonly texts: Readonly<Record<LearnerKind, OptionTexts>>
  readonly seed: string
  readonly device: DeviceWish
  readonly postprocessing: Postprocessing
}

/** Kept while the tab lives, so that looking at a run and coming back loses nothing. */
const drafts = new Map<ExperimentId, TrainDraft>()

/** The first time some of each sort are ticked; later the baseline is there already, and one learner is a start. */
function freshDraft(isFirst: boolean): TrainDraft {
  const ofEach = <T>(make: (kind: LearnerKind) => T) =>
    Object.fromEntries(LEARNER_KINDS.map((kind) => [kind, make(kind)])) as Readonly<Record<LearnerKind, T>>
  return {
    ticked: ofEach((kind) => (isFirst ? LEARNERS[kind].isFirst : kind === 'boosting')),
    texts: ofEach(() => ({})),
    seed: '1',
    device: 'auto',
    postprocessing: {},
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
