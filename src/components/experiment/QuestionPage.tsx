import { Button } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useMemo } from 'react'
import { Page } from '@/components/shell/Page.tsx'
import { goTo, hrefOf } from '@/components/shell/useRoute.ts'
import { EditableName } from '@/components/ui/EditableName.tsx'
import { Empty } from '@/components/ui/Empty.tsx'
import type { Dataset } from '@/core/dataset/dataset.ts'
import type { Experiment, ExperimentId } from '@/core/experiment/experiment.ts'
import { proposalFor } from '@/core/experiment/propose.ts'
import { findProblems, hasProblems } from '@/core/experiment/question.ts'
import { formatUnits } from '@/core/format/format.ts'
import { canonicalJson } from '@/core/hash.ts'
import { METRICS } from '@/core/metrics/metric.ts'
import { describeStep } from '@/core/recipe/step.ts'
import { describeSplit } from '@/core/split/describe.ts'
import { comparisonKey } from '@/state/experiment.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'
import { DraftButtons } from './DraftButtons.tsx'
import styles from './experiment.module.css'
import { QuestionEditor } from './QuestionEditor.tsx'
import { QuestionSummary } from './QuestionSummary.tsx'
import { useDraft } from './useDraft.ts'

/** A question that was asked: what it is, and how to change it. */
export function QuestionPage({ experimentId }: { experimentId: ExperimentId }) {
  const experiment = useAssay((state) => state.shelves.experiment[experimentId])
  const dataset = useAssay((state) => experiment && state.shelves.dataset[experiment.question.datasetId])
  const actions = useActions()
  if (!experiment)
    return (
      <Page title="No such question">
        <Empty action={<a href={hrefOf({ page: 'home' })}>Go home</a>}>
          There is no question at this address in this browser.
        </Empty>
      </Page>
    )
  const heading = (
    <EditableName
      name={experiment.name}
      label="Name of the question"
      onRename={(name) => void actions().renameExperiment(experiment.id, name)}
    />
  )
  return dataset ? (
    <Editing experiment={experiment} dataset={dataset} heading={heading} />
  ) : (
    <Page title={experiment.name} heading={heading}>
      <div className={styles.readOnly}>
        <p>
          The rows that this question was asked of are not in this browser, so it can be looked at but not changed. Its
          runs predict all the same.
        </p>
        <p>
          Predict <b>{experiment.question.target}</b>, ranked by {METRICS[experiment.question.metric].label}.{' '}
          {describeSplit(experiment.question.split)}.
        </p>
        <ol>
          {experiment.question.recipe.steps.map((step) => (
            <li key={step.id}>{describeStep(step)}</li>
          ))}
        </ol>
      </div>
    </Page>
  )
}

function Editing({
  experiment,
  dataset,
  heading,
}: {
  experiment: Experiment
  dataset: Dataset
  heading: React.ReactNode
}) {
  const actions = useActions()
  const kept = experiment.question
  const edit = useDraft(`question/${experiment.id}`, kept)
  const { draft } = edit
  const proposal = useMemo(() => {
    try {
      return proposalFor(dataset, kept.target, { task: draft.task })
    } catch {
      // The table's types were changed since: nothing is proposed then, what was asked stands.
      return undefined
    }
  }, [dataset, kept.target, draft.task])
  const problems = findProblems(dataset, draft)
  const isChanged = canonicalJson(draft) !== canonicalJson(kept)
  const isAnother = experiment.runsStarted > 0 && comparisonKey(draft) !== comparisonKey(kept)
  const canSave = isChanged && !hasProblems(problems)
  const save = async () => {
    if (!canSave) return
    const saved = await actions().changeQuestion(experiment.id, draft)
    edit.reset(saved.id === experiment.id ? draft : kept)
    if (saved.id !== experiment.id) goTo({ page: 'train', experimentId: saved.id })
  }
  useHotkeys([['mod+Enter', () => void save()]])
  return (
    <Page
      title={experiment.name}
      heading={heading}
      facts={
        <span>
          asks about <b>{kept.target}</b> in {dataset.name}, {formatUnits(experiment.runsStarted, 'run')} so far
        </span>
      }
      actions={
        <>
          <DraftButtons edit={edit} />
          <Button
            className="bad"
            onClick={() =>
              void actions()
                .deleteExperiment(experiment.id)
                .then(() => goTo({ page: 'home' }))
            }
          >
            Remove
          </Button>
        </>
      }
      asideLabel="The question"
      aside={
        <div className={styles.decision}>
          <h2>The question</h2>
          <QuestionSummary dataset={dataset} question={draft} />
          {isAnother && (
            <p className="secondary">
              Runs are ranked together only on the same rows and target, so this becomes a question of its own. The runs
              so far keep theirs.
            </p>
          )}
          {isChanged ? (
            <Button variant="filled" size="lg" disabled={!canSave} onClick={() => void save()}>
              {isAnother ? 'Ask as a new question' : 'Save changes'}
            </Button>
          ) : (
            <Button
              variant="filled"
              size="lg"
              component="a"
              href={hrefOf({ page: 'train', experimentId: experiment.id })}
            >
              Go to training
            </Button>
          )}
          {isChanged && <Button onClick={() => edit.reset(kept)}>Discard changes</Button>}
        </div>
      }
    >
      <QuestionEditor
        dataset={dataset}
        question={draft}
        proposal={proposal}
        problems={problems}
        onChange={edit.change}
      />
    </Page>
  )
}
