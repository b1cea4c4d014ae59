import { sayClass } from '@/components/curves/sayClass.ts'
import { SliceRows } from '@/components/slices/SliceRows.tsx'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import study from '@/components/ui/study.module.css'
import type { FairMeasure } from '@/core/fairness/measures.ts'
import { type FairnessReport, LEAST_ROWS } from '@/core/fairness/report.ts'
import { MEASURE_WORDS, writeMeasure } from '@/core/fairness/words.ts'
import { formatCount } from '@/core/format/format.ts'
import type { Evaluation, Run } from '@/core/run/run.ts'
import styles from './fairness.module.css'

/** Every measure of every group, with its interval under it. */
export function GroupTable({
  run,
  part,
  report: { groups, reference },
  measures,
  positive,
  target,
}: {
  run: Run
  part: Evaluation['part']
  report: FairnessReport
  measures: readonly FairMeasure[]
  positive: string | undefined
  target: string
}) {
  return (
    <div className={`${study.part} ${styles.part}`}>
      <h3>
        {positive === undefined
          ? `Errors of ${target} by group`
          : `Rates by group, where positive is ${sayClass(target, positive)}`}
      </h3>
      <Scrollable label="Measures by group" className={study.scroll!}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Group</th>
              <th scope="col" className="n">
                Rows
              </th>
              {measures.map((name) => (
                <th key={name} scope="col" className="n" title={MEASURE_WORDS[name].meaning}>
                  {MEASURE_WORDS[name].label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {groups.map(({ name, conditions, rows, measures: its }, place) => (
              <tr key={name}>
                <th scope="row">
                  {name} {place === reference && <span className="caption">reference</span>}{' '}
                  <SliceRows run={run} part={part} conditions={conditions} />
                </th>
                <td className="n secondary">{formatCount(rows)}</td>
                {its.map(({ name: of, rows: among, value, interval }) => (
                  <td key={of} className="n">
                    {value === undefined ? (
                      <span className="caption">no such rows</span>
                    ) : (
                      <>
                        <span className={among < LEAST_ROWS ? 'secondary' : 'strong'}>{writeMeasure(of, value)}</span>
                        <small>
                          {interval && `${writeMeasure(of, interval.low)} to ${writeMeasure(of, interval.high)}`}
                          {among < LEAST_ROWS && ` of ${formatCount(among)}`}
                        </small>
                      </>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scrollable>
    </div>
  )
}
