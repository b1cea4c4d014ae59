import { selectEnsemble } from '@/core/auto/ensemble.ts'
import type { RunQuestion } from '@/core/experiment/experiment.ts'
import { evaluateMetric, evaluatePredictions, lossOf } from '@/core/metrics/evaluate.ts'
import { isBetter } from '@/core/metrics/metric.ts'
import type { FoldResult } from '@/core/run/run.ts'

/** Picks of the mix, each of one model. */
const PICKS = 20
/** Rows by which the mix is chosen, evenly taken where there are more. */
const MIX_ROWS = 20_000
/** Probability from which the second of two classes is predicted. */
const THRESHOLD = 0.5

/** Rows by which candidates are compared: the validation rows, or those of one fold. */
export interface HeldOut {
  /** Rows that the models trained on which answer for them. */
  readonly train: number
  readonly actual: Float64Array
}

/** What a candidate answers for the rows of each part (rows × classes, or numbers), each by a model that did not train on them. */
type Answers = readonly Float32Array[]

type Asked = Pick<RunQuestion, 'task' | 'classes' | 'metric'>

/** The loss over the rows of all parts, and the primary metric, its mean over the parts; null where there is none. */
export function judge({ task, classes, metric }: Asked, parts: readonly HeldOut[], answers: Answers) {
  const loss = lossOf({ task, ...joined(parts, answers) })
  return {
    loss: loss !== undefined && Number.isFinite(loss) ? loss : null,
    metric: meanMetric({ task, classes, metric }, parts, answers) ?? null,
  }
}

/**
 * Shares of the vote of the candidates. The mix is the one of the least loss, a proper score: by AUC or accuracy alone
 * probabilities would come out of it that mean nothing. Where the primary metric is better of the best by itself, that
 * answers alone.
 */
export function chooseMix(asked: Asked, parts: readonly HeldOut[], candidates: readonly Answers[]): readonly number[] {
  const { task, metric } = asked
  const best = bestOf(asked, parts, candidates)
  const some = thin(parts, candidates)
  const { actual } = joined(some.parts, some.candidates[0]!)
  const scores = some.candidates.map((answers) => joined(some.parts, answers).predictions.scores)
  const { rows, width } = joined(some.parts, some.candidates[0]!).predictions
  const quality = (answers: Float32Array) => {
    const loss = lossOf({ task, actual, predictions: { rows, width, scores: answers } })
    return loss !== undefined && Number.isFinite(loss) ? -loss : undefined
  }
  const weights = selectEnsemble({ scores, quality, picks: PICKS })
  const isAsGood = !isBetter(
    metric,
    meanMetric(asked, some.parts, some.candidates[best]!),
    meanMetric(asked, some.parts, mixed(weights, some.candidates)),
  )
  return weights.some((weight) => weight > 0) && isAsGood ? weights : candidates.map((_, i) => Number(i === best))
}

/** What the mix would have come to on each fold, had it been chosen on the others: no fold judges what it chose. */
export function scoreFolds(
  asked: Asked,
  folds: readonly HeldOut[],
  candidates: readonly Answers[],
): readonly FoldResult[] {
  const { task, classes } = asked
  return folds.map(({ train, actual }, fold) => {
    const others = <T>(all: readonly T[]) => all.filter((_, i) => i !== fold)
    const weights = chooseMix(asked, others(folds), candidates.map(others))
    const scores = mixed(
      weights,
      candidates.map((answers) => [answers[fold]!]),
    )[0]!
    const predictions = { rows: actual.length, width: scores.length / actual.length, scores }
    const { metrics } = evaluatePredictions({ task, classes, actual, predictions, threshold: THRESHOLD })
    return { train, validation: actual.length, metrics }
  })
}

/** The place of the candidate of the best primary metric, the first of equals. */
function bestOf(asked: Asked, parts: readonly HeldOut[], candidates: readonly Answers[]): number {
  const metrics = candidates.map((answers) => meanMetric(asked, parts, answers))
  return metrics.reduce<number>((best, value, i) => (isBetter(asked.metric, value, metrics[best]) ? i : best), 0)
}

/** The primary metric, its mean over those parts that have one. */
function meanMetric({ task, classes, metric }: Asked, parts: readonly HeldOut[], answers: Answers): number | undefined {
  const values = parts.flatMap(({ actual }, part) => {
    const scores = answers[part]!
    const predictions = { rows: actual.length, width: scores.length / actual.length, scores }
    return evaluateMetric({ task, classes, actual, predictions, threshold: THRESHOLD }, metric) ?? []
  })
  return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : undefined
}

/** The rows of all parts, one after the other. */
function joined(parts: readonly Pick<HeldOut, 'actual'>[], answers: Answers) {
  const rows = parts.reduce((sum, { actual }) => sum + actual.length, 0)
  const actual = new Float64Array(rows)
  const scores = new Float32Array(answers.reduce((sum, { length }) => sum + length, 0))
  let [row, at] = [0, 0]
  parts.forEach((part, i) => {
    actual.set(part.actual, row)
    scores.set(answers[i]!, at)
    row += part.actual.length
    at += answers[i]!.length
  })
  return { actual, predictions: { rows, width: scores.length / rows, scores } }
}

function mixed(weights: readonly number[], candidates: readonly Answers[]): Answers {
  return candidates[0]!.map((first, part) => {
    const sum = new Float32Array(first.length)
    for (const [k, answers] of candidates.entries()) {
      const own = answers[part]!
      for (let i = 0; i < sum.length; i++) sum[i]! += weights[k]! * own[i]!
    }
    return sum
  })
}

/** Some rows of each part, evenly taken, where there are too many to choose by. */
function thin(parts: readonly HeldOut[], candidates: readonly Answers[]) {
  const rows = parts.reduce((sum, { actual }) => sum + actual.length, 0)
  const step = Math.max(1, rows / MIX_ROWS)
  if (step === 1) return { parts, candidates }
  const placesOf = ({ actual }: HeldOut) =>
    Array.from({ length: Math.max(1, Math.floor(actual.length / step)) }, (_, i) => Math.floor(i * step))
  const places = parts.map(placesOf)
  return {
    parts: parts.map(({ train, actual }, part) => ({
      train,
      actual: Float64Array.from(places[part]!, (row) => actual[row]!),
    })),
    candidates: candidates.map((answers) =>
      answers.map((scores, part) => {
        const width = scores.length / parts[part]!.actual.length
        const some = new Float32Array(places[part]!.length * width)
        for (const [i, row] of places[part]!.entries())
          some.set(scores.subarray(row * width, (row + 1) * width), i * width)
        return some
      }),
    ),
  }
}
