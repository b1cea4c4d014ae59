import type { Frame } from '../dataset/column.ts'
import { AssayError } from '../errors.ts'
import type { FittedRecipe, FittedStep, Recipe, Step } from './recipe.ts'
import { infoOf } from './step.ts'
import type { ColumnHead } from './steps/info.ts'

function stepProblems(step: Step, columns: readonly ColumnHead[], gone: ReadonlySet<string>, target?: string) {
  const problems: string[] = []
  const { accepts, takes } = infoOf(step)
  const chosen: ColumnHead[] = []
  const byName = new Map(columns.map((column) => [column.name, column]))
  if (step.columns.length === 0) problems.push('choose at least one column')
  if (new Set(step.columns).size < step.columns.length) problems.push('a column is named twice')
  for (const name of new Set(step.columns)) {
    const column = byName.get(name)
    if (name === target) problems.push(`“${name}” is the target, which no step may use`)
    else if (!column)
      problems.push(gone.has(name) ? `an earlier step took “${name}” out` : `there is no column “${name}”`)
    else if (accepts(column.type)) chosen.push(column)
    else problems.push(`“${name}” is ${column.type}, and this takes ${takes}`)
  }
  return { problems: [...problems, ...infoOf(step).problems(step, chosen)], chosen }
}

/**
 * What is wrong with a recipe for these columns, a sentence each; empty when it can be fitted. Steps that are off are not
 * looked at. `columns` may hold the target or not.
 */
export function validateRecipe(recipe: Recipe, columns: readonly ColumnHead[], target?: string): readonly string[] {
  const problems: string[] = []
  const gone = new Set<string>()
  const ids = new Set<string>()
  let current: readonly ColumnHead[] = columns.filter(({ name }) => name !== target)
  for (const [index, step] of recipe.steps.entries()) {
    if (ids.has(step.id)) problems.push(`Two steps share the id “${step.id}”.`)
    ids.add(step.id)
    if (!step.on) continue
    const say = (problem: string) => problems.push(`Step ${index + 1}, ${infoOf(step).label}: ${problem}.`)
    const { problems: own, chosen } = stepProblems(step, current, gone, target)
    for (const problem of own) say(problem)
    const before = new Set(current.map(({ name }) => name))
    // What it could not do is left undone, so that one mistake is told once.
    const next = infoOf(step).outcome({ ...step, columns: chosen.map(({ name }) => name) }, current)
    const seen = new Set<string>(target === undefined ? [] : [target])
    current = next.filter(({ name }) => {
      const taken = seen.has(name)
      if (taken) say(`a column “${name}” exists already; rename it in the file, or drop it first`)
      seen.add(name)
      return !taken
    })
    for (const name of before) if (!seen.has(name)) gone.add(name)
  }
  if (current.length === 0) problems.push('No column is left to learn from.')
  return problems
}

/**
 * Learns a recipe from `frame`, which must hold training rows only and no target: each step from the rows as the steps
 * before it left them. Steps that are off are skipped. The result is plain JSON that gives bit-identical values after a
 * round trip.
 * @param target Name of the target, to make sure that it is not among the columns.
 * @throws recipe.invalid where {@link validateRecipe} finds a problem
 */
export function fitRecipe(recipe: Recipe, frame: Frame, target?: string): FittedRecipe {
  if (target !== undefined && frame.columns.some(({ name }) => name === target))
    throw new AssayError('internal', `The target “${target}” reached the preparation among the inputs.`)
  const problems = validateRecipe(recipe, frame.columns, target)
  if (problems.length > 0)
    throw new AssayError('recipe.invalid', `The recipe does not fit the data. ${problems.join(' ')}`, { problems })
  const steps: FittedStep[] = []
  let current = frame
  for (const step of recipe.steps) {
    if (!step.on) continue
    const fitted = infoOf(step).fit(step, current)
    steps.push(fitted)
    current = infoOf(fitted).apply(fitted, current)
  }
  return { schema: 1, steps }
}

/**
 * Prepares any rows as the training rows were. A row comes out the same alone as among others. Columns that no step names
 * pass through.
 * @throws dataset.unknownColumn, dataset.typeMismatch where a column that a step needs is absent or of another kind
 */
export function applyRecipe(fitted: FittedRecipe, frame: Frame): Frame {
  return fitted.steps.reduce((current, step) => infoOf(step).apply(step, current), frame)
}
