import type { Dataset } from '../dataset/dataset.ts'
import { formatCount } from '../format/format.ts'
import { describeOption } from '../learner/options.ts'
import { fieldsFor, LEARNERS } from '../learner/table.ts'
import { METRICS } from '../metrics/metric.ts'
import { alignSteps } from '../recipe/align.ts'
import { describeStep } from '../recipe/describe.ts'
import { infoOf } from '../recipe/step.ts'
import { describeFolds, describeSplit } from '../split/describe.ts'
import { BACKEND_LABELS } from './describe.ts'
import { describePostprocessing } from './postprocessing.ts'
import type { ResolvedDevice, RunSpec } from './run.ts'
import { nameWarmStart, WARM_START } from './warmStart.ts'

const GROUPS = ['Data', 'Question', 'Preparation', 'Learner', 'Work'] as const
type SettingGroup = (typeof GROUPS)[number]

/** What of a run is compared beside its spec, as far as it is known. */
export interface ComparedSettings {
  readonly spec: RunSpec
  /** The device that did the work. */
  readonly device?: ResolvedDevice | undefined
  readonly dataset?: Pick<Dataset, 'name' | 'version' | 'rows'> | undefined
}

export interface SettingValue {
  readonly text: string
  /** The whole of it, where the text is its beginning: a hash. */
  readonly full?: string
}

/** One setting across several runs; a run that has no such setting has undefined. */
export interface SettingRow {
  /** Tells rows apart, those with the same label too. */
  readonly key: string
  readonly group: SettingGroup
  readonly label: string
  readonly values: readonly (SettingValue | undefined)[]
  readonly differs: boolean
}

type Entry = Pick<SettingRow, 'group' | 'label'> & { readonly value: SettingValue }

/** What is copied of a value, and by what values are told apart. */
export function fullText({ text, full = text }: SettingValue): string {
  return full
}

/** Every setting of a run but its preparation, labelled as the forms label it. */
function entriesOf({ spec, device, dataset }: ComparedSettings): readonly Entry[] {
  const { question, learner, seed } = spec
  const entry = (group: SettingGroup, label: string, text: string, full?: string): Entry => ({
    group,
    label,
    value: full === undefined ? { text } : { text, full },
  })
  return [
    ...(dataset
      ? [
          entry('Data', 'Table', dataset.name),
          entry('Data', 'Version', `v${dataset.version}`),
          entry('Data', 'Rows', formatCount(dataset.rows)),
        ]
      : []),
    entry('Data', 'Content', question.datasetId.slice(0, 10), question.datasetId),
    entry('Question', 'Target', question.target),
    entry('Question', 'Task', question.task),
    ...(question.classes.length > 0 ? [entry('Question', 'Classes', question.classes.join(', '))] : []),
    entry('Question', 'Measure', METRICS[question.metric].label),
    entry('Question', 'Split', describeSplit(question.split)),
    ...(question.folds ? [entry('Question', 'Cross-validation', describeFolds(question.split, question.folds))] : []),
    ...Object.entries(question.roles ?? {}).map(([column, role]) => entry('Question', `Role of ${column}`, role)),
    entry('Learner', 'Learner', LEARNERS[learner.kind].label(question.task)),
    ...fieldsFor(learner.kind, question.task).map((field) =>
      entry('Learner', field.label, describeOption(field, learner.options)),
    ),
    ...describePostprocessing(spec).map(({ label, value }) => entry('Learner', label, value)),
    ...(spec.warmStart ? [entry('Work', WARM_START, nameWarmStart(spec.warmStart), spec.warmStart.weightsDigest)] : []),
    entry('Work', 'Seed', String(seed)),
    entry('Work', 'Device asked for', spec.device),
    ...(device
      ? [
          entry('Work', 'Device', BACKEND_LABELS[device.backend]),
          entry('Work', 'Adapter', device.adapter || 'not told'),
        ]
      : []),
  ]
}

/**
 * The settings of several runs side by side, group by group, in the order in which they first appear. Steps of the
 * preparation are laid beside their counterparts ({@link alignSteps}).
 */
export function compareSettings(runs: readonly ComparedSettings[]): readonly SettingRow[] {
  const tables = runs.map((run) => new Map(entriesOf(run).map((entry) => [`${entry.group}.${entry.label}`, entry])))
  const keys = new Set(tables.flatMap((table) => [...table.keys()]))
  const rows = [...keys].map((key) => {
    const { group, label } = tables.map((table) => table.get(key)).find((entry) => entry !== undefined)!
    return rowOf(
      key,
      group,
      label,
      tables.map((table) => table.get(key)?.value),
    )
  })
  const steps = alignSteps(runs.map(({ spec }) => spec.question.recipe)).map((row, index) =>
    rowOf(
      `Preparation.${index}`,
      'Preparation',
      infoOf(row.find((step) => step !== undefined)!).label,
      row.map((step) => step && { text: describeStep(step) }),
    ),
  )
  return GROUPS.flatMap((group) => (group === 'Preparation' ? steps : rows.filter((row) => row.group === group)))
}

function rowOf(
  key: string,
  group: SettingGroup,
  label: string,
  values: readonly (SettingValue | undefined)[],
): SettingRow {
  return { key, group, label, values, differs: new Set(values.map((value) => value && fullText(value))).size > 1 }
}
