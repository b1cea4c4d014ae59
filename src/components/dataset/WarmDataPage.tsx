import type { Column } from '@/core/dataset/column.ts'
import type { ColumnMeta, Dataset } from '@/core/dataset/dataset.ts'
import { proposeTarget } from '@/core/experiment/candidate.ts'
import { summariseColumn } from '@/core/profile/summarise.ts'
import { ColumnsView } from './ColumnsView.tsx'
import { KnownDataset } from './DataPage.tsx'
import { IssueStrip } from './IssueStrip.tsx'
import { SourceStrip } from './SourceStrip.tsx'
import { TargetAside } from './TargetAside.tsx'

const ROWS = 60
/** Each kind of column so often that what draws it is no longer new to the browser. */
const TIMES = 5

function numbersOf(name: string, type: Column['type'], valueAt: (row: number) => number): Column {
  return { name, type, data: { kind: 'numeric', chunks: [Float64Array.from({ length: ROWS }, (_, i) => valueAt(i))] } }
}

function textsOf(name: string, type: Column['type'], different: number): Column {
  const dictionary = Array.from({ length: different }, (_, i) => `${name} ${i}`)
  return {
    name,
    type,
    data: {
      kind: 'coded',
      chunks: [Int32Array.from({ length: ROWS }, (_, i) => (i % (different + 1)) - 1)],
      dictionary,
    },
  }
}

/** Data that nobody has: every type of column several times, with gaps. */
function makeDataset(): Dataset {
  const columns = Array.from({ length: TIMES }, (_, i) => [
    numbersOf(`size ${i}`, 'number', (row) => (row % 9 === 0 ? Number.NaN : ((row * 37) % 60) / 7)),
    numbersOf(`count ${i}`, 'integer', (row) => (row * 17) % 40),
    numbersOf(`flag ${i}`, 'boolean', (row) => row % 2),
    numbersOf(`day ${i}`, 'datetime', (row) => 1.5e12 + row * 86_400_000),
    textsOf(`kind ${i}`, 'category', 4),
    textsOf(`note ${i}`, 'text', 50),
    textsOf(`id ${i}`, 'identifier', 59),
  ])
    .flat()
    .map((column): ColumnMeta => {
      const { name, type, data } = column
      return { name, type, kind: data.kind, digest: name, summary: summariseColumn(column) }
    })
  return {
    schema: 1,
    id: 'warm',
    name: 'warm',
    version: 0,
    lineage: 'warm',
    rows: ROWS,
    columns,
    source: { kind: 'file', fileName: 'warm.csv', bytes: 5_000, readMs: 10 },
    issues: { counts: {}, samples: [] },
    createdAt: 0,
  }
}

const nothing = () => {}

/**
 * The page of some data, to be drawn where nobody sees it: what draws it is compiled then, and the first file that a
 * person opens is on the screen in half the time.
 */
export function WarmDataPage() {
  const dataset = makeDataset()
  const proposed = proposeTarget(dataset)
  return (
    <>
      <KnownDataset dataset={dataset} view="columns" rows={undefined} column={undefined} target={undefined} />
      <SourceStrip dataset={dataset} onChange={nothing} />
      <IssueStrip dataset={dataset} />
      <ColumnsView dataset={dataset} target={proposed?.column} isProposed />
      <TargetAside dataset={dataset} proposed={proposed} target={proposed?.column} onTarget={nothing} />
    </>
  )
}
