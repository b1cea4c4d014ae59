import type { ColumnStepKind, Recipe, Step } from './recipe.ts'
import { resolveStep } from './selector.ts'
import { infoOf } from './step.ts'
import { type ColumnHead, type ColumnStepInfo, findHead, type StepOf } from './steps/info.ts'

/** The columns that a step leaves of these. What it can't use of the columns it names is left as it is. */
export function headsAfter(step: Step, heads: readonly ColumnHead[]): readonly ColumnHead[] {
  if (!step.on) return heads
  const info = infoOf(step)
  if (info.scope === 'trainingRows') return heads
  const resolved = resolveStep(step, heads)
  const columns = resolved.columns.filter((name) => {
    const head = findHead(heads, name)
    return head !== undefined && info.accepts(head.type)
  })
  const { outcome } = info as ColumnStepInfo<ColumnStepKind>
  return outcome({ ...resolved, columns } as unknown as StepOf<ColumnStepKind>, heads)
}

/** The columns that a recipe leaves of these. */
export function recipeHeads(recipe: Recipe, heads: readonly ColumnHead[]): readonly ColumnHead[] {
  return recipe.steps.reduce((current, step) => headsAfter(step, current), heads)
}

/**
 * The columns among `heads` that rows to be predicted must have: all but those that are dropped before any step that
 * changes columns has used them, and those that are not learned from where no such step uses them.
 */
export function neededInputs(recipe: Recipe, heads: readonly ColumnHead[]): ReadonlySet<string> {
  const dropped = new Set<string>()
  const used = new Set<string>()
  let current = heads
  for (const step of recipe.steps) {
    const info = infoOf(step)
    if (!step.on || info.scope === 'trainingRows') continue
    const resolved = resolveStep(step, current)
    for (const name of resolved.columns)
      if (resolved.kind === 'drop' && !used.has(name)) dropped.add(name)
      else used.add(name)
    for (const name of info.reads?.(resolved) ?? []) used.add(name)
    current = headsAfter(step, current)
  }
  const needed = heads.filter(
    ({ name, role = 'feature' }) => used.has(name) || (role === 'feature' && !dropped.has(name)),
  )
  return new Set(needed.map(({ name }) => name))
}
