import type { Problem, Span } from './ast.ts'

/** Thrown within this folder only; whoever asks gets its problem as a value. */
export class Fault extends Error {
  readonly problem: Problem

  constructor(message: string, { start, end }: Span) {
    super(message)
    this.problem = { message, start, end }
  }
}

export type Token = Span &
  (
    | { readonly kind: 'number'; readonly value: number }
    | { readonly kind: 'text'; readonly value: string }
    /** A bare word: a column, a function or a word of the language. */
    | { readonly kind: 'word'; readonly value: string }
    /** A name in backticks or brackets. */
    | { readonly kind: 'name'; readonly value: string }
    | { readonly kind: 'sign'; readonly value: string }
    | { readonly kind: 'end'; readonly value: '' }
  )

/** Words that name no column unless quoted. */
export const RESERVED: ReadonlySet<string> = new Set('and or not in between is true false null'.split(' '))

// Each pattern is sticky and cannot match a run in two ways: the time is linear in the length of the text.
const SPACE = /\s+/y
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y
const WORD = /[\p{L}_][\p{L}\p{M}\p{N}_.]*/uy
const BARE = /^[\p{L}_][\p{L}\p{M}\p{N}_.]*$/u
const SIGN = /\|\||&&|\*\*|==|!=|<>|<=|>=|[-+*/%^=<>(),]/y
const UNUSABLE = /[\0\p{Cs}]/u

/** Whether a column's name may stand in an expression without backticks. */
export function isBareName(name: string): boolean {
  return BARE.test(name) && !RESERVED.has(name.toLowerCase())
}

const SAME_SIGN: ReadonlyMap<string, string> = new Map([
  ['==', '='],
  ['<>', '!='],
])
const OTHER_SIGNS: ReadonlyMap<string, string> = new Map([
  ['&&', 'and'],
  ['**', '^'],
])

/** The text from `start` to the closing mark, which stands for itself where it is doubled. */
function readQuoted(source: string, start: number, close: string, what: string): { value: string; end: number } {
  let value = ''
  let at = start + 1
  for (;;) {
    const next = source.indexOf(close, at)
    if (next < 0)
      throw new Fault(`This ${what} does not end: a closing ${close} is missing.`, { start, end: source.length })
    value += source.slice(at, next)
    if (source[next + 1] !== close) return { value, end: next + 1 }
    value += close
    at = next + 2
  }
}

function matchAt(pattern: RegExp, source: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(source)?.[0]
}

function readToken(source: string, start: number): Token {
  const first = source[start]!
  if (first === "'" || first === '"') return { kind: 'text', start, ...readQuoted(source, start, first, 'text') }
  if (first === '`' || first === '[') {
    const token = readQuoted(source, start, first === '[' ? ']' : first, 'column name')
    if (token.value === '') throw new Fault('A column name stands between these marks.', { start, end: token.end })
    return { kind: 'name', start, ...token }
  }
  const number = matchAt(NUMBER, source, start)
  if (number !== undefined) {
    const span = { start, end: start + number.length }
    const value = Number(number)
    if (!Number.isFinite(value)) throw new Fault('This number is too large.', span)
    if (matchAt(WORD, source, span.end) !== undefined)
      throw new Fault('A number runs into a word here. Put a sign between them, or the name into `backticks`.', span)
    return { kind: 'number', value, ...span }
  }
  const word = matchAt(WORD, source, start)
  if (word !== undefined) return { kind: 'word', value: word, start, end: start + word.length }
  const sign = matchAt(SIGN, source, start)
  if (sign !== undefined) {
    const span = { start, end: start + sign.length }
    const other = OTHER_SIGNS.get(sign)
    if (other !== undefined) throw new Fault(`Write ${other} instead of ${sign}.`, span)
    return { kind: 'sign', value: SAME_SIGN.get(sign) ?? sign, ...span }
  }
  const character = String.fromCodePoint(source.codePointAt(start)!)
  const hint = character === '!' ? ' Write not instead.' : character === '|' ? ' Write or, or || to join texts.' : ''
  throw new Fault(`“${character}” means nothing here.${hint}`, { start, end: start + character.length })
}

/** The words and signs of an expression, the last of kind `end`. @throws Fault */
export function tokenize(source: string): readonly Token[] {
  const bad = source.search(UNUSABLE)
  if (bad >= 0)
    throw new Fault('There is half a character here. Delete it and write it again.', { start: bad, end: bad + 1 })
  const tokens: Token[] = []
  let at = 0
  for (;;) {
    at += matchAt(SPACE, source, at)?.length ?? 0
    if (at >= source.length) break
    const token = readToken(source, at)
    tokens.push(token)
    at = token.end
  }
  tokens.push({ kind: 'end', value: '', start: source.length, end: source.length })
  return tokens
}
