import type { Dataset } from '../dataset/dataset.ts'
import { formatUnits } from '../format/format.ts'
import { contentHash } from '../hash.ts'
import { type Interval, Z_95 } from '../metrics/interval.ts'
import { METRICS, type MetricName, type TaskKind } from '../metrics/metric.ts'
import { normalCdf, normalQuantile } from '../normal.ts'
import type { SplitSpec } from '../split/split.ts'
import type { Evaluation, Run, RunId } from './run.ts'

/**
 * How often the test rows of one question have been looked at. Whoever sees several test scores and takes the best chooses
 * by them, and what was chosen by is no test any more.
 */
export interface TestLooks {
  /** Runs whose test rows were opened, in the order in which they were; baselines are a yardstick, and choose nothing. */
  readonly opened: readonly RunId[]
  /** When the first of them was; undefined where all are closed. */
  readonly firstAt: number | undefined
  /** Runs (no baselines) started after that: each of them could have been informed by a test score. */
  readonly later: number
}

/** What {@link countTestLooks} goes by. Removed runs belong to it too: a score that was seen stays seen. */
export interface TestRecords {
  readonly runs: readonly Pick<Run, 'id' | 'spec' | 'createdAt'>[]
  readonly datasets: Readonly<Record<string, Pick<Dataset, 'lineage'> | undefined>>
  readonly evaluations: Readonly<Record<string, Pick<Evaluation, 'createdAt'> | undefined>>
}

/**
 * Which test rows a run has: the lineage of its dataset (rows keep their part through its versions), target and split.
 * Another seed deals other test rows of the same question; they count together, as the choice is between all of them.
 */
function testKey({ question }: Pick<Run['spec'], 'question'>, datasets: TestRecords['datasets']): string {
  const lineage = datasets[question.datasetId]?.lineage ?? question.datasetId
  return JSON.stringify([lineage, question.target, splitKey(question.split)])
}

/** Splits are hashed once: all runs are gone through whenever a record changes. */
const splitKeys = new WeakMap<SplitSpec, string>()
function splitKey(split: SplitSpec): string {
  const key = splitKeys.get(split) ?? contentHash(split)
  splitKeys.set(split, key)
  return key
}

/** How often the test rows of `asked` have been looked at, over all experiments. */
export function countTestLooks(asked: Pick<Run['spec'], 'question'>, records: TestRecords): TestLooks {
  const key = testKey(asked, records.datasets)
  const isSame = (spec: Run['spec']) => testKey(spec, records.datasets) === key
  const models = records.runs.filter(({ spec }) => spec.learner.kind !== 'baseline' && isSame(spec))
  const opened = models
    .flatMap(({ id }) => {
      const test = records.evaluations[`${id}/test`]
      return test ? [{ id, at: test.createdAt }] : []
    })
    .sort((a, b) => a.at - b.at)
  const firstAt = opened[0]?.at
  return {
    opened: opened.map(({ id }) => id),
    firstAt,
    later: firstAt === undefined ? 0 : models.filter(({ createdAt }) => createdAt > firstAt).length,
  }
}

/** Beyond which a normal number is not met with any `k` that could be. */
const FAR = 12
const PANELS = 1_200

/**
 * E[max of k independent standard normal numbers] (Tippett 1925), by
 *
 *     E = ∫₀^∞ (1 − Φ(x)^k − (1 − Φ(x))^k) dx
 *
 * and Simpson's rule: 0 of one, .5642 of two, 1.5388 of ten. `k` is a whole number from 1.
 */
export function expectedMaximum(k: number): number {
  if (k <= 1) return 0
  const height = (x: number) => {
    const below = normalCdf(x)
    return 1 - below ** k - (1 - below) ** k
  }
  const step = FAR / PANELS
  let sum = height(0) + height(FAR)
  for (let i = 1; i < PANELS; i++) sum += (i % 2 === 1 ? 4 : 2) * height(i * step)
  return (sum * step) / 3
}

/** The standard error that a 95% interval tells: its width over 2 · 1.96, as of a normal one. */
export function standardErrorOf({ low, high }: Interval): number {
  return (high - low) / (2 * Z_95)
}

/**
 * By how much the best of `k` test scores, each with standard error `se`, is expected to look better than it is: at most
 * E[max of k normals] · se. It is a bound twice over. Scores on the same rows go up and down together, and the more they
 * do, the smaller their expected maximum (Slepian 1962); and where models differ, the error of the one that is taken is
 * never more than the largest error of all.
 */
export function expectedOptimism(k: number, se: number): number {
  return expectedMaximum(k) * se
}

/**
 * The interval of a score that was taken as the best of `k`, by Bonferroni's inequality (Dunn 1961): at 1 − .05 / k for
 * each, all `k` hold their truths together in at least 95 of 100 repetitions, so whichever is taken does. Each side of the
 * 95% interval is made longer as a normal one would be, by z(1 − .025 / k) / z(.975), within what the metric can be.
 */
export function widenInterval(
  task: TaskKind,
  metric: MetricName,
  value: number,
  { low, high }: Interval,
  k: number,
): Interval {
  const stretch = k <= 1 ? 1 : normalQuantile(1 - 0.025 / k) / Z_95
  const [least, most] = boundsOf(task, metric)
  return {
    low: Math.max(least, value - (value - low) * stretch),
    high: Math.min(most, value + (high - value) * stretch),
  }
}

/** The least and the most that a metric can be. */
function boundsOf(task: TaskKind, metric: MetricName): readonly [least: number, most: number] {
  switch (metric) {
    case 'mcc':
    case 'kappa':
      return [-1, 1]
    case 'r2':
      return [Number.NEGATIVE_INFINITY, 1]
    case 'ece':
      return [0, 1]
    case 'brier':
      return [0, task === 'multiclass' ? 2 : 1]
    default:
      return METRICS[metric].better === 'higher' ? [0, 1] : [0, Number.POSITIVE_INFINITY]
  }
}

/**
 * How often the test rows were looked at, in a sentence; and what that does to the best of them: `optimism` is by how much
 * and by what, as in ".006 better by AUC", where it is known.
 */
export function describeTestLooks({ opened, later }: TestLooks, optimism: string | undefined): string {
  const count = opened.length
  if (count === 0) return ''
  const first = `The test rows of this question have been opened for ${formatUnits(count, 'run')}`
  const picking =
    count === 1
      ? ': its score is as good as it looks, unless the run was chosen by it'
      : `; picking the best of ${count} on them is expected to look ${optimism === undefined ? 'better' : `up to ${optimism}`} than it is, which the interval of one run does not cover`
  const informed =
    later === 0
      ? ''
      : ` ${formatUnits(later, 'run')} ${later === 1 ? 'was' : 'were'} started after the first was opened, and could have been informed by it.`
  return `${first}${picking}.${informed}`
}
