import { numberScale, type Scale, wordScale } from '../chart/scale.ts'
import { formatDuration, formatMetric, formatNumber } from '../format/format.ts'
import type { OptionField } from '../learner/field.ts'
import { describeOption, valueOfOption } from '../learner/options.ts'
import { fieldsFor, LEARNERS } from '../learner/table.ts'
import { METRICS, type MetricName, metricsFor, type TaskKind } from '../metrics/metric.ts'
import { formatSetting } from './describe.ts'
import type { Ranked } from './leaderboard.ts'
import { rankedQuantile, scoreLabel } from './quantile.ts'

/** One thing by which runs are laid along an axis: a setting that differs, or what they came to. */
export interface Facet {
  readonly key: string
  readonly label: string
  readonly kind: 'setting' | 'score'
  /** Of each run, in their order: all numbers, or all words; undefined where a run has none. */
  readonly values: readonly (number | string | undefined)[]
  readonly isNumeric: boolean
  /** Whether a log scale can hold its values. */
  readonly canLog: boolean
  /** Whether it begins with one. */
  readonly isLog: boolean
  readonly better?: 'higher' | 'lower' | undefined
  readonly write: (value: number) => string
}

/** Longest training over shortest from where on times are told apart by their logarithms. */
const LOG_FROM = 20

/** What runs can be laid along: the learner and every setting where they differ, the seed, training time, and metrics. */
export function facetsOf(runs: readonly Ranked[], task: TaskKind): readonly Facet[] {
  const kinds = [...new Set(runs.map(({ run }) => run.spec.learner.kind))]
  const fields = new Map(kinds.flatMap((kind) => fieldsFor(kind, task)).map((field) => [field.key, field]))
  const settings = [
    facet({
      key: 'learner',
      label: 'Learner',
      values: runs.map(({ run }) => LEARNERS[run.spec.learner.kind].label(task)),
    }),
    ...[...fields.values()].map((field) => facet(settingOf(field, runs, task))),
    facet({ key: 'seed', label: 'Seed', values: runs.map(({ run }) => run.spec.seed), write: String }),
  ].filter(({ values }) => new Set(values.filter((value) => value !== undefined)).size > 1)
  const quantile = rankedQuantile(runs.map(({ run }) => run))
  const times = runs.map(({ trainMs }) => trainMs)
  const scores = [
    facet({
      key: 'time',
      label: 'Training time',
      kind: 'score',
      values: times,
      isLog: spreadOf(times) > LOG_FROM,
      better: 'lower',
      write: formatDuration,
    }),
    ...metricsFor(task).map((name) =>
      facet({
        key: name,
        label: scoreLabel(name, quantile),
        kind: 'score',
        values: runs.map(({ metrics }) => metrics[name]),
        better: METRICS[name].better,
        write: (value) => formatMetric(name, value),
      }),
    ),
  ].filter(({ values }) => values.some((value) => value !== undefined))
  return [...settings, ...scores]
}

/** The same key may mean a field of several learners: each run is asked by its own learner's. */
function settingOf({ key, label, search }: OptionField, runs: readonly Ranked[], task: TaskKind) {
  return {
    key,
    label,
    isLog: search?.scale === 'log',
    values: runs.map(({ run: { spec } }) => {
      const own = fieldsFor(spec.learner.kind, task).find((field) => field.key === key)
      if (!own) return undefined
      const value = valueOfOption(own, spec.learner.options)
      return typeof value === 'number' ? value : describeOption(own, spec.learner.options)
    }),
    write: formatSetting,
  }
}

/** Where numbers and words stand side by side ("auto" for one run), all are words. */
function facet({
  kind = 'setting',
  isLog = false,
  write = formatNumber,
  ...about
}: Pick<Facet, 'key' | 'label' | 'values'> & Partial<Pick<Facet, 'kind' | 'isLog' | 'better' | 'write'>>): Facet {
  const isNumeric = about.values.every((value) => value === undefined || typeof value === 'number')
  const canLog = isNumeric && about.values.every((value) => value === undefined || Number(value) > 0)
  return {
    ...about,
    kind,
    values: isNumeric ? about.values : about.values.map((value) => (typeof value === 'number' ? write(value) : value)),
    isNumeric,
    canLog,
    isLog: isLog && canLog,
    write,
  }
}

function spreadOf(values: readonly (number | undefined)[]): number {
  const known = values.filter((value) => value !== undefined)
  return Math.max(...known) / Math.min(...known)
}

/** How a facet is laid along an axis: places of its values in the order of the runs, and how they are read. */
export interface LaidFacet extends Pick<Scale<never>, 'read' | 'ticks'> {
  readonly facet: Facet
  readonly isLog: boolean
  readonly places: readonly (number | undefined)[]
}

/** Lays a facet along an axis. */
export function layFacet(facet: Facet, scale: 'log' | 'linear' | undefined): LaidFacet {
  const isLog = facet.canLog && (scale === undefined ? facet.isLog : scale === 'log')
  if (facet.isNumeric) {
    const values = facet.values as readonly (number | undefined)[]
    const { placeOf, read, ticks } = numberScale(values, { isLog, write: facet.write })
    return { facet, isLog, read, ticks, places: values.map(placeOf) }
  }
  const values = facet.values as readonly (string | undefined)[]
  const { placeOf, read, ticks } = wordScale(values)
  return { facet, isLog: false, read, ticks, places: values.map(placeOf) }
}

/** More upright axes than this are hard to read at once. */
const MOST_AXES = 8

/** The axes that a page begins with: settings that differ, then training time and the metric of the question. */
export function proposedAxes(facets: readonly Facet[], metric: MetricName): readonly string[] {
  const settings = facets.filter(({ kind }) => kind === 'setting').slice(0, MOST_AXES - 2)
  return [...settings, ...facets.filter(({ key }) => key === 'time' || key === metric)].map(({ key }) => key)
}
