import type { Column } from '../dataset/column.ts'

/** What an expression gives: one type for all amounts, one for all texts. Each is the type of column it would make. */
export type ExpressionType = 'number' | 'boolean' | 'datetime' | 'text'

/** A column without its values. */
export type Head = Pick<Column, 'name' | 'type'>

/** Where a part stands in what the person wrote: code units, the end not included. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** What is wrong, in a sentence for a person, and where. */
export interface Problem extends Span {
  readonly message: string
}

type ComparisonOperator = '=' | '!=' | '<' | '<=' | '>' | '>='
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '^'
export type BinaryOperator = ComparisonOperator | ArithmeticOperator | 'and' | 'or' | '||'

type Node =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** A date literal, in milliseconds since 1970 UTC. */
  | { readonly kind: 'instant'; readonly value: number }
  | { readonly kind: 'null' }
  | { readonly kind: 'column'; readonly name: string }
  | { readonly kind: 'unary'; readonly operator: '-' | 'not'; readonly operand: Expression }
  | {
      readonly kind: 'binary'
      readonly operator: BinaryOperator
      readonly left: Expression
      readonly right: Expression
    }
  | {
      readonly kind: 'in'
      readonly operand: Expression
      readonly options: readonly Expression[]
      readonly negated: boolean
    }
  | {
      readonly kind: 'between'
      readonly operand: Expression
      readonly low: Expression
      readonly high: Expression
      readonly negated: boolean
    }
  | { readonly kind: 'missing'; readonly operand: Expression; readonly negated: boolean }
  /** `name` is one of `FUNCTIONS`. */
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }

/** What a person wrote, understood but not yet held against any columns. */
export type Expression = Node & Span
export type NodeOf<K extends Node['kind']> = Extract<Expression, { readonly kind: K }>

/** The parts that an expression is directly made of, in reading order. */
export function partsOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'unary':
    case 'missing':
      return [node.operand]
    case 'binary':
      return [node.left, node.right]
    case 'in':
      return [node.operand, ...node.options]
    case 'between':
      return [node.operand, node.low, node.high]
    case 'call':
      return node.args
    default:
      return []
  }
}

/** The names of the columns that an expression reads, each once, in reading order. */
export function columnsUsed(expression: Expression): readonly string[] {
  const names = new Set<string>()
  const visit = (node: Expression) => {
    if (node.kind === 'column') names.add(node.name)
    else partsOf(node).forEach(visit)
  }
  visit(expression)
  return [...names]
}

/** The expression with one column called otherwise. Positions stay those of the old text. */
export function renameColumn(node: Expression, from: string, to: string): Expression {
  const rename = (part: Expression) => renameColumn(part, from, to)
  switch (node.kind) {
    case 'column':
      return node.name === from ? { ...node, name: to } : node
    case 'unary':
    case 'missing':
      return { ...node, operand: rename(node.operand) }
    case 'binary':
      return { ...node, left: rename(node.left), right: rename(node.right) }
    case 'in':
      return { ...node, operand: rename(node.operand), options: node.options.map(rename) }
    case 'between':
      return { ...node, operand: rename(node.operand), low: rename(node.low), high: rename(node.high) }
    case 'call':
      return { ...node, args: node.args.map(rename) }
    default:
      return node
  }
}
