import { Button } from '@mantine/core'
import { shareRows } from '@/core/run/replicates.ts'
import { isUnderWay, type Run } from '@/core/run/run.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'

/** Trains the baseline on the rows of a run, so that there is something on the same rows to beat. */
export function TrainBaseline({ run, baseline }: { run: Run; baseline: Run }) {
  const actions = useActions()
  const hasRows = useAssay(({ shelves }) => shelves.dataset[run.spec.question.datasetId] !== undefined)
  const isTraining = useAssay(({ shelves }) =>
    Object.values(shelves.run).some(
      (each) =>
        each.experimentId === run.experimentId &&
        each.spec.learner.kind === 'baseline' &&
        isUnderWay(each) &&
        shareRows(each.spec, run.spec),
    ),
  )
  if (!hasRows) return null
  const { question, seed, device } = run.spec
  const train = () => {
    const { learner } = baseline.spec
    return actions().startSpecs(run.experimentId, [{ schema: 1, question, learner, seed, device }])
  }
  return (
    <Button size="compact-xs" loading={isTraining} onClick={() => void train()}>
      Train a baseline on these rows
    </Button>
  )
}
