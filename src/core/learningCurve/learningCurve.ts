import type { ErrorData } from '../errors.ts'
import type { MetricName, MetricValues } from '../metrics/metric.ts'
import type { RUN_STATUSES, RunId } from '../run/run.ts'

/** Shares of the training rows at which a spec is trained. */
const CURVE_SHARES = [0.1, 0.2, 0.4, 0.7, 1] as const

/** One training of the run's spec on a part of its training rows. */
export interface CurveTraining {
  readonly share: number
  /** Which draw of the rows, from 0: the parts of one draw are nested. */
  readonly draw: number
  /** Training rows that were drawn. */
  readonly rows: number
  /** On the rows that it was trained on. */
  readonly train: MetricValues
  /** On the validation rows of the run, the same for all. */
  readonly validation: MetricValues
  readonly trainMs: number
  /** Why it came to nothing. */
  readonly error?: string | undefined
}

/** How well a run's spec does with fewer rows. */
export interface LearningCurve {
  readonly schema: 1
  /** The run's id. */
  readonly id: RunId
  readonly status: (typeof RUN_STATUSES)[number]
  /** Of the run: all that there are. */
  readonly trainRows: number
  readonly validationRows: number
  /** In the order in which they were trained. */
  readonly trainings: readonly CurveTraining[]
  readonly error?: ErrorData | undefined
  readonly createdAt: number
  readonly finishedAt?: number | undefined
}

export interface PlannedTraining {
  readonly share: number
  readonly draw: number
}

/** Draws of each share where time allows: small parts differ most by chance, and cost least. */
const DRAWS = [5, 4, 3, 2, 1]
/** What all trainings together may take by an estimate, before further draws are left out. */
const BUDGET_MS = 10 * 60_000

/**
 * The trainings of a curve: all shares once, small ones first, so that a curve is soon there; then further draws, round by
 * round, as long as they fit the budget were time to grow with the rows.
 * @param trainMs How long the run itself took.
 */
export function planTrainings(trainMs: number): readonly PlannedTraining[] {
  const plan: PlannedTraining[] = CURVE_SHARES.map((share) => ({ share, draw: 0 }))
  let ms = plan.reduce((sum, { share }) => sum + share * trainMs, 0)
  for (let draw = 1; draw < DRAWS[0]!; draw++)
    for (const [i, share] of CURVE_SHARES.entries()) {
      if (draw >= DRAWS[i]!) continue
      ms += share * trainMs
      if (ms <= BUDGET_MS) plan.push({ share, draw })
    }
  return plan
}

/** What is left of a plan. */
export function leftOf(
  plan: readonly PlannedTraining[],
  trainings: readonly CurveTraining[],
): readonly PlannedTraining[] {
  return plan.filter(({ share, draw }) => !trainings.some((done) => done.share === share && done.draw === draw))
}

/** The mean score of the draws of one size. */
export interface CurvePoint {
  readonly share: number
  readonly rows: number
  readonly draws: number
  readonly train: number | undefined
  readonly validation: number
  /** Of the validation score about what other training rows as many would give; undefined where draws do not tell. */
  readonly variance: number | undefined
  readonly trainVariance: number | undefined
}

export interface CurvePoints {
  readonly points: readonly CurvePoint[]
  /** Degrees of freedom of the variances: draws beyond the first of each size. */
  readonly df: number
}

/**
 * Mean scores by size with their variances. Scores of n training rows, drawn anew from where they come from, are taken to vary
 * by τ² / n. Parts of a share f that are drawn from the same rows vary by (1 − f) τ² / n only, so τ² is what is found
 * between draws over 1 − f, pooled over all sizes; and the mean of r draws, which have a share f of their rows in common, has
 * the variance ((1 − f) / r + f) τ² / n.
 */
export function curvePoints(trainings: readonly CurveTraining[], metric: MetricName): CurvePoints {
  const bySize = [...new Set(trainings.map(({ share }) => share))]
    .sort((a, b) => a - b)
    .map((share) => trainings.filter((each) => each.share === share && each.validation[metric] !== undefined))
    .filter((own) => own.length > 0)
  const validation = pooled(bySize, ({ validation: values }) => values[metric])
  const train = pooled(bySize, ({ train: values }) => values[metric])
  const points = bySize.map((own): CurvePoint => {
    const { share } = own[0]!
    const rows = meanOf(own.map((each) => each.rows))
    const scale = ((1 - share) / own.length + share) / rows
    const trained = own.flatMap(({ train: values }) => values[metric] ?? [])
    return {
      share,
      rows,
      draws: own.length,
      train: trained.length === own.length ? meanOf(trained) : undefined,
      validation: meanOf(own.map(({ validation: values }) => values[metric]!)),
      variance: validation && validation.tau2 * scale,
      trainVariance: train && train.tau2 * scale,
    }
  })
  return { points, df: validation?.df ?? 0 }
}

/** τ² of scores by size, from draws of less than all rows. */
function pooled(
  bySize: readonly (readonly CurveTraining[])[],
  scoreOf: (training: CurveTraining) => number | undefined,
): { readonly tau2: number; readonly df: number } | undefined {
  let [sum, df] = [0, 0]
  for (const own of bySize) {
    const { share } = own[0]!
    const scored = own.flatMap((training) => {
      const score = scoreOf(training)
      return score === undefined ? [] : { score, rows: training.rows }
    })
    if (scored.length < 2 || share >= 1) continue
    const mean = meanOf(scored.map(({ score }) => score))
    for (const { score, rows } of scored) sum += ((score - mean) ** 2 * rows) / (1 - share)
    df += scored.length - 1
  }
  return df > 0 ? { tau2: sum / df, df } : undefined
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
