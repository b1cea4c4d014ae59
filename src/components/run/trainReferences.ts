import type { Reference } from '@/components/charts/LineChart.tsx'
import { runColourOf } from '@/components/ui/RunMark.tsx'
import { compareValues } from '@/core/metrics/metric.ts'
import { hasModel, type Run } from '@/core/run/run.ts'
import { validationScore } from '@/state/run.ts'
import type { State } from '@/state/store.ts'

const MOST = 3

/**
 * Where finished runs ended, beside one that trains: the best few by the primary metric. A baseline only where there is
 * nothing else, since it would press the curves flat.
 */
export function trainReferences(
  { shelves }: Pick<State, 'shelves'>,
  runs: readonly Run[],
  subject: Run,
): readonly (Reference & { readonly of: 'loss' | 'metric' })[] {
  const { metric } = subject.spec.question
  const scored = runs
    .filter((run) => run.id !== subject.id && hasModel(run) && run.spec.question.metric === metric)
    .map((run) => ({ run, score: validationScore({ shelves }, run) }))
    .sort((a, b) => compareValues(metric, a.score, b.score))
  const trained = scored.filter(({ run }) => run.spec.learner.kind !== 'baseline')
  return (trained.length > 0 ? trained : scored).slice(0, MOST).flatMap(({ run, score }) => {
    const mark = { label: run.mark.letter, colour: runColourOf(run) }
    const result = shelves.result[run.id]
    const loss = result?.history.find(({ epoch }) => epoch === result.bestEpoch)?.validationLoss
    return [
      ...(score === undefined ? [] : [{ id: `${run.id}.metric`, of: 'metric' as const, y: score, ...mark }]),
      ...(loss === undefined ? [] : [{ id: `${run.id}.loss`, of: 'loss' as const, y: loss, ...mark }]),
    ]
  })
}
