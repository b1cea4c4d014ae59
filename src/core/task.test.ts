import { describe, expect, it } from 'vitest'
import { AssayError, fromErrorData, isAborted, toErrorData } from './errors.ts'
import { breather, macrotask, throwIfAborted } from './task.ts'

describe('a task', () => {
  it('hears a stop at the next breath', async () => {
    const controller = new AbortController()
    const breathe = breather({ signal: controller.signal }, 0)
    await breathe()
    controller.abort()
    await expect(breathe()).rejects.toMatchObject({ code: 'aborted' })
    expect(() => throwIfAborted({ signal: controller.signal })).toThrow(AssayError)
  })

  it('lets messages in while it breathes', async () => {
    let heard = false
    setTimeout(() => {
      heard = true
    }, 0)
    for (let i = 0; i < 1000 && !heard; i++) await macrotask()
    expect(heard).toBe(true)
  })
})

describe('errors', () => {
  it('keep code, message and details as plain data and back', () => {
    const error = new AssayError('csv.empty', 'The file is empty.', { bytes: 0 })
    const again = fromErrorData(structuredClone(toErrorData(error)))
    expect(again).toMatchObject({
      name: 'AssayError',
      code: 'csv.empty',
      message: 'The file is empty.',
      details: { bytes: 0 },
    })
  })

  it('name the cure of a full disk, and what nobody foresaw', () => {
    expect(toErrorData(new DOMException('x', 'QuotaExceededError')).code).toBe('storage.full')
    expect(toErrorData(new TypeError('x is not a function'))).toMatchObject({ code: 'internal' })
    expect(isAborted(new DOMException('x', 'AbortError'))).toBe(true)
  })
})
