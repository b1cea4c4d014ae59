import { fieldText } from '../learner/options.ts'
import { fieldsFor, LEARNERS } from '../learner/table.ts'
import { METRICS } from '../metrics/metric.ts'
import { describeStep } from '../recipe/describe.ts'
import { describeFolds, describeSplit } from '../split/describe.ts'
import { describePostprocessing } from './postprocessing.ts'
import type { RunSpec } from './run.ts'

/** One setting across several specs; a spec that has no such setting has undefined. */
export interface SpecRow {
  readonly group: 'Learner' | 'Question' | 'Preparation' | 'Work'
  readonly label: string
  readonly values: readonly (string | undefined)[]
  readonly differs: boolean
}

type Entry = Pick<SpecRow, 'group' | 'label'> & { readonly value: string }

/** Every setting of a spec, labelled as the forms label it. */
function entriesOf(spec: RunSpec): readonly Entry[] {
  const { question, learner, seed, device } = spec
  return [
    { group: 'Learner', label: 'Learner', value: LEARNERS[learner.kind].label(question.task) },
    ...fieldsFor(learner.kind, question.task).map((field) => ({
      group: 'Learner' as const,
      label: field.label,
      value: fieldText(field, learner.options),
    })),
    ...describePostprocessing(spec).map((entry) => ({ group: 'Learner' as const, ...entry })),
    { group: 'Question', label: 'Table', value: question.datasetId.slice(0, 10) },
    { group: 'Question', label: 'Target', value: question.target },
    { group: 'Question', label: 'Task', value: question.task },
    { group: 'Question', label: 'Classes', value: question.classes.join(', ') },
    { group: 'Question', label: 'Measure', value: METRICS[question.metric].label },
    { group: 'Question', label: 'Split', value: describeSplit(question.split) },
    ...(question.folds
      ? [
          {
            group: 'Question' as const,
            label: 'Cross-validation',
            value: describeFolds(question.split, question.folds),
          },
        ]
      : []),
    ...Object.entries(question.roles ?? {}).map(([column, role]) => ({
      group: 'Question' as const,
      label: `Role of ${column}`,
      value: role,
    })),
    ...question.recipe.steps
      .filter(({ on }) => on)
      .map((step, index) => ({ group: 'Preparation' as const, label: `Step ${index + 1}`, value: describeStep(step) })),
    { group: 'Work', label: 'Seed', value: String(seed) },
    { group: 'Work', label: 'Device asked for', value: device },
  ]
}

/** The settings of several specs side by side, in the order in which they first appear, group by group. */
export function compareSpecs(specs: readonly RunSpec[]): readonly SpecRow[] {
  const tables = specs.map((spec) => new Map(entriesOf(spec).map((entry) => [`${entry.group}.${entry.label}`, entry])))
  const keys = new Set(tables.flatMap((table) => [...table.keys()]))
  const groups: readonly SpecRow['group'][] = ['Learner', 'Question', 'Preparation', 'Work']
  const rows = [...keys].map((key) => {
    const values = tables.map((table) => table.get(key)?.value)
    const { group, label } = tables.map((table) => table.get(key)).find((entry) => entry !== undefined)!
    return { group, label, values, differs: new Set(values).size > 1 }
  })
  return groups.flatMap((group) => rows.filter((row) => row.group === group))
}
