import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { openArrays } from './arrays.ts'
import { describeArrays } from './behaviour/arrays.ts'
import { entriesOf } from './entries.ts'

const folders: string[] = []
function freshFolder(): string {
  const name = `assay-test-${crypto.randomUUID()}`
  folders.push(name)
  return name
}

afterEach(() => vi.restoreAllMocks())
afterAll(async () => {
  const origin = await navigator.storage.getDirectory()
  for (const name of folders) await origin.removeEntry(name, { recursive: true }).catch(() => {})
})

async function temporaryFiles(folder: string): Promise<string[]> {
  const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(folder)
  const names: string[] = []
  for await (const [name] of entriesOf(await root.getDirectoryHandle('temporary', { create: true }))) names.push(name)
  return names
}

async function leaveTemporary(folder: string, name: string): Promise<void> {
  const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(folder, { create: true })
  const temporary = await root.getDirectoryHandle('temporary', { create: true })
  const stream = await (await temporary.getFileHandle(name, { create: true })).createWritable()
  await stream.write(new Uint8Array(10))
  await stream.close()
}

describeArrays('the private file system', () => {
  const folder = freshFolder()
  return () => openArrays(folder)
})

describe('without FileSystemFileHandle.move', () => {
  const prototype = FileSystemFileHandle.prototype as { move?: unknown }
  const { move } = prototype
  beforeAll(() => {
    delete prototype.move
  })
  afterAll(() => {
    if (move) prototype.move = move
  })
  describeArrays('a private file system that cannot move files', () => {
    const folder = freshFolder()
    return () => openArrays(folder)
  })
})

describe('writing half way', () => {
  it('leaves no temporary file behind, done or failed', async () => {
    const folder = freshFolder()
    const arrays = openArrays(folder)
    await arrays.write('a', [new Uint8Array(5)])
    vi.spyOn(FileSystemFileHandle.prototype, 'createWritable').mockImplementation(async () => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    await expect(arrays.write('a', [new Uint8Array(9)])).rejects.toMatchObject({
      code: 'storage.full',
      message: expect.stringContaining('Remove datasets'),
    })
    expect(await arrays.size('a')).toBe(5)
    expect(await temporaryFiles(folder)).toEqual([])
  })

  it('sweeps what a crash left, and not what another tab is writing', async () => {
    const folder = freshFolder()
    await leaveTemporary(folder, 'crashed')
    await leaveTemporary(folder, 'alive')
    await navigator.locks.request('assay:temporary:alive', async () => {
      await openArrays(folder).list('columns')
    })
    expect(await temporaryFiles(folder)).toEqual(['alive'])
    await openArrays(folder).list('columns')
    expect(await temporaryFiles(folder)).toEqual([])
  })

  it('goes on after the site’s data, or one of its folders, were removed and made anew', async () => {
    const folder = freshFolder()
    const arrays = openArrays(folder)
    await arrays.write('columns/a', [new Uint8Array(1)])
    await openArrays(folder).remove('columns')
    await openArrays(folder).write('columns/a', [new Uint8Array(2)])
    expect(await arrays.size('columns/a')).toBe(2)
    await (await navigator.storage.getDirectory()).removeEntry(folder, { recursive: true })
    expect(await arrays.size('columns/a')).toBeUndefined()
    await arrays.write('columns/a', [new Uint8Array(3)])
    expect(await arrays.size('columns/a')).toBe(3)
  })

  it('says so where the browser has no private files', async () => {
    vi.spyOn(StorageManager.prototype, 'getDirectory').mockRejectedValue(new DOMException('private', 'SecurityError'))
    await expect(openArrays('never').read('a')).rejects.toMatchObject({
      code: 'storage.unavailable',
      message: expect.stringContaining('normal window'),
    })
  })
})
