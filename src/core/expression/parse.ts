import type { ArithmeticOperator, BinaryOperator, Expression, NodeOf, Problem, Span } from './ast.ts'
import { partsOf } from './ast.ts'
import { FUNCTIONS, functionNamed } from './functions.ts'
import { parseInstant } from './instant.ts'
import { nearest } from './suggest.ts'
import { Fault, RESERVED, type Token, tokenize } from './token.ts'

/** The longest expression that is read, in code units. */
export const MAX_LENGTH = 10_000
/** How deep parts may lie within parts; a sum of so many terms is as deep. DuckDB refuses what is 1,000 deep. */
export const MAX_DEPTH = 150

export type Parsed =
  | { readonly ok: Expression; readonly problem?: never }
  | { readonly ok?: never; readonly problem: Problem }

const COMPARISONS = ['=', '!=', '<', '<=', '>', '>='] as const

class Parser {
  private at = 0
  private nesting = 0
  private readonly depths = new WeakMap<Expression, number>()
  private readonly tokens: readonly Token[]

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens
  }

  whole(): Expression {
    if (this.token.kind === 'end') throw new Fault('There is nothing here yet. Write an expression.', this.token)
    const expression = this.or()
    if (this.at < this.tokens.length - 1) throw this.unexpected('an operator such as + or and')
    return expression
  }

  private get token(): Token {
    return this.tokens[this.at]!
  }

  private next(): Token {
    const { token } = this
    if (token.kind !== 'end') this.at++
    return token
  }

  private isWord(word: string, ahead = 0): boolean {
    const token = this.tokens[this.at + ahead]
    return token?.kind === 'word' && token.value.toLowerCase() === word
  }

  private isSign(sign: string): boolean {
    return this.token.kind === 'sign' && this.token.value === sign
  }

  private takeWord(word: string): boolean {
    const is = this.isWord(word)
    if (is) this.at++
    return is
  }

  private takeSign<S extends string>(...signs: readonly S[]): S | undefined {
    const sign = signs.find((candidate) => this.isSign(candidate))
    if (sign !== undefined) this.at++
    return sign
  }

  private expect(sign: string, why: string): Token {
    if (!this.isSign(sign)) throw this.unexpected(`${sign} ${why}`)
    return this.next()
  }

  private unexpected(wanted: string): Fault {
    const { token } = this
    if (token.kind === 'end') return new Fault(`The expression stops here; ${wanted} is missing.`, token)
    const shown = token.kind === 'text' ? 'a text' : token.kind === 'number' ? 'a number' : `“${token.value}”`
    return new Fault(`Found ${shown} where ${wanted} should stand.`, token)
  }

  /** Keeps count of the depth, so that nothing later runs out of stack. */
  private made<E extends Expression>(node: E): E {
    let depth = 0
    for (const part of partsOf(node)) depth = Math.max(depth, this.depths.get(part) ?? 0)
    if (depth >= MAX_DEPTH) throw tooDeep(node)
    this.depths.set(node, depth + 1)
    return node
  }

  private nested<T>(parse: () => T): T {
    if (++this.nesting > MAX_DEPTH) throw tooDeep(this.token)
    const result = parse()
    this.nesting--
    return result
  }

  private binary(operator: BinaryOperator, left: Expression, right: Expression): Expression {
    return this.made({ kind: 'binary', operator, left, right, start: left.start, end: right.end })
  }

  private or(): Expression {
    let left = this.and()
    while (this.takeWord('or')) left = this.binary('or', left, this.and())
    return left
  }

  private and(): Expression {
    let left = this.not()
    while (this.takeWord('and')) left = this.binary('and', left, this.not())
    return left
  }

  private not(): Expression {
    const { start } = this.token
    if (!this.takeWord('not')) return this.comparison()
    const operand = this.nested(() => this.not())
    return this.made({ kind: 'unary', operator: 'not', operand, start, end: operand.end })
  }

  private comparison(): Expression {
    let left = this.concatenation()
    const operator = this.takeSign(...COMPARISONS)
    if (operator !== undefined) left = this.binary(operator, left, this.concatenation())
    else {
      const test = this.test(left)
      if (!test) return left
      left = test
    }
    if (COMPARISONS.some((sign) => this.isSign(sign)))
      throw new Fault('Comparisons do not follow each other: join two of them by and.', this.token)
    return left
  }

  /** `is missing`, `in (…)` and `between … and …`, if one follows. */
  private test(operand: Expression): Expression | undefined {
    const { start } = operand
    if (this.takeWord('is')) {
      const negated = this.takeWord('not')
      if (!this.isWord('missing') && !this.isWord('null')) throw this.unexpected('missing')
      return this.made({ kind: 'missing', operand, negated, start, end: this.next().end })
    }
    const negated = this.isWord('not') && (this.isWord('in', 1) || this.isWord('between', 1))
    if (negated) this.at++
    if (this.takeWord('in')) {
      this.expect('(', 'before the list')
      const { list: options, end } = this.list()
      return this.made({ kind: 'in', operand, options, negated, start, end })
    }
    if (!this.takeWord('between')) return undefined
    const low = this.concatenation()
    if (!this.takeWord('and')) throw this.unexpected('and with the upper limit')
    const high = this.concatenation()
    return this.made({ kind: 'between', operand, low, high, negated, start, end: high.end })
  }

  private concatenation(): Expression {
    let left = this.sum()
    while (this.takeSign('||')) left = this.binary('||', left, this.sum())
    return left
  }

  private sum(): Expression {
    return this.chain(['+', '-'], () => this.product())
  }

  private product(): Expression {
    return this.chain(['*', '/', '%'], () => this.negation())
  }

  private chain(operators: readonly ArithmeticOperator[], operand: () => Expression): Expression {
    let left = operand()
    for (;;) {
      const operator = this.takeSign(...operators)
      if (operator === undefined) return left
      left = this.binary(operator, left, operand())
    }
  }

  private negation(): Expression {
    const { start } = this.token
    const sign = this.takeSign('-', '+')
    if (sign === undefined) return this.power()
    const operand = this.nested(() => this.negation())
    if (sign === '+') return operand
    return this.made({ kind: 'unary', operator: '-', operand, start, end: operand.end })
  }

  private power(): Expression {
    const base = this.primary()
    if (!this.takeSign('^')) return base
    // To the right: 2 ^ 3 ^ 2 is 2 ^ 9, and 2 ^ -1 is a half.
    return this.binary(
      '^',
      base,
      this.nested(() => this.negation()),
    )
  }

  private primary(): Expression {
    const { token } = this
    const { start, end } = token
    switch (token.kind) {
      case 'number':
        this.at++
        return this.made({ kind: 'number', value: token.value, start, end })
      case 'text':
        this.at++
        return this.made({ kind: 'text', value: token.value, start, end })
      case 'name':
        this.at++
        return this.made({ kind: 'column', name: token.value, start, end })
      case 'word':
        return this.word(token)
      default: {
        if (!this.takeSign('(')) throw this.unexpected('a value')
        const inner = this.nested(() => this.or())
        this.expect(')', 'to close the parenthesis')
        return inner
      }
    }
  }

  private word({ value, start, end }: Token & { readonly value: string }): Expression {
    const word = value.toLowerCase()
    if (word === 'true' || word === 'false') {
      this.at++
      return this.made({ kind: 'boolean', value: word === 'true', start, end })
    }
    if (word === 'null') {
      this.at++
      return this.made({ kind: 'null', start, end })
    }
    if (RESERVED.has(word)) throw this.unexpected('a value')
    this.at++
    if (!this.takeSign('(')) return this.made({ kind: 'column', name: value, start, end })
    const name = word === 'date' ? 'date' : functionNamed(word)
    if (name === undefined) {
      const near = nearest(value, ['date', ...FUNCTIONS.keys()])
      throw new Fault(`There is no function ${value}${near ? `; did you mean ${near}?` : '.'}`, { start, end })
    }
    const { list: args, end: close } = this.isSign(')') ? { list: [], end: this.next().end } : this.list()
    return this.made(
      name === 'date' ? instantOf(args, { start, end: close }) : { kind: 'call', name, args, start, end: close },
    )
  }

  /** What stands between parentheses, the first of which is behind us. */
  private list(): { readonly list: readonly Expression[]; readonly end: number } {
    const list = [this.nested(() => this.or())]
    while (this.takeSign(',')) list.push(this.nested(() => this.or()))
    return { list, end: this.expect(')', 'or a comma').end }
  }
}

function tooDeep(span: Span): Fault {
  return new Fault(`This is more than ${MAX_DEPTH} steps deep. Derive a column for a part of it first.`, span)
}

function instantOf(args: readonly Expression[], span: Span): NodeOf<'instant'> {
  const [only] = args
  if (args.length !== 1 || only?.kind !== 'text')
    throw new Fault("A date is written out: date('2020-01-31'). A column of dates needs no date().", span)
  const value = parseInstant(only.value)
  if (value === undefined) throw new Fault("This is no date. Write it as '2020-01-31' or '2020-01-31 18:30:00'.", only)
  return { kind: 'instant', value, ...span }
}

/** Reads an expression. Never throws: what cannot be read is a problem with its place. */
export function parseExpression(source: string): Parsed {
  if (source.length > MAX_LENGTH)
    return {
      problem: {
        message: `An expression may be ${MAX_LENGTH.toLocaleString('en-GB')} characters long. Derive a column for a part of it first.`,
        start: MAX_LENGTH,
        end: source.length,
      },
    }
  try {
    return { ok: new Parser(tokenize(source)).whole() }
  } catch (cause) {
    if (cause instanceof Fault) return { problem: cause.problem }
    throw cause
  }
}
