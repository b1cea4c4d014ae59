import { expect, it } from 'vitest'
import { openLocks } from './locks.ts'
import { openStorageFacts } from './room.ts'

it('runs work once while a lock is held, tells who holds, and lets go afterwards, also when work fails', async () => {
  const locks = openLocks()
  const name = `job:${crypto.randomUUID()}`
  const { promise, resolve } = deferred<string>()
  const first = locks.ifFree(name, () => promise)
  await expect.poll(async () => (await locks.held()).has(name)).toBe(true)
  let ran = false
  const second = await openLocks().ifFree(name, async () => {
    ran = true
  })
  expect([second, ran]).toEqual([undefined, false])
  resolve('done')
  expect(await first).toBe('done')
  await expect(locks.ifFree(name, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect((await locks.held()).has(name)).toBe(false)
  expect(await locks.ifFree(name, async () => 1)).toBe(1)
})

it('tells how much room there is', async () => {
  const facts = await openStorageFacts().facts()
  expect(facts.quotaBytes).toBeGreaterThan(facts.usedBytes)
  expect(facts.usedBytes).toBeGreaterThanOrEqual(0)
  expect(typeof facts.persisted).toBe('boolean')
})

function deferred<T>() {
  let resolve!: (value: T) => void
  const promise = new Promise<T>((done) => {
    resolve = done
  })
  return { promise, resolve }
}
