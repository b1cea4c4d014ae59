import type { ColumnMeta, Dataset } from '../dataset/dataset.ts'
import { inputHeads, type Role, roleOf } from '../dataset/role.ts'
import { formatCount } from '../format/format.ts'
import { canonicalJson } from '../hash.ts'
import type { TaskKind } from '../metrics/metric.ts'
import { recipeHeads } from '../recipe/heads.ts'
import type { Recipe, Step, StepKind } from '../recipe/recipe.ts'
import { infoOf } from '../recipe/step.ts'
import type { ColumnHead } from '../recipe/steps/info.ts'
import type { Question } from './experiment.ts'
import { proposalFor } from './propose.ts'
import { questionFrom } from './question.ts'
import { MAX_CLASSES } from './target.ts'

/**
 * The question with another task. Classes and metric follow from the task; what a person prepared stays, and so does the
 * split where it was changed and the task allows it.
 */
export function changeTask(dataset: Dataset, question: Question, task: TaskKind): Question {
  const { target, recipe, split, roles } = question
  const next = questionFrom(dataset, target, proposalFor(dataset, target, { task, roles }))
  const before = proposalFor(dataset, target, { task: question.task }).split.value
  const isOwn = canonicalJson(split) !== canonicalJson(before)
  const isPossible = split.kind !== 'stratified' || task !== 'regression'
  return { ...question, ...next, recipe, split: isOwn && isPossible ? split : next.split }
}

/** Why a column can't be asked about as a task that {@link examineTarget} does not offer. */
export function whyNotTask({ name, type, kind, summary }: ColumnMeta, task: TaskKind): string {
  const values = `${name} has ${formatCount(summary.distinct)} different ${summary.distinct === 1 ? 'value' : 'values'}`
  if (task === 'regression')
    return kind === 'coded' ? `${name} holds ${type} values, not numbers` : `${name} is true or false, not an amount`
  if (task === 'binary') return `${values}, not two`
  if (summary.distinct <= 2) return values
  return summary.distinct > MAX_CLASSES
    ? `${values}, and a question can have ${MAX_CLASSES} classes`
    : `${values}, too few rows of each`
}

/** Whether a step that is on drops the column. */
export function isSetAside(recipe: Recipe, column: string): boolean {
  return recipe.steps.some((step) => step.on && step.kind === 'drop' && step.columns.includes(column))
}

const BY_HAND = 'set-aside'

/**
 * Takes a column out of what is learned from, or lets it in again: the steps that name it go on with their other columns.
 * What `proposed` does with the column is done again when it comes back, so that out and in is where one was.
 */
export function setAside(recipe: Recipe, column: string, aside: boolean, proposed: Recipe): Recipe {
  const rest = without(recipe, column, (step) => aside || step.kind === 'drop')
  const homes = proposed.steps.filter((step) => step.columns.includes(column) && (step.kind === 'drop') === aside)
  if (!aside) return homes.reduce((steps, home) => join(steps, home, column, proposed), rest)
  const [home] = homes
  return join(rest, home ?? { id: BY_HAND, on: true, kind: 'drop', columns: [], reason: 'Set aside by you.' }, column)
}

/**
 * Gives a column a role. What is only known later leaves every step, and the steps proposed for it come back with it, as
 * with {@link setAside}.
 * @param proposed The preparation proposed where the column is an input.
 */
export function assignRole(question: Question, column: string, role: Role, proposed: Recipe): Question {
  const { roles, recipe, ...rest } = question
  const others = Object.entries(roles ?? {}).filter(([name]) => name !== column)
  const next = role === 'feature' ? others : [...others, [column, role] as const]
  const wasLater = roleOf(roles, column) === 'later'
  const gone = without(recipe, column, () => true)
  return {
    ...rest,
    recipe: role === 'later' ? gone : wasLater ? comeBack(gone, column, proposed) : recipe,
    ...(next.length > 0 && { roles: Object.fromEntries(next) }),
  }
}

/** Puts a column into the steps that were proposed for it. */
function comeBack(recipe: Recipe, column: string, proposed: Recipe): Recipe {
  return proposed.steps
    .filter((step) => step.columns.includes(column))
    .reduce((steps, home) => join(steps, home, column, proposed), recipe)
}

/** The recipe with no such step naming the column; a step left without columns goes. */
function without(recipe: Recipe, column: string, concerns: (step: Step) => boolean): Recipe {
  return {
    ...recipe,
    steps: recipe.steps.flatMap((step) => {
      if (!concerns(step) || !step.columns.includes(column)) return [step]
      const columns = step.columns.filter((name) => name !== column)
      return columns.length > 0 ? [{ ...step, columns }] : []
    }),
  }
}

/** Adds a column to the step of the same id, kind and state as `home`, or puts such a step in its proposed place. */
function join(recipe: Recipe, home: Step, column: string, proposed?: Recipe): Recipe {
  const same = recipe.steps.find(({ id, kind, on }) => id === home.id && kind === home.kind && on)
  if (same) {
    if (same.columns.includes(column)) return recipe
    // In the order of the proposal, so that out and in again leaves no trace.
    const order = (name: string) => (home.columns.includes(name) ? home.columns.indexOf(name) : home.columns.length)
    const columns = [...same.columns, column].sort((a, b) => order(a) - order(b))
    return { ...recipe, steps: recipe.steps.map((step) => (step === same ? { ...same, columns } : step)) }
  }
  if (recipe.steps.some(({ id }) => id === home.id)) return recipe
  const before = new Set(proposed?.steps.slice(0, proposed.steps.indexOf(home)).map(({ id }) => id))
  const index = recipe.steps.findLastIndex(({ id }) => before.has(id)) + 1
  return { ...recipe, steps: recipe.steps.toSpliced(index, 0, { ...home, columns: [column] }) }
}

/** The columns that a step at `index` finds, after the steps before it. */
export function headsBefore(
  recipe: Recipe,
  columns: readonly ColumnHead[],
  target: string,
  index: number,
): readonly ColumnHead[] {
  const heads = columns.filter(({ name }) => name !== target)
  return recipeHeads({ ...recipe, steps: recipe.steps.slice(0, index) }, heads)
}

/** The columns that a new step at the end of the recipe most likely is for; none where that is the person's to say. */
export function startColumns(
  dataset: Dataset,
  { recipe, target, roles }: Question,
  kind: StepKind,
): readonly ColumnHead[] {
  const done = new Set(recipe.steps.flatMap((step) => (step.on && step.kind === kind ? step.columns : [])))
  const heads = headsBefore(recipe, inputHeads(dataset.columns, target, roles), target, recipe.steps.length)
  const info = infoOf({ kind })
  const metas = new Map(dataset.columns.map((column) => [column.name, column]))
  return heads.filter(({ name, type }) => {
    const summary = metas.get(name)?.summary
    return summary && !done.has(name) && info.accepts(type) && info.startsWith?.(type, summary)
  })
}
