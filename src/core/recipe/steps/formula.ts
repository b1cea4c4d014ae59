import { columnsUsed, type Expression } from '../../expression/ast.ts'
import { checkExpression } from '../../expression/check.ts'
import { parseExpression } from '../../expression/parse.ts'
import type { ColumnHead } from './info.ts'

/** The formula of a step, or undefined where it can't be read: the step's problems say why. */
export function readFormula(text: string): Expression | undefined {
  return parseExpression(text).ok
}

/** Columns that a formula names; none where it can't be read. */
export function columnsOfFormula(text: string): readonly string[] {
  const formula = readFormula(text)
  return formula ? columnsUsed(formula) : []
}

/** What is wrong with a formula for these columns, a phrase each, with the place where it is. */
export function formulaProblems(text: string, heads: readonly ColumnHead[]): readonly string[] {
  if (text.trim() === '') return ['write a formula']
  const parsed = parseExpression(text)
  if (parsed.problem) return [say(text, parsed.problem)]
  // A column that is not there is told by name already; one that appears once rows are seen can't be judged yet.
  const known = new Set(heads.filter(({ open }) => !open).map(({ name }) => name))
  if (columnsUsed(parsed.ok).some((name) => !known.has(name))) return []
  return (checkExpression(parsed.ok, heads).problems ?? []).map((problem) => say(text, problem))
}

function say(text: string, { message, start, end }: { message: string; start: number; end: number }): string {
  const place =
    start >= text.length ? 'at the end' : `at “${text.slice(start, Math.max(end, start + 1))}”, character ${start + 1}`
  return `${message.replace(/\.$/, '')} (${place})`
}
