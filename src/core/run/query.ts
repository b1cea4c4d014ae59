import type { BoardRow } from './board.ts'
import { type BoardColumn, cellText } from './boardColumns.ts'
import { describeLearner } from './describe.ts'

/** One condition on a run. */
interface QueryTerm {
  /** Whether it must not hold: `-` stood before it. */
  readonly isNot: boolean
  readonly test: (row: BoardRow) => boolean
}

export type ParsedQuery =
  | { readonly terms: readonly QueryTerm[]; readonly error?: undefined }
  /** What cannot be read, and what to write instead, in a sentence. */
  | { readonly terms?: undefined; readonly error: string }

/** What a term can compare by; `:` and `=` say the same. */
const TERM = /^([\p{L}][\p{L}\p{N}_.]*)(:|>=|<=|≥|≤|>|<|=)(.*)$/su
const NUMBER = /^([+\-−]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(ms|s|min|h)?$/i
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000 }

/** Columns that are not searched by name: what a run is called is searched by plain words. */
const ALIASES: Readonly<Record<string, string>> = { tag: 'tags', note: 'notes', preparation: 'recipe' }

/**
 * Reads a filter of runs: terms with blanks between, all of which must hold.
 *
 *     learner:boosting,forest auc>.8 -tag:old seed:1 status:done time<10s "deep net"
 *
 * - `column:text` has the text (of status and tags: is it), whatever the case; commas part alternatives.
 * - `column>number`, also `>=`, `<`, `<=`; `:` and `=` hold where the cell shows the same number. Times may have a unit, and
 *   are seconds without.
 * - Other words are looked for in name, learner, settings, letter, tags and notes. Quotes keep blanks together and take
 *   marks as they are.
 * - `-` before a term turns it round.
 *
 * Columns are named by their key or label, whatever the case and without blanks.
 */
export function parseQuery(text: string, columns: readonly BoardColumn[]): ParsedQuery {
  const terms: QueryTerm[] = []
  for (const token of tokens(text)) {
    if (!token.isClosed) return { error: `The quote that begins at ${quoted(token.plain)} is not closed.` }
    const read = readTerm(token, columns)
    if (typeof read === 'string') return { error: read }
    terms.push({ isNot: token.isNot, test: read })
  }
  return { terms }
}

/** Whether all terms hold for a run. */
export function matchesQuery(terms: readonly QueryTerm[], row: BoardRow): boolean {
  return terms.every(({ isNot, test }) => test(row) !== isNot)
}

interface Token {
  readonly isNot: boolean
  /** What stands before the first quote, and the whole without quotes. */
  readonly bare: string
  readonly plain: string
  readonly isClosed: boolean
}

function* tokens(text: string): Generator<Token> {
  // Blanks around a mark that compares are no end: “auc > .8” is one term.
  const joined = text.replace(/"[^"]*"?|\s*(>=|<=|[<>=≥≤])\s*/gu, (all, mark?: string) => mark ?? all)
  const part = /(-?)((?:[^\s"]|"[^"]*(?:"|$))+)/gu
  for (const [, minus, body] of joined.matchAll(part)) {
    const raw = body!
    const quote = raw.indexOf('"')
    const isClosed = raw.split('"').length % 2 === 1
    yield {
      isNot: minus === '-',
      bare: quote < 0 ? raw : raw.slice(0, quote),
      plain: raw.replaceAll('"', ''),
      isClosed,
    }
  }
}

/** What a token asks of a run, or why it cannot be read. */
function readTerm({ bare, plain }: Token, columns: readonly BoardColumn[]): QueryTerm['test'] | string {
  const [, name, mark, given] = (TERM.test(bare) && TERM.exec(plain)) || []
  if (name === undefined || mark === undefined || given === undefined) return hasWords(plain)
  const column = findColumn(name, columns)
  if (!column)
    return `There is nothing called ${quoted(name)} to filter by. Write learner, tag, status, seed, time, a metric such as ${exampleOf(columns)}, a setting, or put the words in quotes.`
  const isEqual = mark === ':' || mark === '='
  const isNumber = column.kind !== 'text' && column.kind !== 'words'
  if (given.trim() === '')
    return isNumber
      ? `${quoted(plain)} needs a number after it, such as ${name}>${exampleNumber(column)}.`
      : `${quoted(plain)} needs a text after it, such as ${name}:${exampleText(column)}.`
  if (!isNumber)
    return isEqual
      ? hasText(column, given)
      : `${column.label} is no number: write ${name}:${given.trim()} instead of ${quoted(plain)}.`
  const alternatives = given.split(',').map((each) => readNumber(each.trim(), column))
  if (alternatives.some((value) => value === undefined) || (alternatives.length > 1 && !isEqual))
    return `${quoted(given)} is no number${column.kind === 'duration' ? ' or time' : ''}: write ${name}${mark}${exampleNumber(column)}.`
  return compare(column, mark, alternatives as number[])
}

const bareName = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

function findColumn(name: string, columns: readonly BoardColumn[]): BoardColumn | undefined {
  const asked = bareName(name)
  const key = ALIASES[asked] ?? asked
  return (
    columns.find((each) => bareName(each.key) === key) ??
    columns.find((each) => bareName(each.label) === key || bareName(each.key) === `option${key}`)
  )
}

function hasWords(words: string): QueryTerm['test'] {
  const asked = words.toLowerCase()
  return ({ run, name, tags, notes }) =>
    run.mark.letter.toLowerCase() === asked ||
    [name, run.spec.learner.kind, describeLearner(run.spec.learner), notes, ...tags].some((text) =>
      text.toLowerCase().includes(asked),
    )
}

function hasText(column: BoardColumn, given: string): QueryTerm['test'] {
  const asked = given
    .split(',')
    .map((each) => each.trim().toLowerCase())
    .filter(Boolean)
  const { wordsOf } = column
  if (wordsOf) return (row) => wordsOf(row).some((word) => asked.includes(word.toLowerCase()))
  return (row) => {
    const text = `${cellText(column, row)} ${column.key === 'learner' ? row.run.spec.learner.kind : ''}`.toLowerCase()
    return asked.some((each) => text.includes(each))
  }
}

function readNumber(text: string, { kind }: BoardColumn): number | undefined {
  const [, digits, unit] = NUMBER.exec(text) ?? []
  if (digits === undefined || (unit !== undefined && kind !== 'duration')) return undefined
  const value = Number(digits.replace('−', '-'))
  return kind === 'duration' ? value * UNIT_MS[unit?.toLowerCase() ?? 's']! : value
}

function compare(column: BoardColumn, mark: string, values: readonly number[]): QueryTerm['test'] {
  const [least] = values as [number, ...number[]]
  const holds = (value: number): boolean => {
    switch (mark) {
      case '>':
        return value > least
      case '<':
        return value < least
      case '>=':
      case '≥':
        return value >= least
      case '<=':
      case '≤':
        return value <= least
      default:
        // What looks the same is the same: nobody types sixteen digits.
        return values.some((each) => value === each || column.format(value) === column.format(each))
    }
  }
  return (row) => {
    const value = column.valueOf(row)
    return typeof value === 'number' && holds(value)
  }
}

const quoted = (text: string) => `“${text.length > 40 ? `${text.slice(0, 40)}…` : text}”`

function exampleOf(columns: readonly BoardColumn[]): string {
  return columns.find(({ kind }) => kind === 'metric')?.key ?? 'time'
}

function exampleNumber({ kind, metric, format }: BoardColumn): string {
  if (kind === 'duration') return '10s'
  return metric ? format(0.8) : '1'
}

function exampleText({ key }: BoardColumn): string {
  return key === 'status' ? 'done' : key === 'learner' ? 'boosting' : 'new'
}
