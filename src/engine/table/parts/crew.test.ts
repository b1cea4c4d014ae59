import { describe, expect, it } from 'vitest'
import { macrotask, unattended } from '@/core/task.ts'
import { threadsHere } from '@/testing/threadsHere.ts'
import type { Threads } from '../../threads.ts'
import { readCsv } from '../readCsv.ts'
import type { ReadProgress } from '../scan.ts'

const ROWS = 2_000
const file = new Blob([`n,kind\n${Array.from({ length: ROWS }, (_, i) => `${i / 4},${'abc'[i % 3]}`).join('\n')}\n`])
const internals = { partBytes: 1_000 }

/** Threads whose helpers do no more than they are told to; `stopped` counts those that were ended. */
function helpers(act: (says: { ready(): void; die(): void }) => { onPost?: () => void }) {
  const told = { stopped: 0, posts: 0 }
  const threads: Threads = {
    count: 2,
    start(onMessage, onLost) {
      const does = act({ ready: () => queueMicrotask(() => onMessage({ kind: 'ready' })), die: onLost })
      return {
        post() {
          told.posts++
          does.onPost?.()
        },
        stop: () => void told.stopped++,
      }
    },
  }
  return { told, threads }
}

const read = (threads: Threads, task = unattended) => readCsv(file, {}, task, { ...internals, threads })

describe('threads that read parts', () => {
  it('are not started for a small file', async () => {
    const threads: Threads = { count: 8, start: () => expect.unreachable('a thread was started') }
    expect((await readCsv(file, {}, unattended, { threads })).table.rows).toBe(ROWS)
  })

  it('may never come, or die before they are there', async () => {
    const expected = await readCsv(file, {}, unattended)
    const silent = helpers(() => ({}))
    expect(await read(silent.threads)).toEqual(expected)
    const dead = helpers(({ die }) => {
      queueMicrotask(die)
      return {}
    })
    expect(await read(dead.threads)).toEqual(expected)
    expect([silent.told, dead.told]).toEqual(Array(2).fill({ stopped: 1, posts: 0 }))
  })

  it('may die over a part, which is read by another', async () => {
    const expected = await readCsv(file, {}, unattended)
    const { told, threads } = helpers(({ ready, die }) => {
      ready()
      // Last of all: this thread has nothing else to do by then.
      return { onPost: () => setTimeout(die, 100) }
    })
    expect(await read(threads)).toEqual(expected)
    expect(told).toEqual({ stopped: 1, posts: 1 })
  })

  it('may answer after they were given up, and are asked no more', async () => {
    const expected = await readCsv(file, {}, unattended)
    let posts = 0
    const { threads } = threadsHere(2)
    const late: Threads = {
      count: 2,
      start(onMessage, onLost) {
        const helper = threads.start(onMessage, onLost)
        return {
          post(message) {
            posts++
            onLost()
            helper.post(message)
          },
          stop: () => helper.stop(),
        }
      },
    }
    expect(await read(late)).toEqual(expected)
    expect(posts).toBe(1)
  })

  it('may fail; one thread alone reads the file then', async () => {
    const expected = await readCsv(file, {}, unattended)
    const { threads, told } = (() => {
      const here = threadsHere(2)
      let stopped = 0
      const its: Threads = {
        count: 2,
        start: (onMessage, onLost) => {
          const helper = here.threads.start(onMessage, onLost)
          return {
            post: () => onMessage({ kind: 'failed' }),
            stop() {
              stopped++
              helper.stop()
            },
          }
        },
      }
      return { threads: its, told: () => stopped }
    })()
    expect(await read(threads)).toEqual(expected)
    expect(told()).toBe(1)
  })

  it('are ended when a stop is heard, though one of them is silent', async () => {
    const { told, threads } = helpers(({ ready }) => {
      ready()
      return {}
    })
    const controller = new AbortController()
    const reading = read(threads, { ...unattended, signal: controller.signal })
    setTimeout(() => controller.abort(), 100)
    await expect(reading).rejects.toMatchObject({ code: 'aborted' })
    expect(told).toEqual({ stopped: 1, posts: 1 })
  })

  it('find bytes that are not UTF-8, and all is read as Windows-1252', async () => {
    const bytes = new Uint8Array([...new Uint8Array(await file.arrayBuffer()), ...[0xe9, 44, 0xe9, 10]])
    const odd = new Blob([bytes])
    const { threads, wholeParts } = threadsHere(3)
    const { table, dialect } = await readCsv(odd, {}, unattended, { ...internals, threads })
    expect(dialect.encoding).toBe('windows-1252')
    expect(table).toEqual((await readCsv(odd, {}, unattended)).table)
    expect(wholeParts()).toBeGreaterThan(0)
  })

  it('tell together how far they are', async () => {
    const progress: ReadProgress[] = []
    const { threads } = threadsHere(3)
    const task = { ...unattended, report: (each: ReadProgress) => void progress.push(each) }
    await readCsv(file, {}, task, { ...internals, threads, sliceBytes: 500 })
    await macrotask()
    const bytes = progress.map((each) => each.bytes)
    expect(bytes).toEqual(bytes.toSorted((a, b) => a - b))
    expect(progress.at(-1)).toEqual({ bytes: file.size, total: file.size, rows: ROWS })
  })
})
