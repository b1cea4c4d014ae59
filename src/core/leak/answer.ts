import { roleOf } from '../dataset/role.ts'
import { assignRole, isSetAside, setAside } from '../experiment/edit.ts'
import type { Question } from '../experiment/experiment.ts'
import type { Recipe } from '../recipe/recipe.ts'
import type { Leak, LeakFix } from './leak.ts'

/** What puts a leak right by another question about the same data. */
export type QuestionFix = Exclude<LeakFix, { readonly kind: 'dropRows' }>

/** By what a leak is known again: its kind and columns. */
function leakKey({ kind, columns }: Pick<Leak, 'kind' | 'columns'>): string {
  return [kind, ...columns].join('\u001f')
}

/**
 * What became of a leak in a question:
 * - `handled`: none of its columns is learned from any more (a date, a thing or copied rows are handled by another split,
 *   under which they are not found);
 * - `accepted`: a person said that it is as it should be;
 * - `open`: it waits for an answer.
 */
export type LeakAnswer = 'open' | 'accepted' | 'handled'

/** Kinds that are about what a column tells, so that a column that does not go in is no leak. */
const OF_COLUMNS = new Set<Leak['kind']>(['disguise', 'power', 'timing', 'order', 'categories', 'shift'])

function isOfColumns({ kind, columns }: Pick<Leak, 'kind' | 'columns'>): boolean {
  return OF_COLUMNS.has(kind) && columns.length > 0
}

export function answerTo(leak: Pick<Leak, 'kind' | 'columns'>, question: Question): LeakAnswer {
  const { recipe, roles, accepted = [] } = question
  const isOut = (column: string) => roleOf(roles, column) !== 'feature' || isSetAside(recipe, column)
  if (isOfColumns(leak) && leak.columns.every(isOut)) return 'handled'
  return accepted.includes(leakKey(leak)) ? 'accepted' : 'open'
}

/** Puts a leak right within the question; fixes of the data are not its. @param proposed The preparation that is proposed where every column is an input. */
export function applyFix(question: Question, fix: QuestionFix, proposed: Recipe): Question {
  switch (fix.kind) {
    case 'later':
      return fix.columns.reduce((next, column) => assignRole(next, column, 'later', proposed), question)
    case 'aside':
      return {
        ...question,
        recipe: fix.columns.reduce((next, column) => setAside(next, column, true, proposed), question.recipe),
      }
    case 'split':
      return { ...question, split: fix.split }
  }
}

/** Says of a leak that it is as it should be, or takes that back. Columns that were taken for known later come back. */
export function accept(
  question: Question,
  leak: Pick<Leak, 'kind' | 'columns'>,
  isAccepted: boolean,
  proposed: Recipe,
): Question {
  const { accepted = [], ...rest } = question
  const key = leakKey(leak)
  const others = accepted.filter((each) => each !== key)
  const next = isAccepted ? [...others, key] : others
  const back = isOfColumns(leak) ? leak.columns.filter((column) => roleOf(question.roles, column) === 'later') : []
  const known: Question = back.reduce((all, column) => assignRole(all, column, 'feature', proposed), rest as Question)
  return { ...known, ...(next.length > 0 && { accepted: next }) }
}
