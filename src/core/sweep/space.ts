import { AssayError } from '../errors.ts'
import { isDescent, type SweptLearner } from '../learner/learner.ts'
import { LEARNERS } from '../learner/table.ts'
import type { Random } from '../random.ts'
import type { RangeParameter, Sweep, SweepParameter, SweepValue, SweepValues } from './sweep.ts'

/** Seeds are 32-bit, as the random number generator takes them. */
const SEED = { label: 'Seed', min: 0, max: 2 ** 32 - 1, kind: 'integer' } as const

/** What all trials of a sweep share: how long they train, and when they give up. */
export const FIXED: ReadonlySet<string> = new Set(['epochs', 'patience', 'members', 'rounds', 'trees', 'monotone'])

function invalid(message: string, key?: string): AssayError {
  return new AssayError('spec.invalid', message, key === undefined ? undefined : { key })
}

function fieldOf(base: SweptLearner, key: string) {
  if (key === 'seed') return SEED
  const field = LEARNERS[base.kind].fields.find((each) => each.key === key)
  if (!field || FIXED.has(key))
    throw invalid(`“${key}” is not a setting that this learner can be searched over. Take it out.`, key)
  return field
}

/**
 * Checks what a sweep is to search before it starts.
 * @throws AssayError `spec.invalid` with what to change, and the key of the setting.
 */
export function checkSpace({
  base,
  method,
  parameters,
  runCap,
}: Pick<Sweep, 'base' | 'method' | 'parameters' | 'runCap'>): void {
  if (!Number.isInteger(runCap) || runCap < 1)
    throw invalid('A sweep needs at least 1 trial. Enter how many it may train.')
  if (parameters.length === 0) throw invalid('Nothing is searched yet. Choose at least one setting and its values.')
  const seen = new Set<string>()
  for (const parameter of parameters) {
    if (seen.has(parameter.key)) throw invalid(`“${parameter.key}” is searched twice. Keep one of them.`, parameter.key)
    seen.add(parameter.key)
    if (parameter.kind === 'choice') checkChoice(base, parameter)
    else checkRange(base, parameter)
  }
  if (method === 'halving' && !isDescent(base))
    throw invalid('Successive halving needs a learner that is trained step by step. Choose another method.')
  if (method !== 'grid') return
  const count = gridCount(parameters)
  if (count > runCap)
    throw invalid(
      `This grid has ${count} trials, more than the ${runCap} that the sweep may train. Raise that number, or take fewer values.`,
    )
}

function checkChoice(base: SweptLearner, { key, values }: Extract<SweepParameter, { kind: 'choice' }>): void {
  const { label, kind, min, max, ...field } = fieldOf(base, key)
  if (values.length === 0) throw invalid(`${label}: choose at least one value to try.`, key)
  if (new Set(values.map((value) => JSON.stringify(value))).size < values.length)
    throw invalid(`${label}: a value is listed twice. Keep one of them.`, key)
  const isNumber = (value: unknown) =>
    typeof value === 'number' && value >= min && value <= max && (kind === 'number' || Number.isInteger(value))
  const fits = (value: SweepValue) => {
    if (kind === 'layers') return Array.isArray(value) && value.every(isNumber)
    if (kind === 'choice') return 'choices' in field && !!field.choices?.some((choice) => choice.value === value)
    return isNumber(value)
  }
  const wrong = values.find((value) => !fits(value))
  if (wrong !== undefined) throw invalid(`${label} cannot be ${JSON.stringify(wrong)}. Take it out.`, key)
}

function checkRange(base: SweptLearner, { key, min, max, scale, integer, steps }: RangeParameter): void {
  const field = fieldOf(base, key)
  const { label } = field
  if (field.kind !== 'number' && field.kind !== 'integer')
    throw invalid(`${label} has no range. List the values to try.`, key)
  if (!Number.isFinite(min) || !Number.isFinite(max)) throw invalid(`${label}: enter both ends of the range.`, key)
  if (min >= max) throw invalid(`${label}: the range must begin below its end.`, key)
  if (scale === 'log' && min <= 0) throw invalid(`${label}: on a logarithmic scale the range must begin above 0.`, key)
  if (min < field.min || max > field.max) throw invalid(`${label} must lie between ${field.min} and ${field.max}.`, key)
  if (field.kind === 'integer' && !integer) throw invalid(`${label} takes whole numbers only.`, key)
  if (integer && !(Number.isInteger(min) && Number.isInteger(max)))
    throw invalid(`${label}: both ends of a range of whole numbers must be whole.`, key)
  if (steps !== undefined && (!Number.isInteger(steps) || steps < 2))
    throw invalid(`${label}: a grid needs at least 2 values of a range.`, key)
}

/** Where a range's value is taken from: its logarithm on a logarithmic scale. */
function along({ min, max, scale, integer }: RangeParameter, at: number): number {
  const raw = scale === 'log' ? min * (max / min) ** at : min + (max - min) * at
  return Math.min(max, Math.max(min, integer ? Math.round(raw) : raw))
}

/**
 * A value of each parameter, evenly over its scale and independently of the others. Whole numbers on a linear scale are
 * equally likely, ends included.
 */
export function sampleSpace(parameters: readonly SweepParameter[], random: Random): SweepValues {
  return Object.fromEntries(parameters.map((parameter) => [parameter.key, fromUnit(parameter, random())]))
}

/** The value at `at` (from 0, below 1) of a parameter's scale: of uniform numbers, uniform values. */
export function fromUnit(parameter: SweepParameter, at: number): SweepValue {
  if (parameter.kind === 'choice') return parameter.values[Math.floor(at * parameter.values.length)]!
  const { min, max, scale, integer } = parameter
  if (integer && scale === 'linear') return min + Math.floor(at * (max - min + 1))
  return along(parameter, at)
}

/** Where on its parameter's scale a value lies, 0 to 1: in the middle of its share where it is one of several. */
export function toUnit(parameter: SweepParameter, value: SweepValue): number {
  if (parameter.kind === 'choice') {
    const key = JSON.stringify(value)
    const at = parameter.values.findIndex((each) => JSON.stringify(each) === key)
    return (at + 0.5) / parameter.values.length
  }
  const { min, max, scale, integer } = parameter
  const number = Number(value)
  if (integer && scale === 'linear') return (number - min + 0.5) / (max - min + 1)
  return scale === 'log' ? Math.log(number / min) / Math.log(max / min) : (number - min) / (max - min)
}

/** Whether a value is one of those that a parameter may take. */
export function isWithin(parameter: SweepParameter, value: SweepValue | undefined): boolean {
  if (value === undefined) return false
  const at = toUnit(parameter, value)
  return at >= 0 && at <= 1
}

/** The part of a parameter between two places of its scale, 0 to 1; undefined where no value lies there. */
export function narrow(parameter: SweepParameter, low: number, high: number): SweepParameter | undefined {
  if (parameter.kind === 'choice') {
    const values = parameter.values.filter((value) => {
      const at = toUnit(parameter, value)
      return at >= low && at <= high
    })
    return values.length > 0 ? { ...parameter, values } : undefined
  }
  const { key, integer } = parameter
  const [min, max] = [along(parameter, low), along(parameter, high)]
  if (min < max) return { ...parameter, min, max }
  return integer ? { key, kind: 'choice', values: [min] } : undefined
}

/** Values of a range on a grid where nobody said how many. */
const GRID_STEPS = 5

/** A parameter's values on a grid, each once, ascending where it is a range. */
function gridValues(parameter: SweepParameter): readonly SweepValue[] {
  if (parameter.kind === 'choice') return parameter.values
  const { steps = GRID_STEPS } = parameter
  const values = Array.from({ length: steps }, (_, i) => along(parameter, i / (steps - 1)))
  return [...new Set(values)]
}

/** Trials of the whole grid. */
export function gridCount(parameters: readonly SweepParameter[]): number {
  return parameters.reduce((product, parameter) => product * gridValues(parameter).length, 1)
}

/** Trial `index` (from 0) of the grid; the last parameter changes fastest. */
export function gridAt(parameters: readonly SweepParameter[], index: number): SweepValues {
  const values: [string, SweepValue][] = []
  let rest = index
  for (const parameter of parameters.toReversed()) {
    const list = gridValues(parameter)
    values.unshift([parameter.key, list[rest % list.length]!])
    rest = Math.floor(rest / list.length)
  }
  return Object.fromEntries(values)
}
