import type { Frame, Vector } from '../dataset/column.ts'
import { mapEach, type Work } from '../work.ts'
import type { Expression, ExpressionType, NodeOf } from './ast.ts'
import { expressionTypeOf, requireSound } from './check.ts'
import { numbersFrom, numericOf, textAt, textsFrom } from './column.ts'
import { evaluateCall } from './evaluateCall.ts'
import { power } from './number.ts'
import { compareTexts } from './text.ts'

/** What an expression gives for the rows of a frame: a column without a name. */
export interface Evaluated {
  readonly type: ExpressionType
  readonly vector: Vector
}

/** True, false or missing as a number: 1, 0, NaN. */
const truth = (value: boolean): number => (value ? 1 : 0)

function and(a: number, b: number): number {
  if (a === 0 || b === 0) return 0
  return Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : 1
}

const not = (a: number): number => (Number.isNaN(a) ? a : truth(a === 0))
const or = (a: number, b: number): number => not(and(not(a), not(b)))

const ARITHMETIC: ReadonlyMap<string, (a: number, b: number) => number> = new Map([
  ['+', (a, b) => a + b],
  ['-', (a, b) => a - b],
  ['*', (a, b) => a * b],
  ['/', (a, b) => a / b],
  ['%', (a, b) => a % b],
  ['^', power],
  ['and', and],
  ['or', or],
])

/** Below, at or above 0 as the first row's cell is less, equal or more; NaN where one is missing. */
function comparer(left: Vector, right: Vector): (row: number) => number {
  if (left.kind === 'numeric') {
    const a = left.values
    const b = numericOf(right)
    return (row) => {
      const x = a[row]!
      const y = b[row]!
      // Not the difference: that of two infinities is none.
      return x < y ? -1 : x > y ? 1 : x === y ? 0 : Number.NaN
    }
  }
  const a = textAt(left)
  const b = textAt(right)
  return (row) => {
    const x = a(row)
    const y = b(row)
    return x === undefined || y === undefined ? Number.NaN : compareTexts(x, y)
  }
}

const COMPARISONS: ReadonlyMap<string, (order: number) => boolean> = new Map([
  ['=', (order) => order === 0],
  ['!=', (order) => order !== 0],
  ['<', (order) => order < 0],
  ['<=', (order) => order <= 0],
  ['>', (order) => order > 0],
  ['>=', (order) => order >= 0],
])

function compare(operator: string, left: Vector, right: Vector): (row: number) => number {
  const order = comparer(left, right)
  const holds = COMPARISONS.get(operator)!
  return (row) => {
    const value = order(row)
    return Number.isNaN(value) ? value : truth(holds(value))
  }
}

function constant(type: ExpressionType, value: number | string | boolean, rows: number): Evaluated {
  const vector: Vector =
    typeof value === 'string'
      ? { kind: 'coded', codes: new Int32Array(rows), dictionary: [value] }
      : { kind: 'numeric', values: new Float64Array(rows).fill(Number(value)) }
  return { type, vector }
}

/** Works out one node after its parts, a column at a time. `null` has no type: whoever takes it knows which. */
function* work(node: Expression, frame: Frame): Work<Evaluated | undefined> {
  const { rows } = frame
  const part = function* (inner: Expression): Work<Vector> {
    return (yield* work(inner, frame))!.vector
  }
  const boolean = function* (take: (row: number) => number): Work<Evaluated> {
    return { type: 'boolean', vector: yield* numbersFrom(rows, take) }
  }
  switch (node.kind) {
    case 'null':
      return undefined
    case 'number':
    case 'text':
    case 'boolean':
      return constant(node.kind, node.value, rows)
    case 'instant':
      return constant('datetime', node.value, rows)
    case 'column': {
      const { type, vector } = frame.columns.find(({ name }) => name === node.name)!
      return { type: expressionTypeOf(type), vector }
    }
    case 'unary': {
      const values = numericOf(yield* part(node.operand))
      if (node.operator === 'not') return yield* boolean((row) => not(values[row]!))
      return { type: 'number', vector: yield* numbersFrom(rows, (row) => -values[row]!) }
    }
    case 'binary':
      return yield* binary(node.operator, yield* part(node.left), yield* part(node.right), rows)
    case 'in': {
      const operand = yield* part(node.operand)
      const options = yield* mapEach(node.options, part)
      const tests = options.map((option) => compare('=', operand, option))
      return yield* boolean((row) => {
        const found = tests.reduce((sofar, test) => or(sofar, test(row)), 0)
        return node.negated ? not(found) : found
      })
    }
    case 'between': {
      const operand = yield* part(node.operand)
      const above = compare('>=', operand, yield* part(node.low))
      const below = compare('<=', operand, yield* part(node.high))
      return yield* boolean((row) => {
        const within = and(above(row), below(row))
        return node.negated ? not(within) : within
      })
    }
    case 'missing': {
      const isMissing = missingAt(yield* part(node.operand))
      return yield* boolean((row) => truth(isMissing(row) !== node.negated))
    }
    case 'call':
      return yield* call(node, frame)
  }
}

function missingAt(vector: Vector): (row: number) => boolean {
  if (vector.kind === 'numeric') return (row) => Number.isNaN(vector.values[row])
  const at = textAt(vector)
  return (row) => at(row) === undefined
}

function* binary(operator: NodeOf<'binary'>['operator'], left: Vector, right: Vector, rows: number): Work<Evaluated> {
  if (operator === '||') {
    const a = textAt(left)
    const b = textAt(right)
    return { type: 'text', vector: yield* textsFrom(rows, (row) => joined(a(row), b(row))) }
  }
  const arithmetic = ARITHMETIC.get(operator)
  if (!arithmetic) return { type: 'boolean', vector: yield* numbersFrom(rows, compare(operator, left, right)) }
  const a = numericOf(left)
  const b = numericOf(right)
  const type = operator === 'and' || operator === 'or' ? 'boolean' : 'number'
  return { type, vector: yield* numbersFrom(rows, (row) => arithmetic(a[row]!, b[row]!)) }
}

function joined(a: string | undefined, b: string | undefined): string | undefined {
  return a === undefined || b === undefined ? undefined : a + b
}

function* call(node: NodeOf<'call'>, frame: Frame): Work<Evaluated | undefined> {
  const args = yield* mapEach(node.args, (arg) => work(arg, frame))
  return yield* evaluateCall(node, args, frame.rows)
}

/**
 * What an expression gives for every row of a frame. A row has the same value alone as among others.
 *
 * Missing (NaN, −1) behaves as NULL in SQL: what is reckoned with it is missing, `and`, `or` and `not` know three values.
 * A result that is not finite is missing too: division by zero, the root of −1, the logarithm of 0, an overflow.
 * @throws recipe.invalid where the expression does not fit the columns
 */
export function* evaluateExpression(expression: Expression, frame: Frame): Work<Evaluated> {
  requireSound(expression, frame.columns)
  return (yield* work(expression, frame))!
}
