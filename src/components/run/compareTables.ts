import type { Verdict } from '@/core/compare/comparison.ts'
import type { TableData } from '@/core/dataset/tableData.ts'
import { METRICS, type MetricName } from '@/core/metrics/metric.ts'
import type { MetricIntervals } from '@/core/resample/intervals.ts'
import type { Ranked } from '@/core/run/leaderboard.ts'
import { scoreLabel } from '@/core/run/quantile.ts'
import type { SeedLine } from '@/core/run/sayReplicates.ts'
import type { VerdictRow } from './VerdictTable.tsx'

/** Verdicts as they stand on the page, with p as the test gave it beside the adjusted one. */
export function tableOfVerdicts(base: Ranked, rows: readonly VerdictRow[], metric: MetricName): TableData {
  const names = ['Run', 'Name', 'Against', 'Over', 'Metric', 'Verdict', 'Difference', 'Low', 'High', 'p', 'p adjusted']
  const numbers = ({ difference, low, high, rawP, p }: Verdict) => [difference, low, high, rawP, p]
  return {
    columns: [...names, 'Test'].map((name) => ({ name })),
    rows: rows.map(({ ranked, over, verdict, statistic }) => [
      ranked.run.mark.letter,
      ranked.name,
      base.run.mark.letter,
      over,
      METRICS[metric].label,
      ...(typeof verdict === 'string'
        ? [verdict]
        : [verdict.verdict, ...numbers(verdict), statistic ? `${verdict.test}, ${statistic}` : verdict.test]),
    ]),
  }
}

/** A run's scores of one part, as far as they are known. */
interface ScoredRun {
  readonly letter: string
  readonly metrics: Readonly<Partial<Record<MetricName, number>>>
  readonly intervals: MetricIntervals | undefined
}

/** Scores side by side, each with the ends of its interval. */
export function tableOfScores(
  runs: readonly ScoredRun[],
  metrics: readonly MetricName[],
  /** Of the pinball losses among them. */
  quantile: number | undefined,
): TableData {
  return {
    columns: [
      { name: 'Metric' },
      ...runs.flatMap(({ letter }) => [letter, `${letter} low`, `${letter} high`].map((name) => ({ name }))),
    ],
    rows: metrics.map((metric) => [
      scoreLabel(metric, quantile),
      ...runs.flatMap(({ metrics: values, intervals }) => [
        values[metric],
        intervals?.[metric]?.low,
        intervals?.[metric]?.high,
      ]),
    ]),
  }
}

/** Each seed of each spec. */
export function tableOfSeeds(lines: readonly SeedLine[], metric: MetricName): TableData {
  return {
    columns: ['Spec of', 'Name', 'Seed', 'Run', METRICS[metric].label].map((name) => ({ name })),
    rows: lines.flatMap(({ run, name, scores }) =>
      scores.seeds.map((each) => [run.mark.letter, name, each.seed, each.run.mark.letter, each.score]),
    ),
  }
}
