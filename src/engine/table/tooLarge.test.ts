import { afterEach, expect, it, vi } from 'vitest'
import { unattended } from '@/core/task.ts'
import { Kernel } from './kernel/kernel.ts'
import { readTable } from './readTable.ts'

afterEach(() => vi.restoreAllMocks())

const read = () => readTable([{ name: 'a.csv', blob: new Blob(['a,b\n1,2\n']) }], {}, unattended)

it.each([
  ['WebAssembly has no more memory', new WebAssembly.RuntimeError('unreachable')],
  ['an array cannot be made', new RangeError('Array buffer allocation failed')],
])('says what helps where %s', async (_, cause) => {
  vi.spyOn(Kernel, 'open').mockImplementation(() => {
    throw cause
  })
  await expect(read()).rejects.toMatchObject({
    code: 'file.tooLarge',
    message: expect.stringMatching(/not enough memory/),
  })
})

it('leaves other mistakes as they are', async () => {
  const cause = new RangeError('Invalid time value')
  vi.spyOn(Kernel, 'open').mockImplementation(() => {
    throw cause
  })
  await expect(read()).rejects.toBe(cause)
})
