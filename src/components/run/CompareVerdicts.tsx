import { Button, NativeSelect, SegmentedControl } from '@mantine/core'
import { memo, type ReactNode } from 'react'
import { useWatched } from '@/components/profile/useWatched.ts'
import { hrefOf } from '@/components/shell/useRoute.ts'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import { ProgressBar } from '@/components/ui/ProgressBar.tsx'
import { RunMark, runColourOf } from '@/components/ui/RunMark.tsx'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import { Whisker } from '@/components/ui/Whisker.tsx'
import { differenceWriter, type Verdict, writeP } from '@/core/compare/comparison.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import { METRICS, type MetricName, metricsFor } from '@/core/metrics/metric.ts'
import type { ComparedRun } from '@/core/pipeline/jobs.ts'
import { explainUncompared, explainVerdicts, type Uncompared } from '@/core/pipeline/noComparison.ts'
import type { Ranked } from '@/core/run/leaderboard.ts'
import type { Evaluation, Run } from '@/core/run/run.ts'
import type { CompareRoute } from '@/state/route.ts'
import { scoredKey } from '@/state/scoredKey.ts'
import { useAssay } from '@/state/useAssay.ts'
import { changeComparison } from './changeComparison.ts'
import { judgingOf } from './judging.ts'
import styles from './run.module.css'
import { TestLooks } from './TestLooks.tsx'

interface VerdictsProps {
  readonly route: Pick<CompareRoute, 'metric' | 'part'>
  /** The leftmost is the base that the others are held against. */
  readonly runs: readonly Ranked[]
  readonly question: Question
}

/** Whether each run is better than the base by one metric, as far as chance lets that be told. */
export const CompareVerdicts = memo(function CompareVerdicts({ route, runs, question }: VerdictsProps) {
  const evaluations = useAssay((state) => state.shelves.evaluation)
  const [base, ...others] = runs as [Ranked, ...Ranked[]]
  const { metric, part, isTestOpen } = judgingOf(
    evaluations,
    route,
    runs.map(({ run }) => run),
    question,
  )
  const input = { base: base.run.id, others: others.map(({ run }) => run.id), part, metric }
  const scored = useAssay((state) =>
    scoredKey(
      state,
      runs.map(({ run }) => run.id),
      part,
    ),
  )
  const asked = useWatched(JSON.stringify([input, scored]), (jobs, options) =>
    jobs.model.call('compareRuns', input, options),
  )
  const { progress } = asked
  const verdicts = asked.output?.flatMap((each) => ('verdict' in each ? [each.verdict] : [])) ?? []
  const furthest = Math.max(Number.MIN_VALUE, ...verdicts.flatMap(({ low, high }) => [Math.abs(low), Math.abs(high)]))
  return (
    <section aria-labelledby="better">
      <div className={styles.sectionHead}>
        <h2 id="better">Is it better?</h2>
        <NativeSelect
          aria-label="Judged by"
          value={metric}
          data={metricsFor(question.task).map((name) => ({ value: name, label: METRICS[name].label }))}
          onChange={(event) => changeComparison({ metric: event.currentTarget.value as MetricName }, { replace: true })}
        />
        {isTestOpen && (
          <SegmentedControl
            aria-label="Rows to judge on"
            size="xs"
            value={part}
            onChange={(value) => changeComparison({ part: value as Evaluation['part'] }, { replace: true })}
            data={[
              { value: 'validation', label: 'Validation rows' },
              { value: 'test', label: 'Test rows' },
            ]}
          />
        )}
        {asked.isSlow && (
          <div className={styles.working} role="status">
            <ProgressBar share={progress && progress.done / progress.total} label="Drawing resamples" />
            <Button onClick={asked.stop}>Stop</Button>
          </div>
        )}
        {asked.isStopped && (
          <div className={styles.working} role="status">
            Stopped. <Button onClick={asked.again}>Start again</Button>
          </div>
        )}
      </div>
      {asked.error && <ErrorStrip error={asked.error} action={<Button onClick={asked.again}>Try again</Button>} />}
      <Scrollable label="Verdicts" className={styles.scroll!}>
        <table className={styles.verdicts}>
          <thead>
            <tr>
              <th scope="col">Run</th>
              <th scope="col">Verdict</th>
              <th scope="col" className="n">
                Difference
              </th>
              {METRICS[metric].better === 'higher' ? (
                <th scope="col" className="n">
                  higher is better →
                </th>
              ) : (
                <th scope="col">← lower is better</th>
              )}
              <th scope="col" className="n">
                95% interval
              </th>
              <th scope="col" className="n">
                {others.length > 1 ? 'p, adjusted' : 'p'}
              </th>
              <th scope="col">Test</th>
            </tr>
          </thead>
          <tbody>
            {others.map((row, index) => (
              <tr key={row.run.id}>
                <th scope="row">
                  <a className={styles.runLink} href={hrefOf({ page: 'run', runId: row.run.id })}>
                    <RunMark mark={row.run.mark} kind={row.run.spec.learner.kind} /> {row.name}
                  </a>
                </th>
                <Cells
                  found={asked.output?.[index]}
                  isPending={!asked.error && !asked.isStopped}
                  run={row.run}
                  base={base.run}
                  part={part}
                  metric={metric}
                  furthest={furthest}
                />
              </tr>
            ))}
          </tbody>
        </table>
      </Scrollable>
      <p className={`caption ${styles.explanation}`}>
        {explainVerdicts({ base: base.run, metric, part, compared: verdicts.length }).join(' ')}
      </p>
      {part === 'test' && <TestLooks asked={base.run.spec} metric={metric} />}
    </section>
  )
})

const VERDICTS: Readonly<
  Record<Verdict['verdict'], { readonly text: (base: string) => string; readonly tone: string }>
> = {
  better: { text: (base) => `Better than ${base}`, tone: 'strong good' },
  worse: { text: (base) => `Worse than ${base}`, tone: 'strong bad' },
  'no evidence': { text: () => 'No evidence either way', tone: 'secondary' },
}

interface CellsProps extends Omit<ReasonProps, 'found'> {
  readonly found: ComparedRun | undefined
  readonly isPending: boolean
  /** The end of the axis that all whiskers share, on either side of 0. */
  readonly furthest: number
}

function Cells({ found, isPending, furthest, ...about }: CellsProps) {
  if (found && !('verdict' in found))
    return (
      <td colSpan={6} className="secondary">
        <Reason found={found} {...about} />
      </td>
    )
  if (!found)
    return (
      <>
        <td className="secondary">{isPending ? '…' : ''}</td>
        <td colSpan={5} />
      </>
    )
  const { verdict, difference, low, high, p, test } = found.verdict
  const write = differenceWriter(about.metric, high - low)
  const { text, tone } = VERDICTS[verdict]
  return (
    <>
      <td className={tone}>{text(about.base.mark.letter)}</td>
      <td className="n">
        {difference > 0 && '+'}
        {write(difference)}
      </td>
      <td>
        <Whisker
          value={difference / furthest}
          low={low / furthest}
          high={high / furthest}
          colour={runColourOf(about.run)}
        />
      </td>
      <td className="n">
        {write(low)} to {write(high)}
      </td>
      <td className="n">{writeP(p)}</td>
      <td className="caption">{test}</td>
    </>
  )
}

interface ReasonProps {
  readonly found: Uncompared
  readonly run: Run
  readonly base: Run
  readonly part: Evaluation['part']
  readonly metric: MetricName
}

/** Why there is no verdict, and what to do; the run that is named is a link. */
export function Reason({ found, ...about }: ReasonProps): ReactNode {
  const culprit = found.cause === about.base.id ? about.base : about.run
  const name = `run ${culprit.mark.letter}`
  const [before, after] = explainUncompared(found, about).split(name, 2)
  return after === undefined ? (
    before
  ) : (
    <>
      {before}
      <a href={hrefOf({ page: 'run', runId: culprit.id })}>{name}</a>
      {after}
    </>
  )
}
