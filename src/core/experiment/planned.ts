import type { ColumnMeta, Dataset } from '../dataset/dataset.ts'
import { inputsOf } from '../dataset/role.ts'
import type { Finding, Fix } from '../finding/finding.ts'
import { contentHash } from '../hash.ts'
import { addStep, EMPTY_RECIPE, newStep, removeStep } from '../recipe/edit.ts'
import type { Recipe, Step } from '../recipe/recipe.ts'
import { headsBefore, isSetAside, setAside } from './edit.ts'
import type { Question } from './experiment.ts'

/**
 * The step that a finding's fix would be in a recipe, or undefined where the fix is none. Its id follows from the finding,
 * so that it is known again.
 */
export function plannedStep({ id, sentence, fix }: Pick<Finding, 'id' | 'sentence' | 'fix'>): Step | undefined {
  if (fix?.kind !== 'step') return undefined
  return { ...stepOf(fix), id: `found-${contentHash(id).slice(0, 12)}`, reason: sentence }
}

function stepOf(fix: Extract<Fix, { kind: 'step' }>): Step {
  return { ...newStep(fix.step, fix.columns), ...fix.settings } as Step
}

/**
 * Puts planned steps into a recipe, as far as its columns allow and nothing there does the same already; the same recipe
 * where there is nothing to put.
 */
export function withPlanned(
  recipe: Recipe,
  planned: readonly Step[],
  { columns }: Pick<Dataset, 'columns'>,
  { target, roles }: Pick<Question, 'target' | 'roles'>,
): Recipe {
  const usable = inputsOf(columns, target, roles)
  return planned.reduce((before, step) => addPlanned(before, step, usable, target), recipe)
}

/** The planned steps that a question lacks, and that would change it. */
export function missingPlanned(
  question: Question,
  planned: readonly Step[],
  dataset: Pick<Dataset, 'columns'>,
): readonly Step[] {
  const { recipe } = question
  return planned.filter((step) => withPlanned(recipe, [step], dataset, question) !== recipe)
}

function addPlanned(recipe: Recipe, step: Step, columns: readonly ColumnMeta[], target: string): Recipe {
  const known = new Set(columns.map(({ name }) => name))
  const wanted = step.columns.filter((name) => known.has(name))
  if (step.kind === 'drop')
    return wanted
      .filter((name) => !isSetAside(recipe, name))
      .reduce((before, name) => setAside(before, name, true, EMPTY_RECIPE), recipe)
  if (recipe.steps.some(({ id }) => id === step.id)) return recipe
  const done = new Set(recipe.steps.flatMap((other) => (other.on && other.kind === step.kind ? other.columns : [])))
  const free = headsBefore(recipe, columns, target, recipe.steps.length).filter(
    ({ name }) => wanted.includes(name) && !done.has(name),
  )
  // A new step of its kind takes only columns of types that it can use.
  const usable = newStep(step.kind, free).columns
  return usable.length > 0 ? addStep(recipe, { ...step, columns: usable }) : recipe
}

/** Takes planned steps out of a recipe again; what was proposed anyway stays as proposed. */
export function withoutPlanned(recipe: Recipe, steps: readonly Step[], proposed: Recipe): Recipe {
  return steps.reduce((before, step) => {
    if (step.kind !== 'drop') return removeStep(before, step.id)
    return step.columns
      .filter((name) => isSetAside(before, name) && !isSetAside(proposed, name))
      .reduce((rest, name) => setAside(rest, name, false, proposed), before)
  }, recipe)
}
