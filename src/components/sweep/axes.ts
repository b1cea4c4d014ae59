import type { ParallelLine } from '@/components/charts/parallel/drawLines.ts'
import type { ParallelAxis } from '@/components/charts/parallel/ParallelCoordinates.tsx'
import type { TableData } from '@/core/dataset/tableData.ts'
import { capitalise, formatCount, formatNumber, formatScore } from '@/core/format/format.ts'
import type { OptionField } from '@/core/learner/field.ts'
import { countedBy } from '@/core/learner/table.ts'
import { METRICS } from '@/core/metrics/metric.ts'
import { describeValue } from '@/core/sweep/enter.ts'
import { fromUnit, toUnit } from '@/core/sweep/space.ts'
import { objectiveOf, type Sweep, type SweepMetric, type Trial, type TrialStatus } from '@/core/sweep/sweep.ts'

/** One upright axis: where a trial crosses it, and how places are read. */
export interface Axis extends ParallelAxis {
  /** From 0 (below) to 1 (above); undefined where the trial has no place on it. */
  readonly placeOf: (trial: Trial) => number | undefined
}

export function metricLabel({ name }: SweepMetric): string {
  return name === 'validationLoss' ? 'Validation loss' : `${METRICS[name].label}, validation`
}

/** What a trial came to, as it is read. */
export function formatObjective({ name }: SweepMetric, trial: Trial): string {
  const value = name === 'validationLoss' ? trial.validationLoss : trial.validationMetric
  return value === null ? '' : writeResult(name, value)
}

/** Trials lie close: a digit more than scores have elsewhere tells them apart. */
const PLACES = 4

function writeResult(name: SweepMetric['name'], value: number): string {
  return name !== 'validationLoss' && METRICS[name].inUnits ? formatNumber(value) : formatScore(value, PLACES)
}

export function axesOf(sweep: Sweep, fields: readonly OptionField[]): readonly Axis[] {
  const settings = sweep.parameters.map((parameter): Axis => {
    const field = fields.find(({ key }) => key === parameter.key)
    const read = (place: number) => describeValue(field, fromUnit(parameter, Math.min(place, 1 - 1e-12)))
    const places = parameter.kind === 'choice' ? parameter.values.map((value) => toUnit(parameter, value)) : [0, 1]
    return {
      key: parameter.key,
      label: field?.label ?? parameter.key,
      placeOf: ({ values }) => {
        const value = values[parameter.key]
        return value === undefined ? undefined : toUnit(parameter, value)
      },
      read,
      ticks: places.map((place) => ({ place, text: read(place) })),
    }
  })
  return [...settings, resultAxis(sweep)]
}

/** Worst place but for the best: of a few losses far off the others would lie all in one point. */
const SHOWN_SHARE = 0.9

/** Losses that differ by more than this factor are spread by their logarithms. */
const LOG_FROM = 20

/** What trials came to, the best above. Those past what most came to cross at its foot. */
function resultAxis({ metric, trials }: Sweep): Axis {
  const objectives = trials
    .flatMap((trial) => objectiveOf(metric, trial) ?? [])
    .filter(Number.isFinite)
    .toSorted((a, b) => a - b)
  const best = objectives[0] ?? 0
  const worst = objectives[Math.floor(SHOWN_SHARE * (objectives.length - 1))] ?? 1
  const isLog = best > 0 && worst / best > LOG_FROM
  const scale = isLog ? Math.log : (value: number) => value
  const length = scale(worst) - scale(best) || 1
  const read = (place: number) => {
    const at = scale(worst) - place * length
    const value = isLog ? Math.exp(at) : at
    return writeResult(metric.name, metric.goal === 'minimise' ? value : -value)
  }
  const isKnown = objectives.length > 0
  return {
    key: 'result',
    label: metricLabel(metric),
    placeOf: (trial) => {
      const objective = objectiveOf(metric, trial)
      return objective === undefined ? undefined : Math.min(1, Math.max(0, (scale(worst) - scale(objective)) / length))
    },
    read,
    ticks: isKnown ? [0, 1].map((place) => ({ place, text: read(place) })) : [],
  }
}

/** Trials as lines: the better, the stronger; dashed while one trains, and where it diverged. */
export function linesOf({ trials }: Sweep, axes: readonly Axis[], best: Trial | undefined): readonly ParallelLine[] {
  return trials.map((trial) => {
    const at = axes.map(({ placeOf }) => placeOf(trial))
    return {
      id: String(trial.number),
      at,
      shade: at.at(-1),
      isDashed: trial.status === 'running' || trial.status === 'diverged',
      isMarked: trial.number === best?.number,
    }
  })
}

export const STATUS_WORDS: Readonly<Record<TrialStatus, string>> = {
  running: 'Training',
  done: 'Done',
  'stopped early': 'Left behind',
  stopped: 'Stopped',
  diverged: 'Diverged',
  failed: 'Failed',
}

/** Trials as text: what was tried, and what it came to. */
export function tableOfTrials(
  { parameters, metric, base }: Sweep,
  fields: readonly OptionField[],
  trials: readonly Trial[],
): TableData {
  const tried = parameters.map(({ key }) => ({ key, field: fields.find((field) => field.key === key) }))
  return {
    columns: [
      { name: 'Trial' },
      ...tried.map(({ key, field }) => ({
        name: field?.label ?? key,
        write: (value: number) => describeValue(field, value),
      })),
      { name: `${capitalise(countedBy(base.kind))}s`, write: formatCount },
      { name: metricLabel(metric), write: (value) => writeResult(metric.name, value) },
      { name: 'Status' },
    ],
    rows: trials.map((trial) => [
      String(trial.number),
      ...tried.map(({ key, field }) => {
        const value = trial.values[key]
        return value === undefined || typeof value === 'number' ? value : describeValue(field, value)
      }),
      trial.epochsDone,
      (metric.name === 'validationLoss' ? trial.validationLoss : trial.validationMetric) ?? undefined,
      STATUS_WORDS[trial.status],
    ]),
  }
}
