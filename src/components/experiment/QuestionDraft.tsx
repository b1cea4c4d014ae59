import { Button } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconArrowRight } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { Page } from '@/components/shell/Page.tsx'
import { goTo, hrefOf } from '@/components/shell/useRoute.ts'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { type ErrorData, toErrorData } from '@/core/errors.ts'
import type { Experiment } from '@/core/experiment/experiment.ts'
import { formatUnits } from '@/core/format/format.ts'
import { comparisonKey } from '@/state/experiment.ts'
import { useActions } from '@/state/useAssay.ts'
import { DraftButtons } from './DraftButtons.tsx'
import styles from './experiment.module.css'
import { PlannedNotice } from './PlannedNotice.tsx'
import { QuestionEditor } from './QuestionEditor.tsx'
import { QuestionSummary } from './QuestionSummary.tsx'
import { useDraft } from './useDraft.ts'
import { useOffered } from './useOffered.ts'
import { useProblems } from './useProblems.ts'

/** A question that was asked, to look at and to change. */
export function QuestionDraft({
  experiment,
  dataset,
  heading,
  actions: pageActions,
}: {
  experiment: Experiment
  dataset: Dataset
  heading: ReactNode
  actions: ReactNode
}) {
  const actions = useActions()
  const { question: kept, runsStarted } = experiment
  const key = `question/${experiment.id}`
  const draft = useDraft(key, kept)
  const offered = useOffered(key, draft, kept, dataset)
  const [isSaving, setSaving] = useState(false)
  const [error, setError] = useState<ErrorData | undefined>()
  const { problems, whyNot } = useProblems(dataset, draft.question)
  const isAnother = runsStarted > 0 && comparisonKey(draft.question) !== comparisonKey(kept)

  const save = async () => {
    if (!draft.isChanged || whyNot || isSaving) return
    setSaving(true)
    try {
      const saved = await actions().changeQuestion(experiment.id, draft.question)
      draft.reset()
      if (saved.id !== experiment.id) goTo({ page: 'train', experimentId: saved.id })
    } catch (cause) {
      setError(toErrorData(cause))
    } finally {
      setSaving(false)
    }
  }
  useHotkeys([['mod+Enter', () => void save()]], [])

  return (
    <Page
      title={experiment.name}
      heading={heading}
      facts={
        <span>
          asks about <b>{kept.target}</b> in {dataset.name},{' '}
          {runsStarted === 0 ? 'no run yet' : `${formatUnits(runsStarted, 'run')} so far`}
        </span>
      }
      actions={
        <>
          <DraftButtons draft={draft} />
          {pageActions}
        </>
      }
      asideLabel="The question"
      aside={
        <div className={styles.decision}>
          <h2>The question</h2>
          <QuestionSummary dataset={dataset} question={draft.question} />
          {error && <ErrorStrip error={error} onClose={() => setError(undefined)} />}
          <div className={styles.go}>
            {draft.isChanged ? (
              <>
                <p className={whyNot ? styles.whyNot : 'secondary'} role="status">
                  {whyNot ?? sayOutcome(runsStarted, isAnother)}
                </p>
                <Button
                  variant="filled"
                  size="lg"
                  fullWidth
                  disabled={whyNot !== undefined}
                  loading={isSaving}
                  onClick={() => void save()}
                >
                  {isAnother ? 'Ask as a new question' : 'Save changes'}
                </Button>
                <Button variant="subtle" fullWidth onClick={draft.reset}>
                  Discard changes
                </Button>
              </>
            ) : (
              <Button
                variant="filled"
                size="lg"
                fullWidth
                component="a"
                href={hrefOf({ page: 'train', experimentId: experiment.id })}
                rightSection={<IconArrowRight size={16} aria-hidden />}
              >
                Go to training
              </Button>
            )}
          </div>
        </div>
      }
    >
      <div className={styles.editor}>
        {dataset.deletedAt && (
          <p className={styles.notice}>
            {dataset.name} was removed, and is needed to train.{' '}
            <Button variant="subtle" onClick={() => void actions().restore('table', dataset.id)}>
              Restore {dataset.name}
            </Button>
          </p>
        )}
        <PlannedNotice offered={offered} runs={runsStarted} />
        <QuestionEditor dataset={dataset} question={draft.question} problems={problems} onChange={draft.change} />
      </div>
    </Page>
  )
}

function sayOutcome(runs: number, isAnother: boolean): string {
  if (runs === 0) return 'Not saved yet.'
  return isAnother
    ? `Only runs of the same rows and the same answer can be ranked together, so this becomes a question of its own. The ${formatUnits(runs, 'run')} so far ${runs === 1 ? 'keeps the question it was' : 'keep the question they were'} trained on.`
    : `Runs to come are asked this way. The ${formatUnits(runs, 'run')} so far ${runs === 1 ? 'stays' : 'stay'} as trained, and can still be compared.`
}
