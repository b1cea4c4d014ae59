import { Button, TextInput } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { type ReactNode, useMemo, useState } from 'react'
import { Page } from '@/components/shell/Page.tsx'
import { goTo } from '@/components/shell/useRoute.ts'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { type ErrorData, toErrorData } from '@/core/errors.ts'
import { withPlanned } from '@/core/experiment/planned.ts'
import { propose } from '@/core/experiment/propose.ts'
import { questionFrom } from '@/core/experiment/question.ts'
import { formatUnits } from '@/core/format/format.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'
import { DraftButtons } from './DraftButtons.tsx'
import styles from './experiment.module.css'
import { QuestionEditor } from './QuestionEditor.tsx'
import { QuestionSummary } from './QuestionSummary.tsx'
import { askKey, useDraft } from './useDraft.ts'
import { usePlanned } from './usePlanned.ts'
import { useProblems } from './useProblems.ts'

/** The proposed question about one column, to change and to ask. */
export function AskDraft({ dataset, target, choose }: { dataset: Dataset; target: string; choose: ReactNode }) {
  const actions = useActions()
  const planned = useAssay((state) => state.planned[dataset.lineage])
  const found = useAssay((state) => state.found[dataset.id])
  const proposed = useMemo(
    () => questionFrom(dataset, target, propose(dataset, target, found)),
    [dataset, target, found],
  )
  const kept = useMemo(
    () => ({ ...proposed, recipe: withPlanned(proposed.recipe, planned ?? [], dataset, proposed) }),
    [proposed, planned, dataset],
  )
  const key = askKey(dataset.id, target)
  const draft = useDraft(key, kept)
  usePlanned({ key, draft, kept, proposed: proposed.recipe, planned, dataset })
  const [name, setName] = useState(`${target} in ${dataset.name}`)
  const [isAsking, setAsking] = useState(false)
  const [error, setError] = useState<ErrorData | undefined>()
  const { problems, whyNot } = useProblems(dataset, draft.question)
  const isNamed = name.trim() !== ''

  const ask = async () => {
    if (whyNot || !isNamed || isAsking) return
    setAsking(true)
    try {
      const experiment = await actions().createExperiment(name.trim(), draft.question)
      draft.reset()
      goTo({ page: 'train', experimentId: experiment.id })
    } catch (cause) {
      setError(toErrorData(cause))
      setAsking(false)
    }
  }
  useHotkeys([['mod+Enter', () => void ask()]], [])

  return (
    <Page
      title={`Ask about ${target}`}
      facts={
        <span>
          in <b>{dataset.name}</b>, {formatUnits(dataset.rows, 'row')}
        </span>
      }
      actions={<DraftButtons draft={draft} />}
      asideLabel="The question"
      aside={
        <div className={styles.decision}>
          <h2>The question</h2>
          <QuestionSummary dataset={dataset} question={draft.question} />
          <TextInput
            label="Its name"
            value={name}
            maxLength={120}
            error={isNamed ? undefined : 'Enter a name'}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {error && <ErrorStrip error={error} onClose={() => setError(undefined)} />}
          <div className={styles.go}>
            {whyNot && <p className={styles.whyNot}>{whyNot}</p>}
            <Button
              variant="filled"
              size="lg"
              fullWidth
              disabled={whyNot !== undefined || !isNamed}
              loading={isAsking}
              onClick={() => void ask()}
            >
              Ask this question
            </Button>
            <p className={styles.next}>
              <span>Next you choose what to train</span>
              <kbd>Ctrl Enter</kbd>
            </p>
          </div>
        </div>
      }
    >
      <div className={styles.editor}>
        {choose}
        <QuestionEditor dataset={dataset} question={draft.question} problems={problems} onChange={draft.change} />
      </div>
    </Page>
  )
}
