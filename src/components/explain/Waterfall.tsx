import { SaveTable } from '@/components/charts/SaveTable.tsx'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import study from '@/components/ui/study.module.css'
import type { Explained } from '@/core/explain/jobs.ts'
import { type FallStep, fallOf } from '@/core/explain/summary.ts'
import { formatCount, formatScore, formatUnits } from '@/core/format/format.ts'
import styles from './explain.module.css'
import { type Output, sayCellOf, sayOutput, sayScale, signed, writerOf } from './say.ts'

/** Columns that have a step of their own. */
const MOST_STEPS = 12

/** From the answer that is expected of any row to this row's own, step by step. */
export function Waterfall({
  explained,
  at,
  output,
}: {
  explained: Explained
  /** Place of the row among those explained. */
  at: number
  output: Output
}) {
  const { columns, values, cells, expected, answers, rows, scale } = explained
  const width = columns.length
  const answer = answers[at]!
  const steps = fallOf(expected, values.subarray(at * width, (at + 1) * width), MOST_STEPS)
  const write = writerOf(scale, output)
  const writeSigned = signed(write)
  const ends = [expected, ...steps.map(({ to }) => to)]
  const low = Math.min(...ends)
  const high = Math.max(...ends)
  const place = (value: number) => 1 + (98 * (value - low)) / (high - low || 1)
  const [first] = steps
  const also = sayAnswer(explained, answer, output)
  return (
    <>
      <p className={study.verdict}>
        {`For row ${formatCount(rows[at]! + 1)} ${sayScale(scale, output)} is ${write(answer)}${also}; of any row ${write(expected)} is expected.`}
        {first?.place !== undefined &&
          first.added !== 0 &&
          ` The largest step is ${columns[first.place]}, ${sayCellOf(explained, at, first.place)}: ${writeSigned(first.added)}.`}
      </p>
      <Scrollable label="The answer of one row, step by step" className={study.scroll!}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Column</th>
              <th scope="col">Its cell</th>
              <th scope="col" className="n">
                Adds
              </th>
              <th scope="col" className="n">
                So far
              </th>
              <td />
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row" className="secondary">
                Expected of any row
              </th>
              <td />
              <td />
              <td className="n">{write(expected)}</td>
              <Bar from={place(expected)} to={place(expected)} expected={place(expected)} isUp />
            </tr>
            {steps.map((step) => (
              <tr key={step.place ?? 'others'}>
                <th scope="row">
                  {step.place === undefined ? formatUnits(step.columns, 'other column') : columns[step.place]}
                </th>
                <td className={styles.cell}>{step.place !== undefined && sayCellOf(explained, at, step.place)}</td>
                <td className="n">{writeSigned(step.added)}</td>
                <td className="n secondary">{write(step.to)}</td>
                <Bar {...barOf(step, place)} expected={place(expected)} isUp={step.added >= 0} />
              </tr>
            ))}
            <tr className={styles.total}>
              <th scope="row" className="strong">
                The answer
              </th>
              <td />
              <td className="n">{writeSigned(answer - expected)}</td>
              <td className="n strong">{write(answer)}</td>
              <Bar from={place(expected)} to={place(answer)} expected={place(expected)} isUp={answer >= expected} />
            </tr>
          </tbody>
        </table>
      </Scrollable>
      <SaveTable
        name={`Row ${rows[at]! + 1} taken apart`}
        table={() => ({
          columns: [{ name: 'Column' }, { name: 'Its cell' }, { name: 'Adds' }],
          // Every column, also those that are one step above.
          rows: [
            ['Expected of any row', undefined, expected],
            ...fallOf(expected, values.subarray(at * width, (at + 1) * width), width).map(
              ({ place: column, added }) => [columns[column!], cells[at]![column!] ?? undefined, added],
            ),
            ['The answer', undefined, answer],
          ],
        })}
      />
    </>
  )
}

function barOf({ from, to }: FallStep, place: (value: number) => number) {
  return { from: place(from), to: place(to) }
}

/** A step from where the answer was to where it goes, beside the line of what is expected. */
function Bar({ from, to, expected, isUp }: { from: number; to: number; expected: number; isUp: boolean }) {
  return (
    <td className={styles.fall}>
      <svg className={styles.track} viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
        <path d={`M${expected} 0V12`} stroke="var(--line-3)" strokeWidth="1" vectorEffect="non-scaling-stroke" />
        <rect
          x={Math.min(from, to)}
          y="2"
          width={Math.abs(to - from)}
          height="8"
          fill={isUp ? 'var(--div-6)' : 'var(--div-2)'}
        />
      </svg>
    </td>
  )
}

/** What the answer means where contributions are not in its own units: ", a probability of .79". */
function sayAnswer({ scale }: Explained, answer: number, output: Output): string {
  if (scale === 'logOdds') return `, a probability of ${formatScore(1 / (1 + Math.exp(-answer)))}`
  if (scale === 'log') return `, so that ${sayOutput(output)} is ${writerOf('answer', output)(Math.exp(answer))}`
  return ''
}
