import { toErrorData } from '../errors.ts'
import type { OptionField } from '../learner/field.ts'
import type { DescentLearner } from '../learner/learner.ts'
import { optionText, parseField, parseNumber } from '../learner/options.ts'
import { fieldsFor } from '../learner/table.ts'
import type { TaskKind } from '../metrics/metric.ts'
import { checkSpace, FIXED, gridCount } from './space.ts'
import type { SweepMethod, SweepParameter, SweepValue } from './sweep.ts'

/** A searched setting as it is typed. */
export interface ParameterTexts {
  readonly from: string
  readonly to: string
  readonly scale: 'linear' | 'log'
  /** Values of a grid between both ends. */
  readonly steps: string
  /** Values to try, one after the other: layers and seeds. */
  readonly values: string
  /** Values to try of a setting that has few. */
  readonly chosen: readonly string[]
}

type Proposal = Partial<ParameterTexts> & { readonly isOn?: boolean }

/** What is worth trying first, by the key of the setting. */
const PROPOSALS: Readonly<Record<string, Proposal>> = {
  learningRate: { isOn: true, from: '0.0003', to: '0.1', scale: 'log' },
  hidden: { isOn: true, values: '32; 64, 32; 128, 64' },
  dropout: { from: '0', to: '0.5' },
  l2: { from: '1e-6', to: '0.01', scale: 'log' },
  batchSize: { from: '32', to: '512', scale: 'log' },
  seed: { values: '1; 2; 3; 4; 5' },
}

const SEED: OptionField = {
  key: 'seed',
  label: 'Seed',
  kind: 'integer',
  min: 0,
  max: 2 ** 32 - 1,
  advanced: true,
  help: 'Another seed is another split, other first weights, another order.',
}

/** The settings of a learner that can be searched, the seed among them. */
export function searchableFields(kind: DescentLearner['kind'], task: TaskKind): readonly OptionField[] {
  return [...fieldsFor(kind, task).filter(({ key }) => !FIXED.has(key)), SEED]
}

/** Whether a setting is searched by a list of values rather than between two ends. */
export function isListed({ key, kind }: OptionField): boolean {
  return kind === 'layers' || key === 'seed'
}

export function proposeTexts({ key, choices }: OptionField): ParameterTexts {
  const { isOn: _, ...proposal } = PROPOSALS[key] ?? {}
  const chosen = choices?.map(({ value }) => value) ?? []
  return { from: '', to: '', scale: 'linear', steps: '5', values: '', chosen, ...proposal }
}

/** Settings that are searched unless someone says otherwise; of a line also its weight decay, as it has no layers. */
export function proposeSearched(kind: DescentLearner['kind'], task: TaskKind): readonly string[] {
  const keys = searchableFields(kind, task).map(({ key }) => key)
  return keys.filter((key) => PROPOSALS[key]?.isOn || (kind === 'linear' && key === 'l2'))
}

/** What was typed as a parameter, or what is wrong with it. */
export function parseParameter(
  base: DescentLearner,
  field: OptionField,
  texts: ParameterTexts,
):
  | { readonly parameter: SweepParameter; readonly error?: undefined }
  | { readonly error: string; readonly parameter?: undefined } {
  const parameter = read(field, texts)
  if (typeof parameter === 'string') return { error: parameter }
  try {
    checkSpace({ base, method: 'random', parameters: [parameter], runCap: 1 })
    return { parameter }
  } catch (cause) {
    return { error: toErrorData(cause).message }
  }
}

function read(field: OptionField, texts: ParameterTexts): SweepParameter | string {
  const { key } = field
  if (field.choices) return { key, kind: 'choice', values: texts.chosen }
  if (isListed(field)) {
    const parts = texts.values.split(';').filter((part) => part.trim() !== '')
    const values = parts.map((part) => parseField(field, part))
    const wrong = values.indexOf(undefined)
    if (wrong >= 0)
      return `“${parts[wrong]!.trim()}” is no value of it. Put semicolons between values, as in ${LISTS[field.kind] ?? '1; 2; 3'}.`
    return { key, kind: 'choice', values: values as SweepValue[] }
  }
  const [min, max, steps] = [parseNumber(texts.from), parseNumber(texts.to), parseNumber(texts.steps)]
  if (min === undefined || max === undefined) return 'Enter two numbers, the smaller one first.'
  return {
    key,
    kind: 'range',
    min,
    max,
    scale: texts.scale,
    ...(field.kind === 'integer' && { integer: true }),
    ...(steps !== undefined && { steps }),
  }
}

const LISTS: Readonly<Record<string, string>> = { layers: '32; 64, 32' }

/** Trials of a sweep where nobody says how many: all of a grid, else some for each setting. */
export function proposeTrials(method: SweepMethod, parameters: readonly SweepParameter[]): number {
  if (method === 'grid') return gridCount(parameters)
  return method === 'halving' ? 27 : Math.max(20, 10 * parameters.length)
}

/** A value of a searched setting as it is read. */
export function describeValue(field: OptionField | undefined, value: SweepValue | undefined): string {
  if (value === undefined) return ''
  const words = field?.choices?.find((choice) => choice.value === value)?.label
  if (words) return words
  if (typeof value !== 'number' || Number.isInteger(value)) return optionText(value)
  return optionText(Number(value.toPrecision(3)))
}
