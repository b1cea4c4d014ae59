export const TASKS = ['binary', 'multiclass', 'regression'] as const
export type TaskKind = (typeof TASKS)[number]

export const METRIC_NAMES = [
  'auc',
  'averagePrecision',
  'logLoss',
  'accuracy',
  'balancedAccuracy',
  'f1',
  'mcc',
  'kappa',
  'precision',
  'recall',
  'weightedF1',
  'weightedPrecision',
  'weightedRecall',
  'brier',
  'ece',
  'rmse',
  'mae',
  'medianAbsoluteError',
  'mape',
  'pinball',
  'r2',
] as const
export type MetricName = (typeof METRIC_NAMES)[number]

export interface MetricInfo {
  readonly label: string
  readonly better: 'higher' | 'lower'
  readonly tasks: readonly TaskKind[]
  /** What it says, in a sentence for a person. */
  readonly meaning: string
  /** Whether it is in the target's own units, so that it is not written as a share. */
  readonly inUnits: boolean
}

export const METRICS: Readonly<Record<MetricName, MetricInfo>> = {
  auc: {
    label: 'AUC',
    better: 'higher',
    tasks: ['binary', 'multiclass'],
    meaning:
      'Chance that a row of the class scores above a row of another; .5 is guessing. With several classes, the mean over one-against-rest.',
    inUnits: false,
  },
  averagePrecision: {
    label: 'Average precision',
    better: 'higher',
    tasks: ['binary', 'multiclass'],
    meaning:
      'Precision averaged over the positive rows, from the highest score down; the share of positive rows is guessing. With several classes, the mean over one-against-rest.',
    inUnits: false,
  },
  logLoss: {
    label: 'Log loss',
    better: 'lower',
    tasks: ['binary', 'multiclass'],
    meaning: 'Mean surprise at the true class, in nats; punishes confident errors.',
    inUnits: false,
  },
  accuracy: {
    label: 'Accuracy',
    better: 'higher',
    tasks: ['binary', 'multiclass'],
    meaning: 'Share of rows whose class is predicted right.',
    inUnits: false,
  },
  balancedAccuracy: {
    label: 'Balanced accuracy',
    better: 'higher',
    tasks: ['binary', 'multiclass'],
    meaning: 'Accuracy within each class, averaged, so that a rare class counts as much as a common one.',
    inUnits: false,
  },
  f1: {
    label: 'F1',
    better: 'higher',
    tasks: ['binary', 'multiclass'],
    meaning: 'Harmonic mean of precision and recall; with several classes, the plain mean over classes.',
    inUnits: false,
  },
  mcc: {
    label: 'MCC',
    better: 'higher',
    tasks: ['binary', 'multiclass'],
    meaning:
      'Matthews correlation between true and predicted classes: 1 is right throughout, 0 is guessing, below 0 is worse.',
    inUnits: false,
  },
  kappa: {
    label: 'Cohen’s kappa',
    better: 'higher',
    tasks: ['binary', 'multiclass'],
    meaning: 'Agreement with the true classes beyond what the shares of the classes would give by chance.',
    inUnits: false,
  },
  precision: {
    label: 'Precision',
    better: 'higher',
    tasks: ['binary', 'multiclass'],
    meaning: 'Of the rows called positive, the share that is; with several classes, the plain mean over classes.',
    inUnits: false,
  },
  recall: {
    label: 'Recall',
    better: 'higher',
    tasks: ['binary', 'multiclass'],
    meaning:
      'Of the positive rows, the share that is found; with several classes, the plain mean over classes, which is balanced accuracy.',
    inUnits: false,
  },
  weightedF1: {
    label: 'Weighted F1',
    better: 'higher',
    tasks: ['multiclass'],
    meaning: 'F1 of each class, averaged by how many rows it has, so that common classes count most.',
    inUnits: false,
  },
  weightedPrecision: {
    label: 'Weighted precision',
    better: 'higher',
    tasks: ['multiclass'],
    meaning: 'Precision of each class, averaged by how many rows it has.',
    inUnits: false,
  },
  weightedRecall: {
    label: 'Weighted recall',
    better: 'higher',
    tasks: ['multiclass'],
    meaning: 'Recall of each class, averaged by how many rows it has, which is accuracy.',
    inUnits: false,
  },
  brier: {
    label: 'Brier score',
    better: 'lower',
    tasks: ['binary', 'multiclass'],
    meaning:
      'Mean squared distance between the probability and what came true; with several classes, summed over them (0 to 2).',
    inUnits: false,
  },
  ece: {
    label: 'Calibration error',
    better: 'lower',
    tasks: ['binary', 'multiclass'],
    meaning:
      'How far probabilities are from the shares that come true, on average over ten bins of as many rows each (ECE). With several classes, of the class predicted.',
    inUnits: false,
  },
  rmse: {
    label: 'RMSE',
    better: 'lower',
    tasks: ['regression'],
    meaning: 'Root of the mean squared error, in the units of the target; large errors weigh most.',
    inUnits: true,
  },
  mae: {
    label: 'MAE',
    better: 'lower',
    tasks: ['regression'],
    meaning: 'Mean absolute error, in the units of the target.',
    inUnits: true,
  },
  medianAbsoluteError: {
    label: 'Median absolute error',
    better: 'lower',
    tasks: ['regression'],
    meaning: 'Half of the rows are off by less, in the units of the target; single large errors do not count.',
    inUnits: true,
  },
  mape: {
    label: 'MAPE',
    better: 'lower',
    tasks: ['regression'],
    meaning: 'Mean absolute error as a share of the true value (.1 is 10%). Has no value where a true value is 0.',
    inUnits: false,
  },
  pinball: {
    label: 'Pinball loss',
    better: 'lower',
    tasks: ['regression'],
    meaning:
      'What missing the quantile costs that the run’s loss aims at, in the units of the target; without one the median: half the mean absolute error.',
    inUnits: true,
  },
  r2: {
    label: 'R²',
    better: 'higher',
    tasks: ['regression'],
    meaning: 'Share of the variance explained; 0 is always saying the mean.',
    inUnits: false,
  },
}

/** Metrics of one evaluation; a metric that has no value on these rows (one class only, say) is absent. */
export type MetricValues = Readonly<Partial<Record<MetricName, number>>>

/** The metrics that make sense for a task, in the order in which they are shown. */
export function metricsFor(task: TaskKind): readonly MetricName[] {
  return METRIC_NAMES.filter((name) => METRICS[name].tasks.includes(task))
}

/** Whether `a` beats `b` by this metric; an absent value never does. */
export function isBetter(metric: MetricName, a: number | undefined, b: number | undefined): boolean {
  if (a === undefined || Number.isNaN(a)) return false
  if (b === undefined || Number.isNaN(b)) return true
  return METRICS[metric].better === 'higher' ? a > b : a < b
}

/** The order of two values of a metric, the better one first; 0 where neither is. A value that is not there comes last. */
export function compareValues(metric: MetricName, a: number | undefined, b: number | undefined): number {
  return Number(isBetter(metric, b, a)) - Number(isBetter(metric, a, b))
}

/** Metrics that stand on a run's own page and in comparisons, and would make a table of many runs too wide. */
const DETAILS: ReadonlySet<MetricName> = new Set([
  'averagePrecision',
  'weightedF1',
  'weightedPrecision',
  'weightedRecall',
  'mcc',
  'kappa',
  'ece',
  'medianAbsoluteError',
  'mape',
  'pinball',
])

/** Of several classes more of them: two say what another says, or come near it. */
const DETAILS_OF_CLASSES: ReadonlySet<MetricName> = new Set(['precision', 'recall', 'brier'])

/** Those of {@link metricsFor} by which many runs are set side by side: the primary one, and no details. */
export function headMetrics(task: TaskKind, primary: MetricName): readonly MetricName[] {
  const isDetail = (metric: MetricName) =>
    DETAILS.has(metric) || (task === 'multiclass' && DETAILS_OF_CLASSES.has(metric))
  return metricsFor(task).filter((metric) => metric === primary || !isDetail(metric))
}
