import { breather, type Task } from './task.ts'

/**
 * A computation that rests wherever it yields: whoever drives it lets messages in there (a stop among them), or goes on at
 * once. What comes out is the same either way.
 */
export type Work<T> = Generator<undefined | typeof HEAR, T>

/** Yielded where work waits for a message: that is to be let in at once. */
export const HEAR = 'hear'

/** Rows between two rests where each takes little, and texts where each is taken apart: some milliseconds. */
export const ROWS_AT_ONCE = 16_384
export const TEXTS_AT_ONCE = 512

/** {@link ROWS_AT_ONCE} where a row is `width` numbers. */
export function rowsAtOnce(width: number): number {
  return Math.max(1, Math.floor(ROWS_AT_ONCE / width))
}

/** Does work without a rest. */
export function runAtOnce<T>(work: Work<T>): T {
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
  }
}

/**
 * Does work with `breathe` at every rest.
 * @param breathe May throw to stop it.
 */
export async function runBreathing<T>(work: Work<T>, breathe: (atOnce?: boolean) => Promise<void>): Promise<T> {
  try {
    for (;;) {
      const { done, value } = work.next()
      if (done) return value
      await breathe(value === HEAR)
    }
  } catch (cause) {
    // What was begun is ended: its `finally` lets go of what it holds.
    work.return(undefined as T)
    throw cause
  }
}

/** {@link runBreathing} with a breath every 40 ms, in which a stop of the task is heard. */
export function runFor<T>(task: Pick<Task, 'signal'>, work: Work<T>): Promise<T> {
  return runBreathing(work, breather(task))
}

/** What is there, or what work comes to. */
export function* finish<T>(made: T | Work<T>): Work<T> {
  return isWork(made) ? yield* made : made
}

function isWork<T>(made: T | Work<T>): made is Work<T> {
  return typeof made === 'object' && made !== null && Symbol.iterator in made && 'next' in made && 'throw' in made
}

/** Places 0 up to `count` in slices, with a rest after each. */
export function* inSlices(
  count: number,
  work: (start: number, end: number) => void,
  atOnce = ROWS_AT_ONCE,
): Work<void> {
  for (let start = 0; start < count; start += atOnce) {
    work(start, Math.min(count, start + atOnce))
    yield
  }
}

/** As {@link inSlices}, one place at a time. */
export function eachRow(count: number, work: (row: number) => void, atOnce = ROWS_AT_ONCE): Work<void> {
  return inSlices(
    count,
    (start, end) => {
      for (let row = start; row < end; row++) work(row)
    },
    atOnce,
  )
}

/** The rows for which something holds, ascending. */
export function* rowsWhere(count: number, holds: (row: number) => boolean): Work<Uint32Array<ArrayBuffer>> {
  const rows = new Uint32Array(count)
  let found = 0
  yield* eachRow(count, (row) => {
    if (holds(row)) rows[found++] = row
  })
  return rows.slice(0, found)
}

/** The array with every place written anew. */
export function* fill<A extends Float64Array | Int32Array | Uint32Array | unknown[]>(
  array: A,
  take: (place: number) => A[number],
  atOnce = ROWS_AT_ONCE,
): Work<A> {
  const cells: { [place: number]: A[number] } = array
  yield* inSlices(
    array.length,
    (start, end) => {
      for (let place = start; place < end; place++) cells[place] = take(place)
    },
    atOnce,
  )
  return array
}

/** What is made of each, with a rest after each. */
export function* mapEach<A, B>(items: readonly A[], make: (item: A, index: number) => B | Work<B>): Work<B[]> {
  const made: B[] = []
  for (const [index, item] of items.entries()) {
    made.push(yield* finish(make(item, index)))
    yield
  }
  return made
}

/** Items sorted at once; runs of them are merged. */
const RUN = 4_096

/** Sorts in place as `sort` does, equals in their order; `compare` must be given for other than numbers of a typed array. */
export function* sort<A extends Float64Array | Uint32Array | unknown[]>(
  array: A,
  compare?: (a: A[number], b: A[number]) => number,
): Work<A> {
  const { length } = array
  const order = (compare ?? ((a, b) => (a as number) - (b as number))) as (a: unknown, b: unknown) => number
  const cells: { [place: number]: unknown } = array
  for (let start = 0; start < length; start += RUN) {
    const run = array.slice(start, start + RUN) as A & unknown[]
    run.sort(compare)
    for (let i = 0; i < run.length; i++) cells[start + i] = run[i]
    yield
  }
  let [from, to] = [cells, array.slice() as typeof cells]
  for (let width = RUN; width < length; width *= 2) {
    for (let start = 0; start < length; start += 2 * width) {
      const middle = Math.min(length, start + width)
      const end = Math.min(length, middle + width)
      let [a, b] = [start, middle]
      for (let at = start; at < end; at++) {
        to[at] = b >= end || (a < middle && order(from[a], from[b]) <= 0) ? from[a++] : from[b++]
        if (at % ROWS_AT_ONCE === 0) yield
      }
    }
    ;[from, to] = [to, from]
  }
  if (from !== cells) yield* inSlices(length, (start, end) => copy(from, cells, start, end))
  return array
}

function copy(from: { [place: number]: unknown }, to: { [place: number]: unknown }, start: number, end: number): void {
  for (let place = start; place < end; place++) to[place] = from[place]
}
