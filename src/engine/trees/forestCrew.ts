import { HEAR, runAtOnce, type Work } from '@/core/work.ts'
import type { Crew, CrewPlace } from './crew.ts'
import { type ForestData, type ForestTree, openForestGrower } from './forestGrower.ts'
import { forestOpener } from './openForestKernel.ts'

/** What a helper of a forest grows, until no tree is left. */
export interface ForestJob extends CrewPlace {
  readonly kind: 'forest'
  readonly data: ForestData
  readonly isPlain: boolean
  /** Shared words: the number of the next tree that nobody has begun, and behind it for each helper 1 once it is there. */
  readonly words: Int32Array
}

/** What helpers answer: a tree, or that there is none left for them. */
type ForestAnswer = { readonly number: number; readonly grown: ForestTree } | 'done'

/** How long to sleep between two looks for trees of helpers. */
const NAP_MS = 2

/**
 * Grows a forest's trees, whole ones on each thread.
 * @param tell Called for each tree, in their order: the first ones are a forest by themselves.
 * @param between What is to be done with those that were told of, now and then and in the end.
 */
export function* growTogether(
  data: ForestData,
  isPlain: boolean,
  crew: Crew,
  tell: (grown: ForestTree) => void,
  between: () => Work<void>,
): Work<void> {
  const { trees } = data.options
  const grown: (ForestTree | undefined)[] = []
  let told = 0
  const take = (number: number, tree: ForestTree) => {
    grown[number] = tree
    for (let each = grown[told]; each; each = grown[told]) {
      grown[told++] = undefined
      tell(each)
    }
  }
  const { helpers } = crew
  const words = new Int32Array(helpers > 0 ? new SharedArrayBuffer(4 * (helpers + 1)) : new ArrayBuffer(4))
  const next = () => Atomics.add(words, 0, 1)
  const left = (helper: number) => void Atomics.store(words, helper + 1, 0)
  const hear = (answer: ForestAnswer, helper: number) =>
    answer === 'done' ? left(helper) : take(answer.number, answer.grown)
  crew.begin(
    (place): ForestJob => ({ kind: 'forest', ...place, data, isPlain, words }),
    (message, helper) => hear(message as ForestAnswer, helper),
    left,
  )
  // One that is not there yet finds no tree when it comes.
  const areAtWork = () => words.subarray(1).some((_, place) => Atomics.load(words, place + 1) === 1)
  const grower = openForestGrower(data, forestOpener(isPlain))
  const growHere = function* (number: number): Work<void> {
    take(number, yield* grower.grow(number))
    yield
    yield* between()
  }
  for (let number = next(); number < trees; number = next()) yield* growHere(number)
  while (areAtWork()) {
    // Nobody wakes this: what helpers say is heard between two naps.
    Atomics.wait(words, 0, Atomics.load(words, 0), NAP_MS)
    yield HEAR
    yield* between()
  }
  // Those that a helper began and died over.
  for (let number = told; number < trees; number = Math.max(told, number + 1))
    if (!grown[number]) yield* growHere(number)
  yield* between()
}

/** Grows tree after tree as long as there are any left. */
export function helpForest({ data, isPlain, words, own }: ForestJob, post: (answer: ForestAnswer) => void): void {
  Atomics.store(words, own + 1, 1)
  const grower = openForestGrower(data, forestOpener(isPlain))
  const next = () => Atomics.add(words, 0, 1)
  for (let number = next(); number < data.options.trees; number = next())
    post({ number, grown: runAtOnce(grower.grow(number)) })
  post('done')
}
