import { Button, NativeSelect, SegmentedControl } from '@mantine/core'
import type { ReactNode } from 'react'
import { useWatched } from '@/components/profile/useWatched.ts'
import { goTo, hrefOf } from '@/components/shell/useRoute.ts'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import { ProgressBar } from '@/components/ui/ProgressBar.tsx'
import { RunMark, runColourOf } from '@/components/ui/RunMark.tsx'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import { Whisker } from '@/components/ui/Whisker.tsx'
import { differenceWriter, type Verdict, writeP } from '@/core/compare/comparison.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import { formatUnits } from '@/core/format/format.ts'
import { METRICS, type MetricName, metricsFor } from '@/core/metrics/metric.ts'
import type { ComparedRun } from '@/core/pipeline/jobs.ts'
import type { Ranked } from '@/core/run/leaderboard.ts'
import type { Evaluation, Run } from '@/core/run/run.ts'
import type { CompareRoute } from '@/state/route.ts'
import { useAssay } from '@/state/useAssay.ts'
import { comparedPart } from './comparedPart.ts'
import styles from './run.module.css'
import { TestLooks } from './TestLooks.tsx'

interface VerdictsProps {
  readonly route: CompareRoute
  /** The leftmost is the base that the others are held against. */
  readonly runs: readonly Ranked[]
  readonly question: Question
}

/** The metric that the address asks to judge by, where the question's task has it; else its own. */
export function judgingMetric({ metric }: CompareRoute, question: Question): MetricName {
  return metric && METRICS[metric].tasks.includes(question.task) ? metric : question.metric
}

/** Whether each run is better than the base by one metric, as far as chance lets that be told. */
export function CompareVerdicts({ route, runs, question }: VerdictsProps) {
  const evaluations = useAssay((state) => state.shelves.evaluation)
  const pipelines = useAssay((state) => state.shelves.pipeline)
  const [base, ...others] = runs as [Ranked, ...Ranked[]]
  const metric = judgingMetric(route, question)
  const { part, isTestOpen } = comparedPart(
    evaluations,
    runs.map(({ run }) => run.id),
    route.part,
  )
  const input = { base: base.run.id, others: others.map(({ run }) => run.id), part, metric }
  const digests = runs.map(({ run }) => [evaluations[`${run.id}/${part}`]?.digest, pipelines[run.id]?.threshold])
  const asked = useWatched(JSON.stringify([input, digests]), (jobs, options) =>
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
          onChange={(event) => goTo({ ...route, metric: event.currentTarget.value as MetricName }, { replace: true })}
        />
        {isTestOpen && (
          <SegmentedControl
            aria-label="Rows to judge on"
            size="xs"
            value={part}
            onChange={(value) => goTo({ ...route, part: value as Evaluation['part'] }, { replace: true })}
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
                95 % interval
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
      <Explanation base={base.run} metric={metric} part={part} question={question} compared={verdicts.length} />
      {part === 'test' && <TestLooks asked={base.run.spec} metric={metric} />}
    </section>
  )
}

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
  readonly found: Pick<Exclude<ComparedRun, { readonly verdict: Verdict }>, 'reason' | 'cause'>
  readonly run: Run
  readonly base: Run
  readonly part: Evaluation['part']
  readonly metric: MetricName
}

/** Why there is no verdict, and what to do. */
export function Reason({ found: { reason, cause }, run, base, part, metric }: ReasonProps): ReactNode {
  const culprit = cause === base.id ? base : run
  const name = <a href={hrefOf({ page: 'run', runId: culprit.id })}>run {culprit.mark.letter}</a>
  switch (reason) {
    case 'notScored':
      return part === 'test' ? (
        <>The test rows of {name} are still closed. Open them there, or judge on validation rows.</>
      ) : (
        <>No scores yet of {name}. It can be compared once it has trained.</>
      )
    case 'notStored':
      return <>The predictions of {name} are not in this browser. Train it again from its spec.</>
    case 'otherQuestion':
      return `It has another target or other classes than ${base.mark.letter}: compare it with runs of its own question.`
    case 'otherRows':
      return `Scored on other rows than ${base.mark.letter}: train it again with the same data, split and seed.`
    case 'groupsMissing':
      return 'The column that groups the rows is not in this browser. Load the same file again.'
    case 'noChance':
      return `${METRICS[metric].label} has no value here, or does not vary, so chance cannot be told. Choose another metric.`
  }
}

function Explanation({
  base,
  metric,
  part,
  question: { split },
  compared,
}: {
  base: Run
  metric: MetricName
  part: Evaluation['part']
  question: Question
  compared: number
}) {
  const { label } = METRICS[metric]
  const { letter } = base.mark
  return (
    <p className={`caption ${styles.explanation}`}>
      Difference is {label} of the run less that of {letter}. p is the chance of a difference as large between models
      that are equally good
      {compared > 1 && `, adjusted for ${formatUnits(compared, 'comparison')} (Holm)`}; below .05 counts as evidence.{' '}
      {split.kind === 'group' && `Rows of one ${split.column} hang together, so whole groups are drawn. `}
      {part === 'validation'
        ? `Validation rows took part in choosing (when to stop, how strong a penalty, which mix), which flatters the runs that chose most by them: open the test rows of ${letter} and of the run that you choose for a verdict that does not.`
        : 'Test rows took no part in training or choosing, as long as you did not choose a run by them.'}
    </p>
  )
}
