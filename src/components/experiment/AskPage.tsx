import { Button } from '@mantine/core'
import { useEffect, useMemo, useState } from 'react'
import { NoSuchData } from '@/components/shell/Absent.tsx'
import { Page } from '@/components/shell/Page.tsx'
import { goTo, hrefOf } from '@/components/shell/useRoute.ts'
import { Empty } from '@/components/ui/Empty.tsx'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import type { Dataset, DatasetId } from '@/core/dataset/dataset.ts'
import { examineTarget, proposeTarget } from '@/core/experiment/candidate.ts'
import { formatUnits } from '@/core/format/format.ts'
import { replacementOf } from '@/state/dataset.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'
import { AskDraft } from './AskDraft.tsx'
import styles from './experiment.module.css'
import { TargetSection } from './TargetSection.tsx'

/** A question about a table before it is asked: choose a column, look at what is proposed, change what you like. */
export function AskPage({ datasetId, target }: { datasetId: DatasetId; target: string | undefined }) {
  const dataset = useAssay((state) => state.shelves.dataset[datasetId])
  if (!dataset) return <NoSuchData />
  return <KnownData key={datasetId} dataset={dataset} target={target} />
}

function KnownData({ dataset, target }: { dataset: Dataset; target: string | undefined }) {
  const [wasLive] = useState(!dataset.deletedAt)
  if (dataset.deletedAt) return <AskRemoved dataset={dataset} target={target} wasLive={wasLive} />
  return <Asking dataset={dataset} target={target} />
}

/**
 * Data that was removed, and how to have it back. Where a version went away under the person's eyes (an undo), the page
 * goes to the one that stands in for it.
 */
function AskRemoved({ dataset, target, wasLive }: { dataset: Dataset; target: string | undefined; wasLive: boolean }) {
  const actions = useActions()
  const standId = useAssay((state) => replacementOf(state, dataset)?.id)
  useEffect(() => {
    if (wasLive && standId) goTo({ page: 'ask', datasetId: standId, target }, { replace: true })
  }, [wasLive, standId, target])
  return (
    <Page title={dataset.name} facts={<span>removed</span>}>
      <Empty
        action={
          <Button variant="filled" onClick={() => void actions().restore('table', dataset.id)}>
            Restore {dataset.name}
          </Button>
        }
      >
        {dataset.name} was removed. Restore it to ask about it.
      </Empty>
    </Page>
  )
}

function Asking({ dataset, target }: { dataset: Dataset; target: string | undefined }) {
  const proposed = useMemo(() => proposeTarget(dataset), [dataset])
  const column = dataset.columns.find(({ name }) => name === target)
  const ask = (name: string) => goTo({ page: 'ask', datasetId: dataset.id, target: name }, { replace: true })
  const candidate = column && examineTarget(column, dataset.rows)
  if (target !== undefined && candidate?.ok)
    return (
      <AskDraft
        key={`${dataset.id}/${target}`}
        dataset={dataset}
        target={target}
        choose={<TargetSection dataset={dataset} target={target} proposed={proposed} />}
      />
    )
  return (
    <Page
      title="Ask a question"
      facts={
        <span>
          of <b>{dataset.name}</b>, {formatUnits(dataset.rows, 'row')}
        </span>
      }
    >
      <div className={styles.editor}>
        {target !== undefined && (
          <div className={styles.strip}>
            <ErrorStrip
              error={{ message: candidate?.why ?? `${dataset.name} has no column ${target}. Choose another column.` }}
            />
          </div>
        )}
        <TargetSection dataset={dataset} target={target} proposed={proposed}>
          {proposed ? (
            <>
              <p className="secondary">Assay then proposes the rest. {proposed.reason}</p>
              <Button variant="filled" size="lg" onClick={() => ask(proposed.column)}>
                Ask about {proposed.column}
              </Button>
            </>
          ) : dataset.rows === 1 ? (
            <p className="secondary">
              {dataset.name} has one row, too few to learn from. <a href={hrefOf({ page: 'home' })}>Read a file</a> with
              more.
            </p>
          ) : (
            <p className="secondary">
              No column of {dataset.name} can be predicted: each is empty, constant, free text, or only tells rows
              apart. <a href={hrefOf({ page: 'data', datasetId: dataset.id, view: 'columns' })}>Look at the columns</a>{' '}
              and change the type of one that is more than that.
            </p>
          )}
        </TargetSection>
      </div>
    </Page>
  )
}
