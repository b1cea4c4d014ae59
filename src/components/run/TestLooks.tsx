import { formatMetric } from '@/core/format/format.ts'
import type { Interval } from '@/core/metrics/interval.ts'
import { METRICS, type MetricName } from '@/core/metrics/metric.ts'
import type { Evaluation, Run, RunSpec } from '@/core/run/run.ts'
import {
  describeTestLooks,
  expectedOptimism,
  type TestLooks as Looks,
  standardErrorOf,
  widenInterval,
} from '@/core/run/testLooks.ts'
import { intervalKey } from '@/state/intervals.ts'
import { useAssay } from '@/state/useAssay.ts'
import styles from './testLooks.module.css'
import { useWantedIntervals } from './useIntervals.ts'
import { useTestLooks } from './useTestLooks.ts'

/**
 * How often the test rows of a question were looked at, and by how much the best of those scores flatters. Beside the
 * scores of one run, that run's interval widened for the choice, too. Nothing where all are closed.
 */
export function TestLooks({
  asked,
  metric = asked.question.metric,
  run,
}: {
  asked: Pick<RunSpec, 'question'>
  metric?: MetricName
  /** The run beside whose scores it stands. */
  run?: Run
}) {
  const evaluations = useAssay(({ shelves }) => shelves.evaluation)
  const looks = useTestLooks(asked)
  const count = looks.opened.length
  // Of one there was no choice, and of a baseline none is made.
  const tests = count < 2 ? [] : looks.opened.flatMap((id) => evaluations[`${id}/test`] ?? [])
  useWantedIntervals(tests)
  const intervals = useTestIntervals(tests, metric)
  if (count === 0) return null
  const errors = [...intervals.values()].map(standardErrorOf)
  const optimism =
    errors.length > 0
      ? formatMetric(metric, expectedOptimism(count, errors.reduce((sum, error) => sum + error, 0) / errors.length))
      : undefined
  return (
    <p className={styles.looks} data-testid="test-looks">
      {describeTestLooks(looks, optimism && `${optimism} better by ${METRICS[metric].label}`)}
      {run && <Widened run={run} metric={metric} looks={looks} interval={intervals.get(run.id)} />}
    </p>
  )
}

/** The intervals of test scores that are known by now, by run. */
function useTestIntervals(tests: readonly Evaluation[], metric: MetricName): ReadonlyMap<string, Interval> {
  const known = useAssay(({ intervals }) => intervals)
  return new Map(
    tests.flatMap((test) => {
      const interval = known[intervalKey(test)]?.intervals?.[metric]
      return interval ? [[test.runId, interval] as const] : []
    }),
  )
}

function Widened({
  run,
  metric,
  looks: { opened },
  interval,
}: {
  run: Run
  metric: MetricName
  looks: Looks
  interval: Interval | undefined
}) {
  const value = useAssay(({ shelves }) => shelves.evaluation[`${run.id}/test`]?.metrics[metric])
  if (value === undefined || !interval || !opened.includes(run.id)) return null
  const { low, high } = widenInterval(run.spec.question.task, metric, value, interval, opened.length)
  return (
    <>
      {' '}
      Picked as the best of {opened.length}, run {run.mark.letter} has {METRICS[metric].label} from{' '}
      {formatMetric(metric, low)} to {formatMetric(metric, high)} with 95% confidence, instead of{' '}
      {formatMetric(metric, interval.low)} to {formatMetric(metric, interval.high)} (Bonferroni).
    </>
  )
}
