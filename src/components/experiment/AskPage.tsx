import { Button, Select, TextInput } from '@mantine/core'
import { getHotkeyHandler, useHotkeys } from '@mantine/hooks'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { Page } from '@/components/shell/Page.tsx'
import { goTo, hrefOf } from '@/components/shell/useRoute.ts'
import { Empty } from '@/components/ui/Empty.tsx'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import type { Dataset, DatasetId } from '@/core/dataset/dataset.ts'
import { toErrorData } from '@/core/errors.ts'
import { proposeTarget, targetsWorthAsking } from '@/core/experiment/candidate.ts'
import type { Proposal } from '@/core/experiment/experiment.ts'
import { propose } from '@/core/experiment/propose.ts'
import { findProblems, hasProblems, questionFrom } from '@/core/experiment/question.ts'
import { formatUnits } from '@/core/format/format.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'
import { DraftButtons } from './DraftButtons.tsx'
import styles from './experiment.module.css'
import { QuestionEditor } from './QuestionEditor.tsx'
import { QuestionSummary } from './QuestionSummary.tsx'
import { useDraft } from './useDraft.ts'

/** A question about a table, before it is asked: choose a column, look at what Assay proposes, change what you like. */
export function AskPage({ datasetId, target }: { datasetId: DatasetId; target: string | undefined }) {
  const dataset = useAssay((state) => state.shelves.dataset[datasetId])
  if (!dataset || dataset.deletedAt)
    return (
      <Page title="No such data">
        <Empty action={<a href={hrefOf({ page: 'home' })}>Go home to open a file</a>}>
          There is no data at this address in this browser.
        </Empty>
      </Page>
    )
  return <Asking dataset={dataset} target={target ?? proposeTarget(dataset)?.column} />
}

function Asking({ dataset, target }: { dataset: Dataset; target: string | undefined }) {
  const proposed = useMemo((): { proposal?: Proposal; error?: string } => {
    if (target === undefined) return {}
    try {
      return { proposal: propose(dataset, target) }
    } catch (cause) {
      return { error: toErrorData(cause).message }
    }
  }, [dataset, target])
  const choose = (
    <div className={styles.target}>
      <Select
        label="What do you want to predict?"
        description="One column; the others are what it is predicted from."
        searchable
        allowDeselect={false}
        value={target ?? null}
        data={targetsWorthAsking(dataset).map(({ column, ok }) => ({ value: column, label: column, disabled: !ok }))}
        onChange={(column) => column && goTo({ page: 'ask', datasetId: dataset.id, target: column }, { replace: true })}
      />
    </div>
  )
  if (target === undefined || !proposed.proposal)
    return (
      <Page title={`Ask about ${dataset.name}`} facts={<span>{formatUnits(dataset.rows, 'row')}</span>}>
        {choose}
        {proposed.error && <ErrorStrip error={{ message: proposed.error }} />}
      </Page>
    )
  return <Proposed key={target} dataset={dataset} target={target} proposal={proposed.proposal} choose={choose} />
}

function Proposed({
  dataset,
  target,
  proposal,
  choose,
}: {
  dataset: Dataset
  target: string
  proposal: Proposal
  choose: React.ReactNode
}) {
  const actions = useActions()
  const edit = useDraft(`ask/${dataset.id}/${target}`, questionFrom(dataset, target, proposal))
  const [name, setName] = useState(`${target} in ${dataset.name}`)
  const [isAsking, setAsking] = useState(false)
  const problems = findProblems(dataset, edit.draft)
  const canAsk = !hasProblems(problems) && name.trim() !== '' && !isAsking
  const ask = async () => {
    if (!canAsk) return
    setAsking(true)
    const experiment = await actions().createExperiment(name.trim(), edit.draft)
    edit.reset(edit.draft)
    goTo({ page: 'train', experimentId: experiment.id })
  }
  const keys: Parameters<typeof useHotkeys>[0] = [['mod+Enter', () => void ask()]]
  useHotkeys(keys)
  return (
    <Page
      title={`Ask about ${target}`}
      facts={
        <span>
          {dataset.name}, <b>{formatUnits(dataset.rows, 'row')}</b>
        </span>
      }
      actions={<DraftButtons edit={edit} />}
      asideLabel="The question"
      aside={
        <div className={styles.decision}>
          <h2>The question</h2>
          <QuestionSummary dataset={dataset} question={edit.draft} />
          <TextInput
            label="Its name"
            value={name}
            maxLength={120}
            onChange={(event) => setName(event.currentTarget.value)}
            onKeyDown={getHotkeyHandler([['mod+Enter', () => void ask()]])}
          />
          <Button variant="filled" size="lg" disabled={!canAsk} onClick={() => void ask()}>
            Ask this question
          </Button>
        </div>
      }
    >
      {choose}
      {proposal.warnings.length > 0 && (
        <ul className={styles.warnings}>
          {proposal.warnings.map((warning) => (
            <li key={warning}>
              <IconAlertTriangle size={15} aria-hidden /> {warning}
            </li>
          ))}
        </ul>
      )}
      <QuestionEditor
        dataset={dataset}
        question={edit.draft}
        proposal={proposal}
        problems={problems}
        onChange={edit.change}
      />
    </Page>
  )
}
