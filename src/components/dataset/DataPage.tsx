import { Suspense, useState } from 'react'
import { NoSuchData } from '@/components/shell/Absent.tsx'
import { Late, latePage } from '@/components/shell/latePage.tsx'
import { Page } from '@/components/shell/Page.tsx'
import { EditableName } from '@/components/ui/EditableName.tsx'
import { Later } from '@/components/ui/Later.tsx'
import { useLater } from '@/components/ui/useLater.ts'
import type { Dataset, DatasetId } from '@/core/dataset/dataset.ts'
import type { View } from '@/core/dataset/view.ts'
import { proposeTarget } from '@/core/experiment/candidate.ts'
import { formatBytes, formatCount, formatDuration } from '@/core/format/format.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'
import { ColumnsView } from './ColumnsView.tsx'
import { DataActions } from './DataActions.tsx'
import { DeletedDataset } from './DeletedDataset.tsx'
import { DoubtStrip } from './DoubtStrip.tsx'
import { IssueStrip } from './IssueStrip.tsx'
import { ReadDialog } from './ReadDialog.tsx'
import { RowsView } from './RowsView.tsx'
import { SourceStrip } from './SourceStrip.tsx'
import { TargetAside } from './TargetAside.tsx'

export type ViewOfData = 'columns' | 'rows' | 'profile' | 'versions'

/** Late, since few open it first. */
const ProfileView = latePage(() => import('@/components/profile/ProfileView.tsx').then((m) => m.ProfileView))

const VersionsView = latePage(() => import('@/components/versions/VersionsView.tsx').then((m) => m.VersionsView))

/** A dataset: how it was read, what its columns hold, its rows, and which column to ask about. */
export function DataPage({
  datasetId,
  ...shown
}: {
  datasetId: DatasetId
} & Shown) {
  const dataset = useAssay((state) => state.shelves.dataset[datasetId])
  if (!dataset) return <NoSuchData />
  return <KnownDataset dataset={dataset} {...shown} />
}

/** What of the data is shown. */
interface Shown {
  readonly view: ViewOfData
  /** Which rows the view of rows shows, where the address says so. */
  readonly rows: View | undefined
  /** Where the view of rows begins. */
  readonly row?: number | undefined
  /** Which column the profile shows, and against which target. */
  readonly column: string | undefined
  readonly target: string | undefined
  /** What the version is held against, and the columns by which rows are matched. */
  readonly against?: DatasetId | undefined
  readonly keys?: readonly string[] | undefined
}

/** Columns that are drawn within a frame or two. */
const FEW_COLUMNS = 40

interface KnownProps extends Shown {
  readonly dataset: Dataset
}

/** The page of a dataset that is there, or was. */
export function KnownDataset(props: KnownProps) {
  const { dataset, view, rows } = props
  const [wasLive] = useState(!dataset.deletedAt)
  if (dataset.deletedAt) return <DeletedDataset dataset={dataset} view={view} rows={rows} wasLive={wasLive} />
  return <LiveDataset {...props} />
}

function LiveDataset({ dataset, view, rows, row, column, target: heldTo, against, keys }: KnownProps) {
  const actions = useActions()
  const [isReading, setReading] = useState(false)
  const isLater = useLater(dataset.columns.length <= FEW_COLUMNS)
  const [proposed] = useState(() => proposeTarget(dataset))
  const [target, setTarget] = useState<string | undefined>(proposed?.column)
  const { source } = dataset
  return (
    <Page
      title={dataset.name}
      heading={
        <EditableName
          name={dataset.name}
          label="Name of the data"
          onRename={(name) => void actions().renameDataset(dataset.id, name)}
        />
      }
      facts={
        <>
          <span>
            <b>{formatCount(dataset.rows)}</b> {dataset.rows === 1 ? 'row' : 'rows'}
          </span>
          <span>
            <b>{formatCount(dataset.columns.length)}</b> {dataset.columns.length === 1 ? 'column' : 'columns'}
          </span>
          <span>
            <b>{formatBytes(source.bytes)}</b>
          </span>
          <span>
            read in <b>{formatDuration(source.readMs)}</b>
          </span>
        </>
      }
      actions={<DataActions dataset={dataset} view={view} target={target} onReadAgain={() => setReading(true)} />}
      aside={
        view === 'columns' && (
          // What was asked for comes first; the aside keeps its room meanwhile.
          <Later after={isLater}>
            <TargetAside dataset={dataset} proposed={proposed} target={target} onTarget={setTarget} />
          </Later>
        )
      }
      asideLabel="Question"
    >
      {!isLater ? null : view === 'columns' ? (
        <>
          <SourceStrip dataset={dataset} onChange={() => setReading(true)} />
          <DoubtStrip dataset={dataset} view={view} />
          <IssueStrip dataset={dataset} />
          <ColumnsView dataset={dataset} target={target} isProposed={target === proposed?.column} />
        </>
      ) : view === 'profile' ? (
        <Suspense>
          <Late page={ProfileView} props={{ dataset, column, target: heldTo }} />
        </Suspense>
      ) : view === 'versions' ? (
        <Suspense>
          <Late page={VersionsView} props={{ dataset, against, keys }} />
        </Suspense>
      ) : (
        <RowsView dataset={dataset} view={rows} begin={row} />
      )}
      <ReadDialog dataset={dataset} isOpen={isReading} onClose={() => setReading(false)} view={view} />
    </Page>
  )
}
