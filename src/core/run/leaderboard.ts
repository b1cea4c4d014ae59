import { formatMetric } from '../format/format.ts'
import { isBetter, METRICS, type MetricName } from '../metrics/metric.ts'
import type { Run } from './run.ts'

/** A run as the leaderboard ranks it. */
export interface Ranked {
  readonly run: Run
  readonly name: string
  /** By metric, on validation rows. */
  readonly metrics: Readonly<Partial<Record<MetricName, number>>>
  readonly trainMs: number | undefined
}

/** What the leaderboard can be sorted by; a leading `-` turns the order round. */
export type SortKey = MetricName | 'name' | 'time' | 'started'

/** Reads a sort from the URL; whatever it does not know sorts by the primary metric, best first. */
export function parseSort(
  text: string | undefined,
  primary: MetricName,
): { readonly key: SortKey; readonly reversed: boolean } {
  const reversed = text?.startsWith('-') ?? false
  const key = reversed ? text?.slice(1) : text
  if (key === 'name' || key === 'time' || key === 'started' || (key && Object.hasOwn(METRICS, key)))
    return { key: key as SortKey, reversed }
  return { key: primary, reversed: false }
}

/** Best first for metrics, A to Z, quickest, newest. What has no value comes last, whichever way round. */
export function sortRuns(rows: readonly Ranked[], { key, reversed }: ReturnType<typeof parseSort>): readonly Ranked[] {
  const sign = reversed ? -1 : 1
  const keyOf = (row: Ranked) =>
    key === 'name'
      ? row.name
      : key === 'time'
        ? row.trainMs
        : key === 'started'
          ? -row.run.createdAt
          : row.metrics[key] === undefined
            ? undefined
            : METRICS[key].better === 'higher'
              ? -row.metrics[key]
              : row.metrics[key]
  return [...rows].sort((a, b) => {
    const left = keyOf(a)
    const right = keyOf(b)
    if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined)
    if (left === right) return a.run.createdAt - b.run.createdAt
    return left < right ? -sign : sign
  })
}

/** The best value of a metric among rows, to be set in strong type. */
export function bestValue(rows: readonly Ranked[], metric: MetricName): number | undefined {
  let best: number | undefined
  for (const { metrics } of rows) if (isBetter(metric, metrics[metric], best)) best = metrics[metric]
  return best
}

/** Who is ahead and by how much, claiming no more than the numbers say. */
export function describeLeaders(runs: readonly Ranked[], metric: MetricName): string {
  const label = METRICS[metric].label
  const best = bestValue(runs, metric)
  const leaders = runs.filter(({ metrics }) => metrics[metric] === best)
  if (best === undefined) return `None of these runs has a ${label} yet.`
  const others = runs
    .filter((row) => !leaders.includes(row) && row.metrics[metric] !== undefined)
    .map(({ run, metrics }) => `${run.mark.letter} ${formatMetric(metric, metrics[metric])}`)
  const against = others.length > 0 ? `, against ${others.join(', ')}` : ''
  const letters = leaders.map(({ run }) => run.mark.letter).join(' and ')
  const verdict =
    leaders.length === 1
      ? `Run ${letters} is ahead with ${label} ${formatMetric(metric, best)}`
      : `Runs ${letters} are level with ${label} ${formatMetric(metric, best)}`
  return `${verdict}${against}.`
}
