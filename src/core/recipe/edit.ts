import type { Recipe, Step, StepKind } from './recipe.ts'
import { infoOf, isPerColumn } from './step.ts'
import { type ColumnHead, findHead, type StepOf } from './steps/info.ts'

export const EMPTY_RECIPE: Recipe = { schema: 1, steps: [] }

/** The lowest free name. Not random, so that the same edits make the same recipe, and the same recipe the same hash. */
function freeId(recipe: Recipe): string {
  const taken = new Set(recipe.steps.map(({ id }) => id))
  let number = recipe.steps.length + 1
  while (taken.has(`step-${number}`)) number++
  return `step-${number}`
}

/** A step of a kind with its usual settings for some columns; those of a type it cannot use are left out. `heads` are all that it finds. */
export function newStep<K extends StepKind>(
  kind: K,
  columns: readonly ColumnHead[],
  recipe: Recipe = EMPTY_RECIPE,
  heads: readonly ColumnHead[] = columns,
): StepOf<K> {
  const info = infoOf({ kind })
  const named = heads.filter(({ open }) => !open)
  const settings = info.settings(
    columns.filter(({ type, open }) => !open && info.accepts(type)),
    named,
  )
  return { id: freeId(recipe), on: true, kind, ...settings } as unknown as StepOf<K>
}

/** Puts a step at `index`, at the end when left out; an id that is taken is replaced. */
export function addStep(recipe: Recipe, step: Step, index = recipe.steps.length): Recipe {
  const taken = recipe.steps.some(({ id }) => id === step.id)
  const added = taken ? { ...step, id: freeId(recipe) } : step
  return { ...recipe, steps: recipe.steps.toSpliced(index, 0, added) }
}

export function removeStep(recipe: Recipe, id: string): Recipe {
  return { ...recipe, steps: recipe.steps.filter((step) => step.id !== id) }
}

/** Moves a step so that it stands at `index` afterwards; beyond either end means the end. */
export function moveStep(recipe: Recipe, id: string, index: number): Recipe {
  const step = recipe.steps.find((candidate) => candidate.id === id)
  if (!step) return recipe
  const rest = recipe.steps.filter((candidate) => candidate !== step)
  return { ...recipe, steps: rest.toSpliced(Math.max(0, Math.min(index, rest.length)), 0, step) }
}

/** Turns a step on or off; it keeps its place and settings. */
export function toggleStep(recipe: Recipe, id: string): Recipe {
  return { ...recipe, steps: recipe.steps.map((step) => (step.id === id ? { ...step, on: !step.on } : step)) }
}

/** Replaces a step by what `change` makes of it; its id stays. */
export function changeStep(recipe: Recipe, id: string, change: (step: Step) => Step): Recipe {
  return { ...recipe, steps: recipe.steps.map((step) => (step.id === id ? { ...change(step), id } : step)) }
}

/**
 * The step for other columns. What it says of each column one by one stays with its column, and starts as in a new step
 * for those that it did not have.
 */
export function chooseColumns(step: Step, names: readonly string[], heads: readonly ColumnHead[]): Step {
  const { fields, settings } = infoOf(step)
  const before = step as unknown as Readonly<Record<string, unknown>>
  const columns = names.map((name): ColumnHead => findHead(heads, name) ?? { name, type: 'text' })
  const fresh = settings(columns, heads) as unknown as Readonly<Record<string, unknown>>
  const lists = fields.flatMap(({ key, ...field }) => {
    if (field.field !== 'list' || !field.perColumn) return []
    const [old, start] = [before[key], fresh[key]].map((list) => (Array.isArray(list) ? list : []))
    return [[key, names.map((name, i) => old![step.columns.indexOf(name)] ?? start![i])] as const]
  })
  return { ...step, ...Object.fromEntries(lists), columns: names } as Step
}

/** The step without columns by what they are, where each of its columns is set by itself. */
export function settleStep(step: Step): Step {
  if (!step.select || !isPerColumn(step)) return step
  const { select: _, ...rest } = step
  return rest as Step
}
