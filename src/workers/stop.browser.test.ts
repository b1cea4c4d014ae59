import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Dataset } from '@/core/dataset/dataset.ts'
import type { LoadJobs, ReadJobs } from '@/core/dataset/jobs.ts'
import { openClient } from './client.ts'

const loader = openClient<LoadJobs>(() => new Worker(new URL('./load.worker.ts', import.meta.url), { type: 'module' }))
let readers = 0
const reader = openClient<ReadJobs>(() => {
  readers++
  return new Worker(new URL('./restlessRead.test.worker.ts', import.meta.url), { type: 'module' })
})

afterAll(() => {
  loader.close()
  reader.close()
})

const COLUMNS = 8
const ROWS = 120_000

/** Numbers without order in eight columns, of which no column names its rows; `shift` tells two tables apart. */
function table(shift: number): string {
  const row = (i: number) =>
    Array.from({ length: COLUMNS }, (_, k) => ((i * (7_919 + 2 * k) + shift) % 99_991) / 8).join()
  const names = Array.from({ length: COLUMNS }, (_, k) => `c${k}`).join()
  return `${names}\n${Array.from({ length: ROWS }, (_, i) => row(i)).join('\n')}\n`
}

const load = (name: string, shift: number) =>
  loader.call('load', { files: [{ file: new File([table(shift)], name), fileName: name }], sourceKind: 'file' })

describe('a stop is heard at the next chunk, nothing is kept of it, and the same can be asked again', () => {
  let [before, after]: Dataset[] = []
  beforeAll(async () => {
    before = await load('before.csv', 0)
    after = await load('after.csv', 3)
  })

  /** Stops at the first event; the worker lives on and gives the whole answer when it is asked again. */
  async function expectStops<K extends 'profile' | 'associate' | 'relate' | 'diff' | 'leaks'>(
    name: K,
    input: Parameters<ReadJobs[K]>[0],
  ) {
    const ask = reader.call as (
      name: K,
      input: unknown,
      options: { signal?: AbortSignal; onEvent: (event: { done: number; total: number }) => void },
    ) => ReturnType<ReadJobs[K]>
    const controller = new AbortController()
    const told: { done: number; total: number }[] = []
    const stopped = ask(name, input, {
      signal: controller.signal,
      onEvent: (event) => {
        told.push(event)
        controller.abort()
      },
    })
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' })
    expect(told[0]!.done).toBeLessThan(told[0]!.total)
    const again: number[] = []
    const answer = await ask(name, input, { onEvent: ({ done, total }) => again.push(total - done) })
    // All of it was done anew: an answer that had been kept would be given without a word.
    expect(again.length).toBeGreaterThan(1)
    expect(again.at(-1)).toBe(0)
    // A worker that did not hear the stop would have been ended and replaced.
    expect(readers).toBe(1)
    return answer
  }

  it('of a profile', async () => {
    expect((await expectStops('profile', { datasetId: before!.id })).columns).toHaveLength(COLUMNS)
  })

  it('of columns against each other', async () => {
    const { pairs } = await expectStops('associate', { datasetId: before!.id, from: 0 })
    expect(pairs).toHaveLength((COLUMNS * (COLUMNS - 1)) / 2)
  })

  it('of columns against a target', async () => {
    const { associations } = await expectStops('relate', { datasetId: before!.id, target: 'c0' })
    expect(associations).toHaveLength(COLUMNS - 1)
  })

  it('of a comparison of two tables', async () => {
    const { rows, columns } = await expectStops('diff', { before: before!.id, after: after!.id })
    expect(rows).toEqual({ before: ROWS, after: ROWS })
    expect(columns).toHaveLength(COLUMNS)
  })

  it('of a search for leaks', async () => {
    const { powers } = await expectStops('leaks', {
      question: {
        datasetId: before!.id,
        target: 'c0',
        task: 'regression',
        classes: [],
        split: { kind: 'random', validation: 0.2, test: 0.2 },
      },
      seed: 1,
    })
    expect(powers).toHaveLength(COLUMNS - 1)
  })
})
