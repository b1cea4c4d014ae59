import { canonicalJson } from '../hash.ts'
import type { Recipe, Step } from './recipe.ts'

/** Steps of several recipes that are one another's counterpart, in the order of the recipes; undefined where one has none. */
export type AlignedSteps = readonly (Step | undefined)[]

/** What the same step counts, and one of the same kind with other columns or settings: more, the more columns they share. */
const SAME = 4
const SAME_KIND = 1

/**
 * Lays the steps that are on of several recipes side by side, so that a step that one recipe alone has moves none of the
 * others: recipe by recipe, each against what the ones before made, by the alignment of two sequences that scores highest
 * (Needleman and Wunsch 1970, gaps free). Steps keep their order, and only steps of one kind are counterparts.
 */
export function alignSteps(recipes: readonly Recipe[]): readonly AlignedSteps[] {
  const lists = recipes.map(({ steps }) => steps.filter(({ on }) => on))
  const contents = new Map(lists.flat().map((step) => [step, contentOf(step)]))
  let rows: readonly AlignedSteps[] = []
  for (const [place, steps] of lists.entries()) rows = addRecipe(rows, steps, place, contents)
  return rows
}

function addRecipe(
  rows: readonly AlignedSteps[],
  steps: readonly Step[],
  place: number,
  contents: ReadonlyMap<Step, string>,
): readonly AlignedSteps[] {
  const likeness = (a: Step | undefined, b: Step) => {
    if (a?.kind !== b.kind) return 0
    if (contents.get(a) === contents.get(b)) return SAME
    const shared = a.columns.filter((name) => b.columns.includes(name)).length
    return SAME_KIND + shared / Math.max(1, new Set([...a.columns, ...b.columns]).size)
  }
  const scores = rows.map((row) => steps.map((step) => Math.max(0, ...row.map((each) => likeness(each, step)))))
  // best[i][j]: of the rows from i on against the steps from j on.
  const best = Array.from({ length: rows.length + 1 }, () => new Float64Array(steps.length + 1))
  for (let i = rows.length - 1; i >= 0; i--)
    for (let j = steps.length - 1; j >= 0; j--) {
      const score = scores[i]![j]!
      const both = score > 0 ? score + best[i + 1]![j + 1]! : 0
      best[i]![j] = Math.max(both, best[i + 1]![j]!, best[i]![j + 1]!)
    }
  const made: AlignedSteps[] = []
  const none = Array.from({ length: place }, () => undefined)
  let [i, j] = [0, 0]
  while (i < rows.length || j < steps.length) {
    const score = scores[i]?.[j] ?? 0
    if (score > 0 && best[i]![j] === score + best[i + 1]![j + 1]!) made.push([...rows[i++]!, steps[j++]])
    else if (j === steps.length || (i < rows.length && best[i]![j] === best[i + 1]![j]))
      made.push([...rows[i++]!, undefined])
    else made.push([...none, steps[j++]])
  }
  return made
}

/** What a step does, whatever it is called and why it is there. */
function contentOf({ id: _id, reason: _reason, on: _on, ...content }: Step): string {
  return canonicalJson(content)
}
