import type { Vector } from '../dataset/column.ts'
import { fill, type Work } from '../work.ts'
import type { ExpressionType, NodeOf } from './ast.ts'
import { wholeOf } from './check.ts'
import { changed, numbersFrom, numericOf, type TextAt, textAt, textsFrom } from './column.ts'
import { OF_INSTANT, OF_NUMBER, power, readNumber, roundTo, writeNumber } from './number.ts'
import { compareTexts, lengthOf, lowerCase, partOf, replacePart, trimBlanks, upperCase } from './text.ts'

/** An argument worked out; undefined is null, which has no type of its own. */
type Argument = { readonly type: ExpressionType; readonly vector: Vector } | undefined

const DAY_MS = 86_400_000

const TEXT_TESTS: ReadonlyMap<string, (text: string, part: string) => boolean> = new Map([
  ['contains', (text, part) => text.includes(part)],
  ['startsWith', (text, part) => text.startsWith(part)],
  ['endsWith', (text, part) => text.endsWith(part)],
])

const OF_TEXT: ReadonlyMap<string, (text: string) => string> = new Map([
  ['lower', lowerCase],
  ['upper', upperCase],
  ['trim', trimBlanks],
])

/** As `2020-01-31 18:30:00`; years that four digits do not write are missing. */
function writeSecond(ms: number): string | undefined {
  const date = new Date(ms)
  const year = date.getUTCFullYear()
  return year >= 1 && year <= 9999 ? date.toISOString().slice(0, 19).replace('T', ' ') : undefined
}

function numbersAt(argument: Argument): (row: number) => number {
  if (!argument) return () => Number.NaN
  const values = numericOf(argument.vector)
  return (row) => values[row]!
}

function textsAt(argument: Argument): TextAt {
  return argument ? textAt(argument.vector) : () => undefined
}

function toNumber({ type, vector }: NonNullable<Argument>): (row: number) => number {
  if (type !== 'text') return numbersAt({ type, vector })
  const numbers = changed(vector, (text) => readNumber(trimBlanks(text)))
  return (row) => numbers(row) ?? Number.NaN
}

function toText(argument: NonNullable<Argument>): TextAt {
  const { type, vector } = argument
  if (type === 'text') return textAt(vector)
  const values = numericOf(vector)
  return (row) => {
    const value = values[row]!
    if (!Number.isFinite(value)) return undefined
    if (type === 'boolean') return value === 0 ? 'false' : 'true'
    return type === 'datetime' ? writeSecond(value) : writeNumber(value)
  }
}

/** The first value that nothing later beats; missing ones are passed over. */
function choose<T>(
  takes: readonly ((row: number) => T | undefined)[],
  beats: (later: T, best: T) => boolean,
): (row: number) => T | undefined {
  return (row) => {
    let best: T | undefined
    for (const take of takes) {
      const value = take(row)
      if (value !== undefined && (best === undefined || beats(value, best))) best = value
    }
    return best
  }
}

/** Numbers with undefined for missing, so that texts and numbers are chosen from alike. */
function presentAt(argument: Argument): (row: number) => number | undefined {
  const take = numbersAt(argument)
  return (row) => {
    const value = take(row)
    return Number.isNaN(value) ? undefined : value
  }
}

/** Values that are picked, not reckoned: an infinite cell stays one. */
function* picked(rows: number, take: (row: number) => number | undefined): Work<Vector> {
  const values = yield* fill(new Float64Array(rows), (row) => take(row) ?? Number.NaN)
  return { kind: 'numeric', values }
}

/** `if`, `coalesce`, `min`, `max`, `clamp`: one of the arguments comes out as it is. */
function* pick(name: string, args: readonly Argument[], rows: number): Work<Argument> {
  const values = name === 'if' ? args.slice(1) : args
  const type = values.find((value) => value !== undefined)?.type
  if (type === undefined) return undefined
  const build = <T>(
    takes: readonly ((row: number) => T | undefined)[],
    order: (a: T, b: T) => number,
  ): ((row: number) => T | undefined) => {
    if (name === 'if') {
      const condition = numbersAt(args[0])
      const [then, otherwise] = takes as [(row: number) => T | undefined, (row: number) => T | undefined]
      return (row) => (condition(row) === 1 ? then(row) : otherwise(row))
    }
    if (name === 'coalesce') return choose(takes, () => false)
    if (name === 'min') return choose(takes, (later, best) => order(later, best) < 0)
    return choose(takes, (later, best) => order(later, best) > 0)
  }
  return type === 'text'
    ? { type, vector: yield* textsFrom(rows, build(values.map(textsAt), compareTexts)) }
    : {
        type,
        vector: yield* picked(
          rows,
          build(values.map(presentAt), (a, b) => (a < b ? -1 : a > b ? 1 : 0)),
        ),
      }
}

/** A missing limit limits nothing; where they cross, the upper one holds. */
function clamp(args: readonly Argument[]): (row: number) => number | undefined {
  const [value, low, high] = args.map(presentAt) as [...((row: number) => number | undefined)[]] as [
    (row: number) => number | undefined,
    (row: number) => number | undefined,
    (row: number) => number | undefined,
  ]
  return (row) => {
    const x = value(row)
    if (x === undefined) return undefined
    return Math.min(Math.max(x, low(row) ?? Number.NEGATIVE_INFINITY), high(row) ?? Number.POSITIVE_INFINITY)
  }
}

/** The function's value for each row, its arguments worked out and checked. Null in null out. */
export function* evaluateCall(
  { name, args: written }: NodeOf<'call'>,
  args: readonly Argument[],
  rows: number,
): Work<Argument> {
  const [first, second, third] = args
  const numbers = function* (take: (row: number) => number): Work<Argument> {
    return { type: 'number', vector: yield* numbersFrom(rows, take) }
  }
  const texts = function* (take: TextAt): Work<Argument> {
    return { type: 'text', vector: yield* textsFrom(rows, take) }
  }
  const ofNumber = OF_NUMBER.get(name) ?? OF_INSTANT.get(name)
  if (ofNumber) {
    const take = numbersAt(first)
    return yield* numbers((row) => ofNumber(take(row)))
  }
  const ofText = OF_TEXT.get(name)
  if (ofText) return yield* texts(changed(first!.vector, ofText))
  const test = TEXT_TESTS.get(name)
  if (test) {
    const [text, part] = [textsAt(first), textsAt(second)]
    const take = (row: number) => {
      const [whole, wanted] = [text(row), part(row)]
      return whole === undefined || wanted === undefined ? Number.NaN : Number(test(whole, wanted))
    }
    return { type: 'boolean', vector: yield* numbersFrom(rows, take) }
  }
  switch (name) {
    case 'if':
    case 'coalesce':
    case 'min':
    case 'max':
      return yield* pick(name, args, rows)
    case 'clamp':
      return { type: 'number', vector: yield* picked(rows, clamp(args)) }
    case 'round': {
      const take = numbersAt(first)
      const digits = wholeOf(written[1]) ?? 0
      return yield* numbers((row) => roundTo(take(row), digits))
    }
    case 'pow':
    case 'daysBetween': {
      const [a, b] = [numbersAt(first), numbersAt(second)]
      return yield* numbers(name === 'pow' ? (row) => power(a(row), b(row)) : (row) => (b(row) - a(row)) / DAY_MS)
    }
    case 'length': {
      const take = changed(first!.vector, lengthOf)
      return yield* numbers((row) => take(row) ?? Number.NaN)
    }
    case 'substr': {
      const [start, length] = [wholeOf(written[1]) ?? 1, wholeOf(written[2])]
      return yield* texts(changed(first!.vector, (text) => partOf(text, start, length)))
    }
    case 'replace': {
      const [text, part, by] = [textsAt(first), textsAt(second), textsAt(third)]
      return yield* texts((row) => {
        const [whole, old, fresh] = [text(row), part(row), by(row)]
        return whole === undefined || old === undefined || fresh === undefined
          ? undefined
          : replacePart(whole, old, fresh)
      })
    }
    case 'concat': {
      const takes = args.map(textsAt)
      return yield* texts((row) => {
        const cells = takes.map((take) => take(row))
        return cells.includes(undefined) ? undefined : cells.join('')
      })
    }
    case 'number':
      return yield* numbers(toNumber(first!))
    case 'text':
      return yield* texts(toText(first!))
    default:
      throw new TypeError(`The function ${name} is in no table.`)
  }
}
