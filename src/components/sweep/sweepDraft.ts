import { useState } from 'react'
import type { Experiment, ExperimentId } from '@/core/experiment/experiment.ts'
import type { OptionField } from '@/core/learner/field.ts'
import { isDescentKind, type SweptLearner } from '@/core/learner/learner.ts'
import { type OptionTexts, parseNumber, parseOptions, parseSeed } from '@/core/learner/options.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import { METRICS } from '@/core/metrics/metric.ts'
import type { DeviceWish } from '@/core/run/run.ts'
import {
  type ParameterTexts,
  parseParameter,
  proposeSearched,
  proposeTexts,
  proposeTrials,
  searchableFields,
} from '@/core/sweep/enter.ts'
import { FIXED, gridCount } from '@/core/sweep/space.ts'
import type { SweepMethod, SweepMetric, SweepParameter } from '@/core/sweep/sweep.ts'
import type { SweepOrder } from '@/state/sweep.ts'

/** What a person chose on the Sweep page, as typed. */
export interface SweepDraft {
  readonly kind: SweptLearner['kind']
  readonly method: SweepMethod
  /** Whether trials are ranked by the question's own metric rather than by the validation loss. */
  readonly byMetric: boolean
  /** Keys of the settings that are searched; as proposed where absent. */
  readonly searched?: readonly string[] | undefined
  /** What is searched, by the key of the setting, where it differs from what is proposed. */
  readonly texts: Readonly<Record<string, ParameterTexts>>
  /** The settings that are not searched. */
  readonly options: OptionTexts
  /** How many trials; as proposed where empty. */
  readonly runCap: string
  readonly seed: string
  readonly device: DeviceWish
}

const FRESH: SweepDraft = {
  kind: 'network',
  method: 'tpe',
  byMetric: false,
  texts: {},
  options: {},
  runCap: '',
  seed: '1',
  device: 'auto',
}

/** Kept while the tab lives, so that looking at a run and coming back loses nothing. */
const drafts = new Map<ExperimentId, SweepDraft>()

/** The choices for one experiment, read: the order that they make, or none while something has to be put right. */
export function useSweepDraft({ id, question }: Experiment, trainRows: number) {
  const [draft, setDraft] = useState(() => drafts.get(id) ?? FRESH)
  const change = (patch: Partial<SweepDraft>) =>
    setDraft((old) => {
      const next = { ...old, ...patch }
      drafts.set(id, next)
      return next
    })
  return { draft, change, ...readDraft(draft, question, trainRows) }
}

/** One setting of the form. */
export interface SweepRow {
  readonly field: OptionField
  readonly isSearched: boolean
  readonly texts: ParameterTexts
  /** What it comes to, or what is wrong with it, where it is searched. */
  readonly parameter?: SweepParameter | undefined
  readonly error?: string | undefined
}

function readDraft(draft: SweepDraft, question: Experiment['question'], trainRows: number) {
  const { kind } = draft
  const method = draft.method === 'halving' && !isDescentKind(kind) ? 'tpe' : draft.method
  const { task, metric } = question
  const defaults = LEARNERS[kind].defaults(trainRows)
  const parsed = parseOptions(kind, draft.options, defaults)
  // Other options are looked at with their defaults while one of them has to be put right.
  const base = { kind, options: parsed.options ?? defaults } as SweptLearner
  const searched = new Set(draft.searched ?? proposeSearched(kind, task))
  const rows = searchableFields(kind, task).map((field): SweepRow => {
    const texts = draft.texts[field.key] ?? proposeTexts(field)
    const isSearched = searched.has(field.key)
    return { field, isSearched, texts, ...(isSearched && parseParameter(base, field, texts)) }
  })
  const parameters = rows.flatMap(({ parameter }): SweepParameter[] => (parameter ? [parameter] : []))
  const proposed = proposeTrials(method, parameters)
  const runCap = draft.runCap.trim() === '' ? proposed : parseNumber(draft.runCap)
  const seed = parseSeed(draft.seed)
  const gridSize = method === 'grid' ? gridCount(parameters) : undefined
  const errorOfCap = capError(runCap, gridSize)
  const isReady =
    parsed.options !== undefined &&
    rows.every(({ error }) => error === undefined) &&
    parameters.length > 0 &&
    errorOfCap === undefined &&
    seed !== undefined
  const order: SweepOrder | undefined = isReady
    ? {
        base,
        seed,
        deviceWish: draft.device,
        method,
        metric: metricOf(draft.byMetric, metric),
        parameters,
        runCap: runCap!,
      }
    : undefined
  const fixed = LEARNERS[kind].fields.filter(({ key }) => FIXED.has(key) && key !== 'members' && key !== 'monotone')
  return { method, rows, fixed, defaults, errors: parsed.errors ?? {}, proposed, errorOfCap, order }
}

const MOST_TRIALS = 1_000

function capError(runCap: number | undefined, gridSize: number | undefined): string | undefined {
  if (runCap === undefined || !Number.isInteger(runCap) || runCap < 1 || runCap > MOST_TRIALS)
    return `Enter a whole number from 1 to ${MOST_TRIALS.toLocaleString('en')}.`
  if (gridSize !== undefined && gridSize > runCap)
    return `The whole grid has ${gridSize} trials: enter as many, or take fewer values.`
  return undefined
}

function metricOf(byMetric: boolean, name: Experiment['question']['metric']): SweepMetric {
  if (!byMetric) return { name: 'validationLoss', goal: 'minimise' }
  return { name, goal: METRICS[name].better === 'higher' ? 'maximise' : 'minimise' }
}
