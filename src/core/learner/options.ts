import { formatCount } from '../format/format.ts'
import { formatSetting } from '../run/describe.ts'
import type { OptionField } from './field.ts'
import type { LearnerKind, LearnerOf, Monotone } from './learner.ts'
import { LEARNERS } from './table.ts'

/** What a person typed, by the key of the setting; a setting without text is at its default. */
export type OptionTexts = Readonly<Record<string, string>>

export type ParsedOptions<K extends LearnerKind> =
  | { readonly options: LearnerOf<K>['options']; readonly errors?: undefined }
  | { readonly options?: undefined; readonly errors: Readonly<Record<string, string>> }

const MOST_LAYERS = 8
/** Seeds are 32-bit, as the random number generator takes them. */
const LARGEST_SEED = 2 ** 32 - 1

const AUTO = 'auto'

/** A setting's value as its field shows it. */
export function optionText(value: unknown): string {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return Object.entries(value)
      .map(([column, sign]) => `${/[,;"]/.test(column) ? `"${column}"` : column} ${sign > 0 ? '+' : '−'}`)
      .join(', ')
  return [value]
    .flat()
    .map((part) => (typeof part === 'number' ? formatSetting(part) : String(part ?? '')))
    .join(', ')
}

/** The text of a setting among options that may leave it at its default. */
export function fieldText(field: OptionField, options: object): string {
  return optionText(heldValue(field, options))
}

/** By what runs are put in order and compared: the number that a setting is, else its text; also where it is left out. */
export function valueOfOption(field: OptionField, options: object): number | string {
  const value = heldValue(field, options)
  return typeof value === 'number' ? value : optionText(value)
}

function heldValue(field: OptionField, options: object): unknown {
  return (options as Readonly<Record<string, unknown>>)[field.key] ?? whereLeftOut(field)
}

/** What holds where options leave a setting out; undefined where they may not. */
function whereLeftOut({ choices, fallback, isAuto, kind }: OptionField): string | number | undefined {
  if (isAuto) return AUTO
  return kind === 'signs' ? '' : (choices?.[0]?.value ?? fallback)
}

/** The value of a setting as it is read beside its label: a choice by its words, a number with its unit. */
export function describeOption(field: OptionField, options: object): string {
  const text = fieldText(field, options)
  const words = field.choices?.find(({ value }) => value === text)?.label ?? text
  if (field.kind === 'signs') return words || 'none'
  if (field.isAuto && words === AUTO) return words
  if (field.zero && text === '0') return field.zero
  if (!field.unit) return words
  return `${words} ${text === '1' ? field.unit.replace(/s$/, '') : field.unit}`
}

/** The options of a learner from what was typed over its defaults, or what to enter instead, field by field. */
export function parseOptions<K extends LearnerKind>(
  kind: K,
  texts: OptionTexts,
  defaults: LearnerOf<K>['options'],
): ParsedOptions<K> {
  const options: Record<string, unknown> = { ...defaults }
  const errors: Record<string, string> = {}
  for (const field of LEARNERS[kind].fields) {
    const text = texts[field.key]
    if (text === undefined) continue
    const value = parseField(field, text)
    if (value === undefined) errors[field.key] = whatToEnter(field)
    // Left out, as in specs of before it could be chosen: one set of options has one hash.
    else if (optionText(value) === optionText(whereLeftOut(field) ?? null)) delete options[field.key]
    else options[field.key] = value
  }
  return (Object.keys(errors).length > 0 ? { errors } : { options }) as ParsedOptions<K>
}

/** Keys of the settings whose texts mean something else than the default. */
export function changedOptions(kind: LearnerKind, texts: OptionTexts, defaults: object): readonly string[] {
  return LEARNERS[kind].fields
    .filter((field) => {
      const text = texts[field.key]
      if (text === undefined) return false
      const value = parseField(field, text)
      return value === undefined || optionText(value) !== fieldText(field, defaults)
    })
    .map(({ key }) => key)
}

export function parseSeed(text: string): number | undefined {
  const seed = parseNumber(text)
  return seed !== undefined && Number.isInteger(seed) && seed >= 0 && seed <= LARGEST_SEED ? seed : undefined
}

export const SEED_TO_ENTER = `Enter a whole number from 0 to ${formatCount(LARGEST_SEED)}.`

/** The value that a text means to a setting; undefined where it means none. */
export function parseField(
  { kind, min, max, choices, isAuto }: OptionField,
  text: string,
): number | string | readonly number[] | Monotone | undefined {
  if (isAuto && (text.trim() === '' || text.trim().toLowerCase() === AUTO)) return AUTO
  if (kind === 'signs') return parseSigns(text)
  if (choices) return choiceOf(choices, text)
  if (kind === 'layers') {
    const layers = text.split(/[\s,;]+/).filter(Boolean)
    if (layers.length === 0 || layers.length > MOST_LAYERS) return undefined
    const units = layers.map(parseNumber)
    return units.every((unit) => unit !== undefined && Number.isInteger(unit) && unit >= min && unit <= max)
      ? (units as number[])
      : undefined
  }
  const value = parseNumber(text)
  if (value === undefined || value < min || value > max) return undefined
  return kind === 'integer' && !Number.isInteger(value) ? undefined : value
}

/** A choice by its name in a spec or by its words on the page, in capitals or not. */
function choiceOf(choices: OptionField['choices'] & {}, text: string): string | undefined {
  const typed = text.trim().toLowerCase()
  return choices.find(({ value, label }) => [value, label].some((name) => name.toLowerCase() === typed))?.value
}

/** Columns with + or −, parted by commas; a name that has a comma itself stands in double quotes. */
function parseSigns(text: string): Monotone | undefined {
  const signs: Record<string, 1 | -1> = {}
  const part = /\s*(?:"([^"]+)"|([^,;"]+?))\s*([+\-−])\s*(?:[,;]|$)/y
  while (part.lastIndex < text.length && text.slice(part.lastIndex).trim() !== '') {
    const found = part.exec(text)
    if (!found) return undefined
    signs[(found[1] ?? found[2])!] = found[3] === '+' ? 1 : -1
  }
  return signs
}

/** Decimal point, exponent, and commas only between thousands: 0.1, .1, 1e-3, 1,024. */
export function parseNumber(text: string): number | undefined {
  const bare = text.trim().replace(/(?<=^\d{1,3}(,\d{3})*),(?=\d{3}(,|$))/g, '')
  return /^\+?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(bare) ? Number(bare) : undefined
}

/** What a setting takes, as a sentence. */
export function whatToEnter({ kind, min, max, choices, isAuto }: OptionField): string {
  if (kind === 'signs') return 'Enter columns with + or −, and commas between, such as age +, debt −.'
  if (choices) return `Choose ${choices.map(({ label }) => label).join(' or ')}.`
  const range = `${formatBound(min)} to ${formatBound(max)}`
  if (kind === 'layers') return `Enter the units of 1 to ${MOST_LAYERS} layers, each ${range}, such as 128, 64.`
  return `Enter ${isAuto ? 'auto, or ' : ''}a ${kind === 'integer' ? 'whole number' : 'number'} from ${range}.`
}

function formatBound(value: number): string {
  return Number.isInteger(value) ? formatCount(value) : formatSetting(value)
}
