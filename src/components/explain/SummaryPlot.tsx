import { useMemo } from 'react'
import { XYChart } from '@/components/charts/XYChart.tsx'
import { numberAxis } from '@/components/curves/axes.ts'
import type { Explained } from '@/core/explain/jobs.ts'
import { type ColumnSize, gradesOf } from '@/core/explain/summary.ts'
import { formatCount, formatUnits } from '@/core/format/format.ts'
import styles from './explain.module.css'
import { dotsOf, heightOf, type Lane, laneAxis } from './lanes.ts'
import { type Output, sayScale, signed, writerOf } from './say.ts'

/** Columns that are drawn; the table beside the plot has all. */
const MOST_LANES = 12
/** Low to high; the palest would not be seen on the page. */
const RAMP = ['var(--seq-3)', 'var(--seq-4)', 'var(--seq-5)', 'var(--seq-6)', 'var(--seq-7)'] as const
const NO_NUMBER = 'var(--bar)'

/** Every row's contribution of every column, the most moving on top, in the colour of its cell. */
export function SummaryPlot({
  explained,
  sizes,
  output,
  onRow,
}: {
  explained: Explained
  sizes: readonly ColumnSize[]
  output: Output
  /** Takes a row of the data. */
  onRow: (row: number) => void
}) {
  const { columns, values, rows, cells } = explained
  const scale = sayScale(explained.scale, output)
  const write = signed(writerOf(explained.scale, output))
  const lanes = useMemo(() => sizes.slice(0, MOST_LANES).map((size) => laneOf(explained, size)), [explained, sizes])
  const x = useMemo(() => numberAxis([0, ...values]), [values])
  const { min, max } = x.axis
  const { marks, rowsOf } = useMemo(
    () => dotsOf(lanes, explained, [min, max], write),
    [lanes, explained, min, max, write],
  )
  const left = sizes.length - lanes.length
  return (
    <div className={styles.wide}>
      <XYChart
        level={3}
        title="Contributions of every row"
        note={`added to ${scale}`}
        verdict={`To the right a cell makes the answer higher than expected, to the left lower.${left > 0 ? ` ${formatUnits(left, 'column')} that ${left === 1 ? 'moves' : 'move'} it less ${left === 1 ? 'is' : 'are'} not drawn.` : ''}`}
        x={x}
        y={laneAxis(lanes)}
        height={heightOf(lanes.length)}
        guides={[{ id: 'none', from: { x: 0, y: -0.6 }, to: { x: 0, y: lanes.length - 0.4 } }]}
        marks={marks}
        pick={{
          does: 'take this row apart',
          take: (mark, index) => onRow(rows[rowsOf[marks.indexOf(mark)]![index]!]!),
        }}
        table={() => ({
          columns: [
            { name: 'Row', write: (row) => formatCount(row + 1) },
            ...sizes.flatMap(({ column }) => [{ name: column }, { name: `${column} adds`, write }]),
          ],
          rows: Array.from(rows, (row, i) => [
            row,
            ...sizes.flatMap(({ place }) => [cells[i]![place] ?? undefined, values[i * columns.length + place]!]),
          ]),
        })}
      />
      <p className={styles.legend}>
        <span>Cell: low</span>
        {RAMP.map((colour) => (
          <i key={colour} style={{ background: colour }} />
        ))}
        <span>high,</span>
        <i style={{ background: NO_NUMBER }} />
        <span>text or missing</span>
      </p>
    </div>
  )
}

function laneOf({ columns, numbers, rows }: Explained, { column, place }: ColumnSize): Lane {
  const width = columns.length
  const grades = gradesOf(Float64Array.from(rows, (_, row) => numbers[row * width + place]!))
  return {
    name: column,
    place,
    rows: Array.from(rows.keys()),
    colours: Array.from(grades, (grade) =>
      Number.isNaN(grade) ? NO_NUMBER : RAMP[Math.min(RAMP.length - 1, Math.floor(grade * RAMP.length))]!,
    ),
  }
}
