import { runAtOnce, type Work } from '@/core/work.ts'
import type { Threads } from '../threads.ts'
import { type ForestData, type ForestTree, openForestGrower } from './forestGrower.ts'
import { forestOpener } from './openForestKernel.ts'

/** What a helper of a forest grows, until no tree is left. */
export interface ForestJob {
  readonly kind: 'forest'
  readonly data: ForestData
  readonly isPlain: boolean
  /** One word, shared: the number of the next tree that nobody has begun. */
  readonly next: Int32Array
}

/** What helpers answer: a tree, or that there is none left for them. */
type ForestAnswer = { readonly number: number; readonly grown: ForestTree } | 'done'

/** How long to sleep between two looks for trees of helpers. */
const NAP_MS = 5

/**
 * Grows a forest's trees, whole ones on each thread.
 * @param tell Called for each tree, in their order: the first ones are a forest by themselves.
 */
export function* growTogether(
  data: ForestData,
  { isPlain, threads }: { readonly isPlain: boolean; readonly threads: Threads | undefined },
  tell: (grown: ForestTree) => void,
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
  const next = new Int32Array(threads ? new SharedArrayBuffer(4) : new ArrayBuffer(4))
  let atWork = Math.min(trees, threads?.count ?? 1) - 1
  const helpers = Array.from({ length: atWork }, () => {
    let isAtWork = true
    const leave = () => {
      atWork -= Number(isAtWork)
      isAtWork = false
    }
    const hear = (answer: ForestAnswer) => (answer === 'done' ? leave() : take(answer.number, answer.grown))
    const helper = threads!.start((message) => hear(message as ForestAnswer), leave)
    helper.post({ kind: 'forest', data, isPlain, next } satisfies ForestJob)
    return helper
  })
  try {
    const grower = openForestGrower(data, forestOpener(isPlain))
    const growHere = function* (number: number): Work<void> {
      take(number, yield* grower.grow(number))
      yield
    }
    for (let number = Atomics.add(next, 0, 1); number < trees; number = Atomics.add(next, 0, 1)) yield* growHere(number)
    while (atWork > 0) {
      // No tree is begun any more; this wakes by the clock only.
      Atomics.wait(next, 0, Atomics.load(next, 0), NAP_MS)
      yield
    }
    // Those that a helper began and died over.
    for (let number = told; number < trees; number++) if (number >= told && !grown[number]) yield* growHere(number)
  } finally {
    for (const helper of helpers) helper.stop()
  }
}

/** Grows tree after tree as long as there are any left. */
export function helpForest({ data, isPlain, next }: ForestJob, post: (answer: ForestAnswer) => void): void {
  const grower = openForestGrower(data, forestOpener(isPlain))
  for (let number = Atomics.add(next, 0, 1); number < data.options.trees; number = Atomics.add(next, 0, 1))
    post({ number, grown: runAtOnce(grower.grow(number)) })
  post('done')
}
