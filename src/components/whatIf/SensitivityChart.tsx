import { XYChart } from '@/components/charts/XYChart.tsx'
import { numberAxis, SHARE_AXIS, timeAxis, wholeSpan } from '@/components/curves/axes.ts'
import { capitalise } from '@/core/format/format.ts'
import type { Contract, ContractInput } from '@/core/pipeline/pipeline.ts'
import type { Sensitivity } from '@/core/whatIf/jobs.ts'
import { answerWriter, saySensitivity, short } from './say.ts'
import styles from './whatIf.module.css'

/** How the answer for the row follows one column: a line over numbers, bars over texts. */
export function SensitivityChart({
  sensitivity,
  input,
  contract,
  output,
  now,
  before,
}: {
  sensitivity: Sensitivity
  input: ContractInput
  contract: Contract
  output: number
  /** The cell as it is, and as it was where it was changed. */
  now: string
  before: string | undefined
}) {
  const { points, isNumeric } = sensitivity
  const write = answerWriter(contract)
  const what = contract.task === 'regression' ? contract.target : `probability of ${contract.classes[output] ?? ''}`
  const verdict = saySensitivity(sensitivity, what, write)
  if (!isNumeric) return <Bars {...{ sensitivity, write, what, verdict, now, before }} />
  const places = points.map(({ value, answer }) => ({ x: value, y: answer }))
  const here = points.findIndex(({ text }) => text === now || Number(text) === Number(now || Number.NaN))
  const facts = (index: number) =>
    [
      [input.name, points[index]!.text],
      [what, write(points[index]!.answer)],
    ] as const
  const xs = places.map(({ x }) => x)
  return (
    <XYChart
      title={`${contract.task === 'regression' ? what : capitalise(what)} over ${input.name}`}
      note="all other cells as they are"
      level={3}
      verdict={verdict}
      height={200}
      x={input.type === 'datetime' ? timeAxis(xs) : wholeSpan(xs, input.type === 'integer')}
      y={contract.task === 'regression' ? numberAxis(places.map(({ y }) => y)) : SHARE_AXIS}
      marks={[
        { kind: 'line', id: 'line', label: what, colour: 'var(--accent)', role: 'subject', points: places, facts },
        {
          kind: 'dots',
          id: 'now',
          label: 'this row',
          colour: 'var(--accent)',
          points: here < 0 ? [] : [places[here]!],
          facts: () => facts(here),
        },
      ]}
      spots={here < 0 ? [] : [{ id: 'now', ...places[here]!, label: `now ${short(points[here]!.text)}` }]}
      table={() => ({
        columns: [{ name: input.name }, { name: what, write }],
        rows: points.map(({ text, answer }) => [short(text), answer]),
      })}
    />
  )
}

function Bars({
  sensitivity: { column, points },
  write,
  what,
  verdict,
  now,
  before,
}: {
  sensitivity: Sensitivity
  write: (answer: number) => string
  what: string
  verdict: string
  now: string
  before: string | undefined
}) {
  const least = Math.min(0, ...points.map(({ answer }) => answer))
  const range = Math.max(0, ...points.map(({ answer }) => answer)) - least || 1
  return (
    <>
      <p>{verdict}</p>
      <table className={styles.adds}>
        <thead>
          <tr>
            <th scope="col">{column}</th>
            <td />
            <th scope="col" className="n">
              {what}
            </th>
          </tr>
        </thead>
        <tbody>
          {points.map(({ text, answer }) => (
            <tr key={text} aria-current={text === now || undefined} data-changed={text === now || undefined}>
              <th scope="row">
                {text}
                {text === now && <span className="secondary"> now</span>}
                {text === before && <span className="secondary"> before</span>}
              </th>
              <td className={styles.bar} aria-hidden>
                <span>
                  <i
                    data-side="more"
                    style={{
                      left: `${(100 * (Math.min(0, answer) - least)) / range}%`,
                      width: `${(100 * Math.abs(answer)) / range}%`,
                    }}
                  />
                </span>
              </td>
              <td className="n">{write(answer)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
