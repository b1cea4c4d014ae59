import { headsAfter } from './heads.ts'
import type { Recipe, Step } from './recipe.ts'
import { resolveStep } from './selector.ts'
import { infoOf } from './step.ts'
import { type ColumnHead, findHead } from './steps/info.ts'

function stepProblems(
  given: Step,
  heads: readonly ColumnHead[],
  gone: ReadonlySet<string>,
  later: ReadonlySet<string>,
  target?: string,
): readonly string[] {
  const step = resolveStep(given, heads)
  const problems: string[] = []
  const info = infoOf(step)
  const { accepts, takes, needs } = info
  const chosen: ColumnHead[] = []
  // A choice that means no column here leaves the step nothing to do, which is no mistake.
  if (needs === 'some' && step.columns.length === 0 && !given.select) problems.push('choose at least one column')
  if (needs === 'none' && step.columns.length > 0) problems.push('it takes no columns')
  if (new Set(step.columns).size < step.columns.length) problems.push('a column is named twice')
  const look = (name: string): ColumnHead | undefined => {
    const head = findHead(heads, name)
    if (name === target) problems.push(`“${name}” is the target, which no step may use`)
    else if (later.has(name))
      problems.push(`“${name}” is not known when predicting, so take it out here, or say that it is known`)
    else if (!head)
      problems.push(gone.has(name) ? `an earlier step took “${name}” out` : `there is no column “${name}”`)
    else return head
    return undefined
  }
  for (const name of new Set(step.columns)) {
    const head = look(name)
    if (!head) continue
    if (accepts(head.type)) chosen.push({ ...head, name })
    else problems.push(`“${name}” is ${head.type}, and this takes ${takes}`)
  }
  for (const name of info.reads?.(step) ?? []) if (!step.columns.includes(name)) look(name)
  return [...problems, ...info.problems(step, chosen, heads)]
}

/**
 * What is wrong with a recipe for these columns, a sentence each; empty when it can be fitted. Steps that are off are not
 * looked at. `columns` may hold the target or not; those that are only known later no step may name.
 */
export function validateRecipe(recipe: Recipe, columns: readonly ColumnHead[], target?: string): readonly string[] {
  const problems: string[] = []
  const gone = new Set<string>()
  const ids = new Set<string>()
  let current: readonly ColumnHead[] = columns.filter(({ name, role }) => name !== target && role !== 'later')
  const later = new Set(columns.filter(({ role }) => role === 'later').map(({ name }) => name))
  for (const [index, step] of recipe.steps.entries()) {
    if (ids.has(step.id)) problems.push(`Two steps share the id “${step.id}”.`)
    ids.add(step.id)
    if (!step.on) continue
    const say = (problem: string) => problems.push(`Step ${index + 1}, ${infoOf(step).label}: ${problem}.`)
    for (const problem of stepProblems(step, current, gone, later, target)) say(problem)
    const before = new Set(current.map(({ name }) => name))
    // What it could not do is left undone, so that one mistake is told once.
    const next = headsAfter(step, current)
    const seen = new Set<string>(target === undefined ? [] : [target])
    current = next.filter(({ name }) => {
      const taken = seen.has(name)
      if (taken) say(`a column “${name}” exists already; rename it in the file, or drop it first`)
      seen.add(name)
      return !taken
    })
    for (const name of before) if (!seen.has(name)) gone.add(name)
  }
  if (current.every(({ role = 'feature' }) => role !== 'feature')) problems.push('No column is left to learn from.')
  return problems
}
