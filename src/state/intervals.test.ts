import { describe, expect, it } from 'vitest'
import { AssayError } from '@/core/errors.ts'
import type { CallOptions } from '@/core/ports.ts'
import type { Evaluation } from '@/core/run/run.ts'
import { type FakeJob, fakePorts } from '@/testing/fakePorts.ts'
import { intervalKey } from './intervals.ts'
import { createStore } from './store.ts'

const evaluation = (runId: string, digest = runId, confusion?: Evaluation['confusion']): Evaluation => ({
  schema: 1,
  id: `${runId}/validation`,
  runId,
  part: 'validation',
  rows: 10,
  metrics: {},
  digest,
  confusion,
  createdAt: 0,
})

/** A store whose model worker answers when told; what was asked, in order, and whether it was stopped. */
function working() {
  const asked: {
    runId: string
    isOfClasses: boolean
    signal: AbortSignal
    answer: (of?: Evaluation) => void
    fail: (cause: Error) => void
  }[] = []
  const job =
    (isOfClasses: boolean): FakeJob =>
    (input, options) =>
      new Promise((resolve, reject) => {
        const { signal } = options as unknown as CallOptions<never>
        signal!.addEventListener('abort', () => reject(new AssayError('aborted', 'Stopped.')))
        const { runId } = input as { runId: string }
        asked.push({
          runId,
          isOfClasses,
          signal: signal!,
          answer: ({ digest, confusion } = evaluation(runId)) =>
            resolve({ intervals: { accuracy: { low: 0.1, high: 0.2, method: 'Wilson' } }, digest, confusion }),
          fail: reject,
        })
      })
  const store = createStore(fakePorts({ jobs: { 'model.intervals': job(false), 'model.classIntervals': job(true) } }))
  const order = () => asked.map(({ runId }) => runId)
  const ofClasses = () => asked.map(({ isOfClasses }) => isOfClasses)
  const settle = () => new Promise((resolve) => setTimeout(resolve))
  return { store, asked, order, ofClasses, settle }
}

describe('intervals', () => {
  it('are worked out one after the other, in order, and never twice', async () => {
    const { store, asked, order, settle } = working()
    store.getState().wantIntervals([evaluation('a'), evaluation('b')])
    expect(order()).toEqual(['a'])
    asked[0]!.answer()
    await settle()
    expect(order()).toEqual(['a', 'b'])
    expect(store.getState().intervals[intervalKey(evaluation('a'))]?.intervals?.accuracy?.low).toBe(0.1)
    asked[1]!.answer()
    await settle()
    store.getState().wantIntervals([evaluation('a'), evaluation('b')])
    await settle()
    expect(order()).toEqual(['a', 'b'])
    // Scored anew, it is another evaluation.
    store.getState().wantIntervals([evaluation('a', 'anew')])
    expect(order()).toEqual(['a', 'b', 'a'])
  })

  it('of what came into sight last come first, and what is out of sight is stopped', async () => {
    const { store, asked, order, settle } = working()
    const leave = store.getState().wantIntervals([evaluation('a'), evaluation('b')])
    store.getState().wantIntervals([evaluation('c')])
    leave()
    expect(asked[0]!.signal.aborted).toBe(true)
    await settle()
    expect(order()).toEqual(['a', 'c'])
    expect(store.getState().intervals[intervalKey(evaluation('a'))]).toBeUndefined()
  })

  it('of classes are worked out only where they are asked for, and beside those of metrics', async () => {
    const { store, asked, order, ofClasses, settle } = working()
    const [known, { classIntervals }] = [() => store.getState().intervals, store.getState()]
    store.getState().wantIntervals([evaluation('a'), evaluation('b')])
    store.getState().wantIntervals([evaluation('b')], 'classIntervals')
    for (const place of [0, 1, 2]) {
      asked[place]!.answer()
      await settle()
    }
    expect(order()).toEqual(['a', 'b', 'b'])
    expect(ofClasses()).toEqual([false, true, false])
    expect(Object.keys(known())).toEqual(['a', 'b'].map((id) => intervalKey(evaluation(id))))
    expect(classIntervals).toEqual({})
    expect(Object.keys(store.getState().classIntervals)).toEqual([intervalKey(evaluation('b'))])
  })

  it('that are still in sight go on', () => {
    const { store, asked } = working()
    const leave = store.getState().wantIntervals([evaluation('a'), evaluation('b')])
    store.getState().wantIntervals([evaluation('a')])
    leave()
    expect(asked[0]!.signal.aborted).toBe(false)
    expect(asked).toHaveLength(1)
  })

  it('that cannot be had say why, once, and the next is worked out', async () => {
    const { store, asked, order, settle } = working()
    store.getState().wantIntervals([evaluation('a'), evaluation('b')])
    asked[0]!.fail(new AssayError('storage.missing', 'Not here.'))
    await settle()
    expect(store.getState().intervals[intervalKey(evaluation('a'))]?.error?.message).toBe('Not here.')
    store.getState().wantIntervals([evaluation('a')])
    expect(order()).toEqual(['a', 'b'])
  })

  it('are kept as of what they are, where a threshold was moved and the page has not heard of it', async () => {
    const { store, asked, order, settle } = working()
    const [old, moved] = [
      [
        [3, 1],
        [2, 4],
      ],
      [
        [4, 0],
        [5, 1],
      ],
    ].map((matrix) => evaluation('a', 'a', matrix))
    const leave = store.getState().wantIntervals([old!, evaluation('b')])
    asked[0]!.answer(moved)
    await settle()
    const known = () => Object.keys(store.getState().intervals)
    expect(known()).toEqual([intervalKey(moved!)])
    // It is not asked for again and again, and does not keep others waiting.
    expect(order()).toEqual(['a', 'b'])
    asked[1]!.answer()
    await settle()
    expect(order()).toEqual(['a', 'b'])
    leave()
    store.getState().wantIntervals([moved!])
    expect(order()).toEqual(['a', 'b'])
    // Moved back.
    store.getState().wantIntervals([old!])
    expect(order()).toEqual(['a', 'b', 'a'])
    asked[2]!.answer(old)
    await settle()
    expect(known()).toContain(intervalKey(old!))
  })
})
