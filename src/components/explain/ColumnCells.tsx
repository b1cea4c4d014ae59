import { XYChart } from '@/components/charts/XYChart.tsx'
import { numberAxis, wholeSpan } from '@/components/curves/axes.ts'
import type { Explained } from '@/core/explain/jobs.ts'
import { formatCount, formatUnits } from '@/core/format/format.ts'
import { dotsOf, factsOf, heightOf, type Lane, laneAxis } from './lanes.ts'
import { type Output, sayCellOf, sayScale, signed, writerOf } from './say.ts'

/** Values of a column of texts that are drawn. */
const MOST_LANES = 10

/** Texts of a column that holds nothing but yes and no. */
const FLAGS: ReadonlySet<string | null> = new Set(['true', 'false', null])

/** What one column adds, by its cell: numbers along the bottom, each text in a lane. */
export function ColumnCells({
  explained,
  place,
  output,
  colour,
  onRow,
}: {
  explained: Explained
  /** Of the column. */
  place: number
  output: Output
  colour: string
  /** Takes a row of the data. */
  onRow: (row: number) => void
}) {
  const { columns, values, numbers, cells, rows } = explained
  const width = columns.length
  const column = columns[place]!
  const scale = sayScale(explained.scale, output)
  const write = signed(writerOf(explained.scale, output))
  const every = Array.from(rows.keys())
  const added = (row: number) => values[row * width + place]!
  const numeric = every
    .filter((row) => Number.isFinite(numbers[row * width + place]!))
    .sort((a, b) => numbers[a * width + place]! - numbers[b * width + place]!)
  const about = {
    level: 3 as const,
    title: `What ${column} adds`,
    table: () => ({
      columns: [
        { name: 'Row', write: (row: number) => formatCount(row + 1) },
        { name: column },
        { name: 'Adds', write },
      ],
      rows: every.map((row) => [rows[row]!, sayCellOf(explained, row, place), added(row)]),
    }),
  }
  const isFlag = cells.every((its) => FLAGS.has(its[place]!))
  if (numeric.length > 0 && !isFlag) {
    const missing = rows.length - numeric.length
    return (
      <XYChart
        {...about}
        note={`to ${scale}, by ${column}`}
        verdict={
          missing > 0
            ? `One point for each row; ${formatUnits(missing, 'row')} without ${column} are left out.`
            : 'One point for each row.'
        }
        x={wholeSpan(numeric.map((row) => numbers[row * width + place]!))}
        y={numberAxis([0, ...numeric.map(added)])}
        guides={[
          {
            id: 'none',
            from: { x: numbers[numeric[0]! * width + place]!, y: 0 },
            to: { x: numbers[numeric.at(-1)! * width + place]!, y: 0 },
          },
        ]}
        marks={[
          {
            kind: 'dots',
            id: 'rows',
            label: 'Rows',
            colour,
            points: numeric.map((row) => ({ x: numbers[row * width + place]!, y: added(row) })),
            facts: (i) => factsOf(explained, numeric[i]!, place, write),
          },
        ]}
        pick={{ does: 'take this row apart', take: (_, index) => onRow(rows[numeric[index]!]!) }}
      />
    )
  }
  const lanes = lanesOf(explained, place, colour)
  const shown = lanes.slice(0, MOST_LANES)
  const x = numberAxis([0, ...every.map(added)])
  const { marks, rowsOf } = dotsOf(shown, explained, [x.axis.min, x.axis.max], write)
  const left = lanes.length - shown.length
  return (
    <XYChart
      {...about}
      note={`to ${scale}, by ${column}`}
      verdict={`One point for each row, most common values first.${left > 0 ? ` ${formatUnits(left, 'rarer value')} ${left === 1 ? 'is' : 'are'} not drawn.` : ''}`}
      x={x}
      y={laneAxis(shown)}
      height={Math.max(160, heightOf(shown.length))}
      guides={[{ id: 'none', from: { x: 0, y: -0.6 }, to: { x: 0, y: shown.length - 0.4 } }]}
      marks={marks}
      pick={{
        does: 'take this row apart',
        take: (mark, index) => onRow(rows[rowsOf[marks.indexOf(mark)]![index]!]!),
      }}
    />
  )
}

/** A lane for each value, most common first. */
function lanesOf(explained: Explained, place: number, colour: string): Lane[] {
  const byCell = new Map<string, number[]>()
  for (const row of explained.rows.keys()) {
    const name = sayCellOf(explained, row, place)
    byCell.set(name, [...(byCell.get(name) ?? []), row])
  }
  return [...byCell]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([name, rows]) => ({ name, rows, place, colours: rows.map(() => colour) }))
}
