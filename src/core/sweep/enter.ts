import { toErrorData } from '../errors.ts'
import type { OptionField } from '../learner/field.ts'
import type { SweptLearner } from '../learner/learner.ts'
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

const SEED: OptionField = {
  key: 'seed',
  label: 'Seed',
  kind: 'integer',
  min: 0,
  max: 2 ** 32 - 1,
  advanced: true,
  help: 'Another seed is another split, other first weights, another order.',
  search: { values: '1; 2; 3; 4; 5' },
}

/** The settings of a learner that can be searched, the seed among them. */
export function searchableFields(kind: SweptLearner['kind'], task: TaskKind): readonly OptionField[] {
  return [...fieldsFor(kind, task).filter(({ key }) => !FIXED.has(key)), SEED]
}

/** Whether a setting is searched by a list of values rather than between two ends. */
export function isListed({ key, kind }: OptionField): boolean {
  return kind === 'layers' || key === 'seed'
}

export function proposeTexts({ choices, search = {} }: OptionField): ParameterTexts {
  const { isOn: _, ...proposal } = search
  const chosen = choices?.map(({ value }) => value) ?? []
  return { from: '', to: '', scale: 'linear', steps: '5', values: '', chosen, ...proposal }
}

/** Settings that are searched unless someone says otherwise. */
export function proposeSearched(kind: SweptLearner['kind'], task: TaskKind): readonly string[] {
  return searchableFields(kind, task)
    .filter(({ search }) => search?.isOn)
    .map(({ key }) => key)
}

/** What was typed as a parameter, or what is wrong with it. */
export function parseParameter(
  base: SweptLearner,
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
