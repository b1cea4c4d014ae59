import type { Adjustment } from '../compare/adjust.ts'
import { judgeTogether, type Verdict } from '../compare/comparison.ts'
import { compareFolds } from '../compare/folds.ts'
import { type Look, type ReplicatePair, replicate } from '../compare/replicate.ts'
import { canonicalJson } from '../hash.ts'
import type { MetricName } from '../metrics/metric.ts'
import { isRankedBy, lossQuantile } from './quantile.ts'
import type { Evaluation, Run, RunResult, RunSpec } from './run.ts'

/** A run with what came of it, as far as it has come. */
export interface Ended {
  readonly run: Run
  readonly result: RunResult | undefined
  /** On the validation rows. */
  readonly evaluation: Evaluation | undefined
}

/** Two runs of one seed, each of its own spec, on the same rows. */
export interface SeedPair extends ReplicatePair {
  readonly seed: number
  readonly base: Run
  readonly other: Run
  /** When the later of them ended. */
  readonly finishedAt: number
}

/**
 * Why runs cannot be compared over folds or seeds: they ask about other data, target, classes or rows; they are one spec; one has no folds, other
 * folds or ones that failed; there are no two seeds of both; the same rows validate whatever the seed, so that seeds say nothing of other rows;
 * their pinball losses are of two quantiles; one starts from a model that was trained on the rows of its own seed; or nothing varies.
 */
export type NoResampling =
  | 'otherRows'
  | 'sameSpec'
  | 'noFolds'
  | 'noSeeds'
  | 'fixedRows'
  | 'warmStart'
  | 'otherQuantile'
  | 'noChance'

/** A comparison over folds or seeds, before others are read beside it. */
type Resampled = { readonly found: Omit<Look, 'pairs' | 'information'>; readonly count: number }

/** What is shown over folds or over seeds, p adjusted for all that are read together. */
export interface ResampledVerdict extends Verdict {
  readonly t: number
  readonly df: number
  /** Folds, or pairs of runs. */
  readonly count: number
}

/** What a spec shares with those that differ from it by their seed alone. */
export function familyOf({ seed: _seed, ...spec }: RunSpec): string {
  return canonicalJson(spec)
}

/** What decides, with the seed, which rows train and validate. */
function rowsKey({ question: { datasetId, target, task, classes, split, folds } }: RunSpec): string {
  return canonicalJson({ datasetId, target, task, classes, split, folds })
}

/** Whether runs of two specs train and validate on the same rows, and ask the same of them. */
export function shareRows(a: RunSpec, b: RunSpec): boolean {
  return rowsKey(a) === rowsKey(b) && a.seed === b.seed
}

/** Why runs of two specs can never be compared over seeds; undefined where they can. */
export function whyNotSeeds(base: RunSpec, other: RunSpec): NoResampling | undefined {
  if (rowsKey(base) !== rowsKey(other)) return 'otherRows'
  if (familyOf(base) === familyOf(other)) return 'sameSpec'
  if (base.warmStart || other.warmStart) return 'warmStart'
  // Cut by time, the same rows validate always: over seeds only the luck of training varies, not the rows.
  return base.question.split.kind === 'time' ? 'fixedRows' : undefined
}

/** The finished run of each seed of a spec, the earliest where one was repeated. */
function seedsOf(spec: RunSpec, all: readonly Ended[]): ReadonlyMap<number, Ended> {
  const family = familyOf(spec)
  const found = new Map<number, Ended>()
  for (const ended of [...all].sort((a, b) => a.run.createdAt - b.run.createdAt)) {
    const { spec: own, status } = ended.run
    if (status === 'done' && !found.has(own.seed) && familyOf(own) === family) found.set(own.seed, ended)
  }
  return found
}

/** The runs of a spec that differ by their seed, and what they come to. */
export interface SeedScores {
  /** In the order of their seeds. */
  readonly seeds: readonly { readonly seed: number; readonly run: Run; readonly score: number }[]
  readonly mean: number
  /** Standard deviation over seeds, with n − 1. */
  readonly std: number
}

/** What the seeds of a spec come to by a metric (each the mean of its folds, where it has some); undefined of fewer than two. */
export function scoresOverSeeds(spec: RunSpec, all: readonly Ended[], metric: MetricName): SeedScores | undefined {
  const seeds = [...seedsOf(spec, all)]
    .flatMap(([seed, ended]) => {
      const scores = scoresOf(ended, metric)
      return scores.length === 0 ? [] : [{ seed, run: ended.run, score: meanOf(scores) }]
    })
    .sort((a, b) => a.seed - b.seed)
  if (seeds.length < 2) return undefined
  const mean = meanOf(seeds.map(({ score }) => score))
  const squares = seeds.reduce((sum, { score }) => sum + (score - mean) ** 2, 0)
  return { seeds, mean, std: Math.sqrt(squares / (seeds.length - 1)) }
}

/** The pairs of both specs that have a score each, in the order in which they came. */
export function seedPairs(
  base: RunSpec,
  other: RunSpec,
  all: readonly Ended[],
  metric: MetricName,
): readonly SeedPair[] {
  const others = seedsOf(other, all)
  const pairs: SeedPair[] = []
  for (const [seed, left] of seedsOf(base, all)) {
    const right = others.get(seed)
    if (!right) continue
    const [a, b] = [scoresOf(left, metric), scoresOf(right, metric)]
    if (a.length === 0 || a.length !== b.length) continue
    const finishedAt = Math.max(left.run.finishedAt ?? 0, right.run.finishedAt ?? 0)
    pairs.push({ seed, a, b, base: left.run, other: right.run, finishedAt })
  }
  return pairs.sort((a, b) => a.finishedAt - b.finishedAt || a.seed - b.seed)
}

/** A score for each fold where the question has folds, else the one of the validation rows; none where one is missing. */
function scoresOf({ run, result, evaluation }: Ended, metric: MetricName): readonly number[] {
  const { folds: asked = 0 } = run.spec.question
  const values = asked > 0 ? (result?.folds ?? []).map(({ metrics }) => metrics[metric]) : [evaluation?.metrics[metric]]
  const known = values.filter((value) => value !== undefined && Number.isFinite(value)) as number[]
  return known.length === Math.max(1, asked) ? known : []
}

/** What a run of a pair came to: the mean over its folds, where it has some. */
export function meanOf(scores: readonly number[]): number {
  return scores.reduce((sum, score) => sum + score, 0) / scores.length
}

/** Rows scored for each row trained on, over runs of one question. */
function testsPerTrainedOf(results: readonly (RunResult | undefined)[]): number {
  let [tests, trained] = [0, 0]
  for (const result of results) {
    for (const { train, validation } of result?.folds ?? []) {
      tests += validation
      trained += train
    }
    if (!result?.folds && result) {
      tests += result.rows.validation
      trained += result.rows.train
    }
  }
  return tests > 0 && trained > 0 ? tests / trained : 1
}

/** The looks at two specs after each pair of seeds. */
export function looksOf(base: RunSpec, other: RunSpec, all: readonly Ended[], metric: MetricName): readonly Look[] {
  const pairs = seedPairs(base, other, all, metric)
  const results = new Map(all.map(({ run, result }) => [run.id, result]))
  const testsPerTrained = testsPerTrainedOf(pairs.map((pair) => results.get(pair.base.id)))
  return replicate({ metric, pairs, testsPerTrained })
}

/** Whether the scores of two runs are of one metric: pinball losses of two quantiles are not. */
function isOneMetric(metric: MetricName, base: Run, other: Run): boolean {
  return isRankedBy(metric, other, lossQuantile(base))
}

function overFoldsOf(base: Ended, other: Ended, metric: MetricName): Resampled | NoResampling {
  if (!shareRows(base.run.spec, other.run.spec)) return 'otherRows'
  if (!base.run.spec.question.folds) return 'noFolds'
  if (!isOneMetric(metric, base.run, other.run)) return 'otherQuantile'
  const [a, b] = [scoresOf(base, metric), scoresOf(other, metric)]
  if (a.length === 0 || a.length !== b.length) return 'noFolds'
  const found = compareFolds({ metric, a, b, testsPerTrained: testsPerTrainedOf([base.result]) })
  return found ? { found, count: a.length } : 'noChance'
}

function overSeedsOf(base: Ended, other: Ended, metric: MetricName, all: readonly Ended[]): Resampled | NoResampling {
  const reason = whyNotSeeds(base.run.spec, other.run.spec)
  if (reason) return reason
  if (!isOneMetric(metric, base.run, other.run)) return 'otherQuantile'
  if (seedPairs(base.run.spec, other.run.spec, all, metric).length < 2) return 'noSeeds'
  const last = looksOf(base.run.spec, other.run.spec, all, metric).at(-1)
  return last ? { found: last, count: last.pairs } : 'noChance'
}

/**
 * Whether each run is better than the base over folds or over seeds of both specs, as far as that can be told.
 * @param all Runs among which further seeds are looked for.
 */
export function compareResampled(
  base: Ended,
  others: readonly Ended[],
  metric: MetricName,
  over: 'folds' | 'seeds',
  all: readonly Ended[],
  adjustment?: Adjustment,
): readonly (ResampledVerdict | NoResampling)[] {
  const found = others.map((other) =>
    over === 'folds' ? overFoldsOf(base, other, metric) : overSeedsOf(base, other, metric, all),
  )
  const verdicts = judgeTogether(
    found.map((each) => (typeof each === 'string' ? undefined : each.found)),
    adjustment,
  )
  return found.map((each, i) => {
    if (typeof each === 'string') return each
    const { t, df } = each.found
    return { ...verdicts[i]!, t, df, count: each.count }
  })
}
