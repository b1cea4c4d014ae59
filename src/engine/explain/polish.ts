import { type Changes, type Choice, type CounterfactualAsker, distanceOf } from './changes.ts'

/** Numbers tried between two at once, and how often what is between them is parted anew: 17⁴ parts in all. */
const PARTS = 16
const ROUNDS = 4
/** By how much of its range a number may be farther away to have few digits. */
const ROUND_TO = 2e-3

/**
 * Makes changes smaller while the answer holds: undoes those that it holds without, the farthest first, then brings numbers
 * nearer to the row's own, as long as either is possible. Undefined where it does not hold with all of them.
 */
export async function polish(
  choices: readonly Choice[],
  changes: Changes,
  ask: CounterfactualAsker,
): Promise<Changes | undefined> {
  const [surplus = Number.NaN] = await ask([changes])
  if (!(surplus >= 0)) return undefined
  let small = await undo(choices, changes, ask)
  for (;;) {
    const nearer = await bringNearer(choices, small, ask)
    const fewer = await undo(choices, nearer, ask)
    if (fewer.size === nearer.size) return fewer
    // Each time round there is a change less, so that it comes to an end.
    small = fewer
  }
}

async function undo(choices: readonly Choice[], changes: Changes, ask: CounterfactualAsker): Promise<Changes> {
  let left = changes
  for (;;) {
    const without = [...left.keys()].map((place) => new Map([...left].filter(([other]) => other !== place)))
    const answers = await ask(without)
    const holding = without.filter((_, i) => answers[i]! >= 0)
    if (holding.length === 0) return left
    left = holding.reduce((a, b) => (distanceOf(choices, b) < distanceOf(choices, a) ? b : a))
  }
}

async function bringNearer(choices: readonly Choice[], changes: Changes, ask: CounterfactualAsker): Promise<Changes> {
  let nearer = changes
  const farthestFirst = [...changes.keys()].sort(
    (a, b) => choices[b]!.distance(changes.get(b)!) - choices[a]!.distance(changes.get(a)!),
  )
  for (const place of farthestFirst) {
    const choice = choices[place]!
    const value = nearer.get(place)!
    if (typeof value !== 'number' || choice.own === null || Number.isNaN(choice.own)) continue
    const found = await nearestNumber(choice, choice.own, value, async (numbers) => {
      const answers = await ask(numbers.map((number) => new Map(nearer).set(place, number)))
      return answers.map((answer) => answer >= 0)
    })
    nearer = new Map(nearer).set(place, found)
  }
  return nearer
}

type Holds = (numbers: readonly number[]) => Promise<readonly boolean[]>

/** The number nearest to the row's own at which the answer holds, as far as trying tells. */
async function nearestNumber(
  { values, between, allows, range }: Choice,
  own: number,
  value: number,
  holds: Holds,
): Promise<number> {
  const isNearer = (number: number) => Math.abs(number - own) < Math.abs(value - own)
  if (between === 'none') {
    const tried = values.filter((each): each is number => typeof each === 'number' && isSame(each, own, value))
    return (await firstHolding(tried.filter(isNearer), own, holds)) ?? value
  }
  let [fails, found] = [own, value]
  for (let round = 0; round < ROUNDS; round++) {
    const parts = partsBetween(fails, found, between === 'whole')
    const tried = parts.filter(allows)
    const first = await firstHolding(tried, own, holds)
    // Where nothing between holds, the last of them is where it fails.
    const end = first ?? found
    const before = tried.filter((number) => Math.abs(number - own) < Math.abs(end - own))
    fails = before.at(-1) ?? fails
    found = end
    // Every whole number between was among them.
    if (parts.length < PARTS) break
  }
  if (between === 'whole') return found
  const rounded = roundOutwards(found, own, range)
  const isInside = Math.abs(rounded - own) <= Math.abs(value - own) && allows(rounded)
  return isInside && (await holds([rounded]))[0] ? rounded : found
}

/** Whether a number lies on the same side. */
function isSame(number: number, own: number, value: number): boolean {
  return Math.sign(number - own) === Math.sign(value - own)
}

async function firstHolding(numbers: readonly number[], own: number, holds: Holds): Promise<number | undefined> {
  if (numbers.length === 0) return undefined
  const ordered = [...numbers].sort((a, b) => Math.abs(a - own) - Math.abs(b - own))
  const answers = await holds(ordered)
  return ordered[answers.indexOf(true)]
}

/** Numbers between two without them, from the first to the second. */
function partsBetween(from: number, to: number, isWhole: boolean): number[] {
  const parts = Array.from({ length: PARTS }, (_, i) => from + ((i + 1) * (to - from)) / (PARTS + 1))
  const all = isWhole ? parts.map((part) => (to > from ? Math.floor(part) : Math.ceil(part))) : parts
  return [...new Set(all)].filter((part) => part !== from && part !== to)
}

/** A number with few digits, no nearer to the row's own. */
function roundOutwards(found: number, own: number, range: number): number {
  const unit = 10 ** Math.floor(Math.log10(range * ROUND_TO))
  const steps = found > own ? Math.ceil(exact(found / unit)) : Math.floor(exact(found / unit))
  return exact(steps * unit)
}

function exact(value: number): number {
  return Number(value.toPrecision(12))
}
