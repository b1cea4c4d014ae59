import { formatCell } from '../format/format.ts'
import { parseDateTime, parseNumber, trimCell } from './cell.ts'
import type { ColumnType } from './column.ts'
import type { Condition, ConditionWord } from './view.ts'

/** What a person entered for a condition: a text, a second one for `between`, or a list for `oneOf`. */
export interface Entered {
  readonly text: string
  readonly to: string
  readonly texts: readonly string[]
}

export const NOTHING_ENTERED: Entered = { text: '', to: '', texts: [] }

/** What has to be entered after a word. */
export function fieldsOf(word: ConditionWord): 'none' | 'one' | 'two' | 'list' {
  switch (word) {
    case 'missing':
    case 'present':
    case 'true':
    case 'false':
      return 'none'
    case 'between':
      return 'two'
    case 'oneOf':
      return 'list'
    default:
      return 'one'
  }
}

/** The condition that was entered, or what to enter instead. */
export function enterCondition(
  column: string,
  type: ColumnType,
  word: ConditionWord,
  { text, to, texts }: Entered,
): { readonly condition: Condition } | { readonly problem: string } {
  switch (word) {
    case 'missing':
    case 'present':
    case 'true':
    case 'false':
      return { condition: { column, word } }
    case 'is':
    case 'isNot':
    case 'contains':
    case 'startsWith':
      return text === '' ? { problem: 'Enter a text.' } : { condition: { column, word, text } }
    case 'oneOf':
      return texts.length === 0
        ? { problem: 'Enter a text, then press Enter.' }
        : { condition: { column, word, texts } }
  }
  const value = parseValue(text, type)
  const asked = type === 'datetime' ? 'Enter a date such as 2012-01-31.' : 'Enter a number such as 12.5.'
  if (value === undefined) return { problem: asked }
  if (word !== 'between') return { condition: { column, word, value } }
  const end = parseValue(to, type)
  if (end === undefined) return { problem: asked }
  // Whichever was entered first.
  return { condition: { column, word, from: Math.min(value, end), to: Math.max(value, end) } }
}

function parseValue(text: string, type: ColumnType): number | undefined {
  return type === 'datetime' ? parseDateTime(trimCell(text)) : parseNumber(text)
}

/** The inverse of {@link enterCondition}, for a condition that is changed. */
export function enteredIn(condition: Condition, type: ColumnType): Entered {
  if ('value' in condition) return { ...NOTHING_ENTERED, text: formatCell(condition.value, type) }
  if ('from' in condition)
    return { ...NOTHING_ENTERED, text: formatCell(condition.from, type), to: formatCell(condition.to, type) }
  if ('text' in condition) return { ...NOTHING_ENTERED, text: condition.text }
  return 'texts' in condition ? { ...NOTHING_ENTERED, texts: condition.texts } : NOTHING_ENTERED
}
