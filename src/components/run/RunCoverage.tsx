import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import type { Conformal } from '@/core/conformal/conformal.ts'
import type { Coverage, CoverageReport, Slice } from '@/core/conformal/coverage.ts'
import { formatCount, formatNumber, formatScore, formatShare, formatUnits } from '@/core/format/format.ts'
import { INTERVAL_95 } from '@/core/metrics/interval.ts'
import type { Run } from '@/core/run/run.ts'
import { useAssay, useJob } from '@/state/useAssay.ts'
import styles from './postprocessing.module.css'

/** Whether intervals or sets keep what they promise on test rows, once these are open; over all and slice by slice. */
export function RunCoverage({ run, conformal }: { run: Run; conformal: Conformal }) {
  const test = useAssay((state) => state.shelves.evaluation[`${run.id}/test`])
  const asked = useJob(test && `coverage ${test.id} ${test.digest}`, (jobs, signal) =>
    jobs.model.call('coverage', { runId: run.id }, { signal }),
  )
  if (!test)
    return (
      <p className="caption">Open the test rows, above, to see how often the truth is inside, and for which rows.</p>
    )
  if (asked.error?.code === 'storage.missing')
    return (
      <p className="caption">
        The predictions for the test rows are not in this browser. Train this spec again here to see its coverage.
      </p>
    )
  if (asked.error) return <ErrorStrip error={asked.error} />
  if (!asked.output) return <p className="caption">Counting…</p>
  return <CoverageTable report={asked.output} conformal={conformal} classes={run.spec.question.classes} />
}

function CoverageTable({
  report: { all, slices },
  conformal,
  classes,
}: {
  report: CoverageReport
  conformal: Conformal
  classes: readonly string[]
}) {
  const isSets = conformal.kind !== 'residual'
  const falling = slices.filter(({ coverage }) => isShort(coverage, conformal.level)).length
  return (
    <>
      <p data-testid="coverage">
        On {formatUnits(all.rows, 'test row')} the truth was inside in {formatShare(all.covered / all.rows)} (
        {rangeOf(all)}), where {formatShare(conformal.level)} is promised;{' '}
        {isSets
          ? `a set holds ${writeSize(all, isSets)} classes on average.`
          : `an interval is ${writeSize(all, isSets)} wide.`}{' '}
        {falling > 0 &&
          `The promise is for all rows together: ${formatUnits(falling, 'slice falls', 'slices fall')} short of it by more than chance.`}
      </p>
      <Scrollable label="Coverage per slice" className={styles.scroll!}>
        <table className={styles.coverage}>
          <caption>Coverage per slice</caption>
          <thead>
            <tr>
              <th scope="col">Test rows</th>
              <th scope="col" className="n">
                Rows
              </th>
              <th scope="col" className="n">
                Inside
              </th>
              <th scope="col" className="n">
                {INTERVAL_95}
              </th>
              <th scope="col" className="n">
                {isSets ? 'Classes in a set' : 'Width'}
              </th>
              <td />
            </tr>
          </thead>
          <tbody>
            <Line name="All" coverage={all} conformal={conformal} />
            {slices.map(({ slice, coverage }) => (
              <Line
                key={JSON.stringify(slice)}
                name={nameOf(slice, classes)}
                coverage={coverage}
                conformal={conformal}
              />
            ))}
          </tbody>
        </table>
      </Scrollable>
      <p className="caption">
        Fifths go by {isSets ? 'the probability of the likeliest class' : 'the predicted value'}. Intervals of coverage
        are Wilson’s.
      </p>
    </>
  )
}

function Line({ name, coverage, conformal }: { name: string; coverage: Coverage; conformal: Conformal }) {
  const { kind, level } = conformal
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="n">{formatCount(coverage.rows)}</td>
      <td className="n strong">{formatShare(coverage.covered / coverage.rows)}</td>
      <td className="n secondary">{rangeOf(coverage)}</td>
      <td className="n">{writeSize(coverage, kind !== 'residual')}</td>
      <td>{isShort(coverage, level) && <span className="bad">below {formatShare(level)}</span>}</td>
    </tr>
  )
}

function writeSize({ size }: Coverage, isSets: boolean): string {
  return isSets ? formatScore(size, 2) : formatNumber(size)
}

/** Whether chance alone would not explain how few were inside. */
function isShort({ interval }: Coverage, level: number): boolean {
  return interval.high < level
}

function rangeOf({ interval: { low, high } }: Coverage): string {
  return `${formatShare(low)} to ${formatShare(high)}`
}

function nameOf(slice: Slice, classes: readonly string[]): string {
  if (slice.by === 'class') return classes[slice.index] ?? ''
  const write = classes.length > 0 ? (value: number) => formatScore(value) : (value: number) => formatNumber(value)
  const [from, to] = [write(slice.from), write(slice.to)]
  const what = classes.length > 0 ? 'Likeliest at' : 'Predicted'
  return from === to ? `${what} ${from}` : `${what} ${from} to ${to}`
}
