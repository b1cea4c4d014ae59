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

async function filesIn(folder: string, name: string): Promise<string[]> {
  const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(folder)
  const names: string[] = []
  for await (const [each] of entriesOf(await root.getDirectoryHandle(name, { create: true }))) names.push(each)
  return names
}

const temporaryFiles = (folder: string) => filesIn(folder, 'temporary')

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

describe('files written together', () => {
  const three = async function* () {
    for (const name of ['a', 'b', 'c'])
      yield { path: `columns/${name}`, parts: [new Uint8Array(3).fill(name.charCodeAt(0))] }
  }

  it('are one file of the browser, which goes with the last of them', async () => {
    const folder = freshFolder()
    const arrays = openArrays(folder)
    await arrays.writeAll(three())
    const [pack, ...others] = await filesIn(folder, 'packs')
    expect(others).toEqual([])
    await arrays.remove('columns/a')
    const [smaller] = await filesIn(folder, 'packs')
    expect(smaller).not.toBe(pack)
    expect(await arrays.size('columns/c')).toBe(3)
    await openArrays(folder).remove('columns/b', 'columns/c')
    expect(await filesIn(folder, 'packs')).toEqual([])
    expect(await arrays.list('columns')).toEqual([])
    expect(await temporaryFiles(folder)).toEqual([])
  })

  it('leave nothing where the disk is full, and what was there stays', async () => {
    const folder = freshFolder()
    const arrays = openArrays(folder)
    await arrays.writeAll(three())
    const createWritable = vi.spyOn(FileSystemFileHandle.prototype, 'createWritable').mockImplementation(async () => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    await expect(arrays.writeAll(three())).rejects.toMatchObject({ code: 'storage.full' })
    // Without room for a copy of the others nothing can be taken out, and nothing is lost.
    await arrays.remove('columns/a')
    expect(await arrays.list('columns')).toHaveLength(3)
    createWritable.mockRestore()
    expect(await temporaryFiles(folder)).toEqual([])
    await arrays.remove('columns/a')
    expect((await arrays.list('columns')).map(({ path }) => path)).toEqual(['columns/b', 'columns/c'])
  })

  it('are absent where the end of their pack is not one, and can be written again', async () => {
    const folder = freshFolder()
    await openArrays(folder).writeAll(three())
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(folder)
    const packs = await root.getDirectoryHandle('packs')
    const [name] = await filesIn(folder, 'packs')
    const stream = await (await packs.getFileHandle(name!)).createWritable({ keepExistingData: true })
    await stream.truncate(20)
    await stream.close()
    const arrays = openArrays(folder)
    await expect(arrays.read('columns/a')).rejects.toMatchObject({ code: 'storage.missing' })
    expect(await arrays.list('columns')).toEqual([])
    await arrays.writeAll(three())
    expect(new Uint8Array(await arrays.read('columns/b'))).toEqual(new Uint8Array([98, 98, 98]))
    // The next removal takes the unreadable one along.
    await arrays.remove('columns/none')
    expect(await filesIn(folder, 'packs')).toHaveLength(1)
  })

  it('are found again after the site’s data were removed and they were written anew', async () => {
    const folder = freshFolder()
    const arrays = openArrays(folder)
    await arrays.writeAll(three())
    await (await navigator.storage.getDirectory()).removeEntry(folder, { recursive: true })
    expect(await arrays.size('columns/a')).toBeUndefined()
    await arrays.writeAll(three())
    expect(await arrays.size('columns/a')).toBe(3)
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
