import { NativeSelect } from '@mantine/core'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import study from '@/components/ui/study.module.css'
import { Whisker } from '@/components/ui/Whisker.tsx'
import { furthestOf, writeP } from '@/core/compare/comparison.ts'
import type { FairMeasure } from '@/core/fairness/measures.ts'
import { type FairnessReport, type GroupMeasure, LEAST_ROWS } from '@/core/fairness/report.ts'
import { isInPoints, MEASURE_WORDS, writeGap } from '@/core/fairness/words.ts'
import { formatScore } from '@/core/format/format.ts'
import { INTERVAL_95 } from '@/core/metrics/interval.ts'
import styles from './fairness.module.css'
import { RatioWhisker } from './RatioWhisker.tsx'

/** Of a gap without an interval. */
const NO_WIDTH = { low: 0, high: 0 }

/** How far every group is from the one that they are held against, by one measure. */
export function GapTable({
  report: { groups, reference },
  measure,
  measures,
  colour,
  onMeasure,
}: {
  report: FairnessReport
  measure: FairMeasure
  measures: readonly FairMeasure[]
  colour: string
  onMeasure: (measure: FairMeasure) => void
}) {
  const base = groups[reference]!
  const own = groups.flatMap(({ name, measures: its }, place) => {
    const found = its.find((each) => each.name === measure)
    return found && place !== reference ? [{ group: name, found }] : []
  })
  const write = (value: number) => writeGap(measure, value)
  const furthest = furthestOf(
    own.flatMap(({ found: { gap } }) => (gap ? { difference: gap.difference, ...(gap.interval ?? NO_WIDTH) } : [])),
  )
  const hasRatio = own.some(({ found: { gap } }) => gap?.ratio !== undefined)
  return (
    <div className={`${study.part} ${styles.part}`}>
      <div className={study.head}>
        <h3>How far from {base.name}</h3>
        <NativeSelect
          aria-label="Measure"
          value={measure}
          onChange={(event) => onMeasure(event.currentTarget.value as FairMeasure)}
          data={measures.map((value) => ({ value, label: MEASURE_WORDS[value].label }))}
        />
        <span className="caption">{MEASURE_WORDS[measure].meaning}</span>
      </div>
      <Scrollable label={`Differences from ${base.name}`} className={study.scroll!}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Group</th>
              <th scope="col" className="n">
                Difference{isInPoints(measure) && ' in points'}, {INTERVAL_95}
              </th>
              <td />
              {hasRatio && (
                <>
                  <th scope="col" className="n">
                    Ratio, {INTERVAL_95}
                  </th>
                  <td />
                </>
              )}
              <th scope="col" className="n">
                p
              </th>
              <th scope="col">Verdict</th>
            </tr>
          </thead>
          <tbody>
            {own.map(({ group, found: { gap, rows } }) => (
              <tr key={group}>
                <th scope="row">{group}</th>
                <td className="n">
                  {gap && (
                    <>
                      <b>{write(gap.difference)}</b>
                      {gap.interval && `, ${write(gap.interval.low)} to ${write(gap.interval.high)}`}
                    </>
                  )}
                </td>
                <td className={styles.bar}>
                  {gap && (
                    <Whisker
                      value={gap.difference / furthest}
                      low={(gap.interval?.low ?? gap.difference) / furthest}
                      high={(gap.interval?.high ?? gap.difference) / furthest}
                      colour={colour}
                    />
                  )}
                </td>
                {hasRatio && (
                  <>
                    <td className="n">
                      {gap?.ratio !== undefined && (
                        <>
                          <b>{formatScore(gap.ratio, 2)}</b>
                          {gap.ratioInterval &&
                            `, ${formatScore(gap.ratioInterval.low, 2)} to ${formatScore(gap.ratioInterval.high, 2)}`}
                        </>
                      )}
                    </td>
                    <td className={styles.bar}>
                      {gap?.ratio !== undefined && (
                        <RatioWhisker ratio={gap.ratio} interval={gap.ratioInterval} colour={colour} />
                      )}
                    </td>
                  </>
                )}
                <td className="n secondary">{gap?.p !== undefined && writeP(gap.p)}</td>
                <td>{sayGap(gap, rows)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrollable>
      {measure === 'selectionRate' && (
        <p className={`caption ${styles.note}`}>
          The dashed line at .80 is the four-fifths rule of the US guidelines on employee selection: a rule of thumb for
          looking closer, neither proof of discrimination nor of its absence.
        </p>
      )}
    </div>
  )
}

function sayGap(gap: GroupMeasure['gap'], rows: number): string {
  if (!gap) return rows < LEAST_ROWS ? 'cannot tell: too few rows' : 'cannot tell: too few rows of the reference'
  if (gap.p === undefined) return 'cannot tell: no variation'
  return gap.isShown ? (gap.difference < 0 ? 'lower' : 'higher') : 'no difference shown'
}
