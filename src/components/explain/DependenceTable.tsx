import { SaveTable } from '@/components/charts/SaveTable.tsx'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import study from '@/components/ui/study.module.css'
import type { Dependence } from '@/core/explain/explain.ts'
import { INTERVAL_95 } from '@/core/metrics/interval.ts'
import styles from './explain.module.css'
import { type Output, sayCell, sayOutput, writerOf } from './say.ts'

/** Partial dependence of a category: its values with the mean answer, as a point with its interval and in numbers. */
export function DependenceTable({
  dependence: { column, points },
  output,
  colour,
}: {
  dependence: Dependence
  output: Output
  colour: string
}) {
  const write = writerOf('answer', output)
  const low = Math.min(...points.map((point) => point.low))
  const high = Math.max(...points.map((point) => point.high))
  const place = (value: number) => 2 + (96 * (value - low)) / (high - low || 1)
  return (
    <>
      <Scrollable label={`Mean answer by ${column}`} className={study.scroll!}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{column}</th>
              <th scope="col" className="n">
                Mean of {sayOutput(output)}
              </th>
              <th scope="col" className="n">
                {INTERVAL_95}
              </th>
              <td />
            </tr>
          </thead>
          <tbody>
            {points.map((point) => (
              <tr key={point.text}>
                <th scope="row">{sayCell(point.text, point.value)}</th>
                <td className="n strong">{write(point.mean)}</td>
                <td className="n secondary">
                  {write(point.low)} to {write(point.high)}
                </td>
                <td className={styles.bar}>
                  <svg className={styles.track} viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
                    <path d="M0 6H100" stroke="var(--grid)" strokeWidth="1" vectorEffect="non-scaling-stroke" />
                    <path
                      d={`M${place(point.low)} 6H${place(point.high)}`}
                      stroke={colour}
                      strokeOpacity=".4"
                      strokeWidth="6"
                      vectorEffect="non-scaling-stroke"
                    />
                    <path
                      d={`M${place(point.mean)} 1V11`}
                      stroke={colour}
                      strokeWidth="3"
                      vectorEffect="non-scaling-stroke"
                    />
                  </svg>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrollable>
      <SaveTable
        name={`Mean answer by ${column}`}
        table={() => ({
          columns: [{ name: column }, { name: 'Mean' }, { name: `${INTERVAL_95}, low` }, { name: 'high' }],
          rows: points.map(({ text, mean, low, high }) => [text, mean, low, high]),
        })}
      />
    </>
  )
}
