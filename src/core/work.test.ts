import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from './random.ts'
import { breather } from './task.ts'
import {
  fill,
  finish,
  HEAR,
  inSlices,
  mapEach,
  ROWS_AT_ONCE,
  runAtOnce,
  runBreathing,
  sort,
  type Work,
} from './work.ts'

/** The rests of a work, and what it comes to. */
function count<T>(work: Work<T>): { rests: number; value: T } {
  for (let rests = 0; ; rests++) {
    const { done, value } = work.next()
    if (done) return { rests, value }
  }
}

describe('work', () => {
  it('hears a stop at its next rest, and goes no further', async () => {
    const controller = new AbortController()
    let done = 0
    const work = inSlices(
      10,
      () => {
        if (++done === 3) controller.abort()
      },
      1,
    )
    await expect(runBreathing(work, breather({ signal: controller.signal }, 0))).rejects.toMatchObject({
      code: 'aborted',
    })
    expect(done).toBe(3)
  })

  it('lets messages in at once where it waits for one', async () => {
    let heard = false
    setTimeout(() => {
      heard = true
    })
    const work = (function* (): Work<void> {
      while (!heard) yield HEAR
    })()
    // By itself this one would not let anything in for hours.
    await runBreathing(work, breather({ signal: new AbortController().signal }, 1e7))
    expect(heard).toBe(true)
  })

  it('lets go of what it holds when it is stopped', async () => {
    let isOpen = true
    const work = (function* (): Work<void> {
      try {
        for (;;) yield
      } finally {
        isOpen = false
      }
    })()
    await expect(runBreathing(work, breather({ signal: AbortSignal.abort() }, 0))).rejects.toThrow()
    expect(isOpen).toBe(false)
  })

  it('comes to the same at once and with rests', async () => {
    const make = () =>
      mapEach([1, 2, 3], (x): number | number[] | Work<number | number[]> =>
        x === 2 ? fill([0, 0], (at) => x + at) : x,
      )
    expect(runAtOnce(make())).toEqual(await runBreathing(make(), async () => {}))
    expect(runAtOnce(make())).toEqual([1, [2, 3], 3])
    expect(runAtOnce(finish(4))).toBe(4)
  })

  it('rests after every slice', () => {
    expect(count(fill(new Int32Array(3 * ROWS_AT_ONCE + 1), (at) => at)).rests).toBe(4)
    expect(count(mapEach([1, 2], (x) => x)).rests).toBe(2)
  })

  it('sorts as sort does, equals in their order, with rests', () => {
    const random = seededRandom('sort')
    const items = Array.from({ length: 40_000 }, (_, i) => ({ key: Math.floor(random() * 900), i }))
    const order = (a: { key: number }, b: { key: number }) => a.key - b.key
    const { rests, value } = count(sort(items.slice(), order))
    expect(value).toEqual(items.toSorted(order))
    expect(rests).toBeGreaterThan(10)
    const numbers = Float64Array.from(items, () => random() - 0.5)
    expect(runAtOnce(sort(numbers.slice()))).toEqual(numbers.toSorted())
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true }), { maxLength: 50 }), (few) => {
        expect(runAtOnce(sort(Float64Array.from(few)))).toEqual(Float64Array.from(few).sort())
      }),
    )
  })
})
