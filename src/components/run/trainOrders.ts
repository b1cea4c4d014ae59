import type { Experiment } from '@/core/experiment/experiment.ts'
import { choosesDevice, isDescent, LEARNER_KINDS, type Learner, type LearnerKind } from '@/core/learner/learner.ts'
import { parseOptions, parseSeed } from '@/core/learner/options.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import { estimateDuration, type Precedent } from '@/core/run/pace.ts'
import { postprocessingFor } from '@/core/run/postprocessing.ts'
import { type DeviceWish, hasModel, type Run } from '@/core/run/run.ts'
import { liveRuns, type RunOrder } from '@/state/run.ts'
import type { State } from '@/state/store.ts'
import { useAssay } from '@/state/useAssay.ts'
import { useTrainDraft } from './trainDraft.ts'

/** What a person chose on the Train page, read: the orders that it makes, or none while something has to be put right. */
export function useTrainOrders(experiment: Experiment, trainRows: number) {
  const shelves = useAssay((state) => state.shelves)
  const isBusy = useAssay((state) => Object.keys(state.live).length + state.queue.length > 0)
  const runs = liveRuns({ shelves }, experiment.id)
  const [draft, change] = useTrainDraft(experiment.id, runs.length === 0)
  const needsBaseline = !runs.some(
    ({ spec, status }) => spec.learner.kind === 'baseline' && status !== 'failed' && status !== 'interrupted',
  )
  const precedents = precedentsOf({ shelves }, runs, draft.device)
  const choices = LEARNER_KINDS.map((kind) => {
    const defaults = LEARNERS[kind].defaults(trainRows)
    const parsed = parseOptions(kind, draft.texts[kind], defaults)
    const learner = parsed.options && learnerOf(kind, parsed.options)
    return {
      kind,
      isOn: draft.ticked[kind] || (kind === 'baseline' && needsBaseline),
      defaults,
      parsed,
      learner,
      durationMs: learner && estimateDuration(learner, precedents),
    }
  })
  const seed = parseSeed(draft.seed)
  const learners = choices.filter(({ isOn }) => isOn).map(({ learner }) => learner)
  const orders: readonly RunOrder[] | undefined =
    seed !== undefined && learners.every((learner) => learner !== undefined)
      ? learners.map((learner) => {
          const isBaseline = learner.kind === 'baseline'
          const postprocessing = postprocessingFor(draft.postprocessing, experiment.question.task, isBaseline)
          return {
            learner,
            seed,
            device: choosesDevice(learner) ? draft.device : 'auto',
            ...(postprocessing && { postprocessing }),
          }
        })
      : undefined
  return { draft, change, choices, orders, needsBaseline, isBusy }
}

/** Runs that tell how long another on the same device will take, oldest first. */
export function precedentsOf(
  { shelves }: Pick<State, 'shelves'>,
  runs: readonly Run[],
  device: DeviceWish,
): readonly Precedent[] {
  return runs
    .filter((run) => hasModel(run) && (run.spec.device === device || !isDescent(run.spec.learner)))
    .flatMap((run) => {
      const result = shelves.result[run.id]
      return result ? [{ learner: run.spec.learner, result }] : []
    })
}

/** The options were parsed for this kind, which the types of a loop over kinds cannot follow. */
function learnerOf(kind: LearnerKind, options: Learner['options']): Learner {
  return { kind, options } as Learner
}
