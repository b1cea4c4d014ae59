import { mapAtOnce } from '@/core/atOnce.ts'
import { AssayError } from '@/core/errors.ts'
import type { ArrayParts, Arrays } from '@/core/ports.ts'
import { entriesOf } from './entries.ts'
import { openPacks } from './packs.ts'
import { partsOf } from './path.ts'
import { isAbsent, isNamed, storageUnavailable, toStorageError } from './storageError.ts'
import { sweepTemporary, withTemporary } from './temporary.ts'

/**
 * Arrays in the origin private file system, below `folder`. Works in tabs and workers alike. A file is written under a
 * temporary name and moved into place, so that a reader sees the old bytes or the new, and a crash leaves neither half
 * a file nor, after the next opening, a temporary one. Files that are written together lie in a pack (see packs.ts),
 * which is looked into before a file of its own. Throws `storage.*`.
 */
export function openArrays(folder = 'assay'): Arrays {
  let opened: Promise<FileSystemDirectoryHandle> | undefined
  /** Folders looked up before; forgotten where one turns out to be gone. */
  const folders = new Map<string, FileSystemDirectoryHandle>()

  async function open(): Promise<FileSystemDirectoryHandle> {
    if (!navigator.storage?.getDirectory) throw storageUnavailable()
    const origin = await navigator.storage.getDirectory()
    const root = await origin.getDirectoryHandle(folder, { create: true })
    await sweepTemporary(root)
    return root
  }

  function root(): Promise<FileSystemDirectoryHandle> {
    if (opened) return opened
    const opening = open()
    opened = opening
    opening.catch(() => {
      if (opened === opening) opened = undefined
    })
    return opening
  }

  const packs = openPacks(root, folder)

  /** Held while a file is put in its place. */
  const lockOf = (path: string) => `assay:placing:${folder}/${path}`

  async function folderOf(parts: readonly string[], create: boolean): Promise<FileSystemDirectoryHandle> {
    let directory = await root()
    for (const name of parts.slice(0, -1)) directory = await directory.getDirectoryHandle(name, { create })
    folders.set(folderPath(parts), directory)
    return directory
  }

  /** The file as it is now; a snapshot that goes stale when the file is replaced. */
  async function fileAt(path: string): Promise<Blob | undefined> {
    const found = (await packs.find(path)) ?? (await loneFileAt(path))
    if (found) return found
    // Perhaps another tab or worker has packed it since.
    await packs.renew()
    return packs.find(path)
  }

  async function loneFileAt(path: string): Promise<File | undefined> {
    const parts = partsOf(path)
    const fileIn = async (directory: FileSystemDirectoryHandle) =>
      (await directory.getFileHandle(parts.at(-1)!)).getFile()
    const known = folders.get(folderPath(parts))
    try {
      if (known) return await fileIn(known)
    } catch (cause) {
      if (!isAbsent(cause)) throw cause
      // Perhaps the folder that is known was removed and made anew.
      folders.delete(folderPath(parts))
    }
    try {
      return await fileIn(await folderOf(parts, false))
    } catch (cause) {
      if (isAbsent(cause)) return undefined
      throw cause
    }
  }

  async function loneFilesIn(path: string): Promise<readonly { readonly path: string; readonly bytes: number }[]> {
    try {
      const directory = await folderOf([...partsOf(path), ''], false)
      const files: { path: string; bytes: number }[] = []
      for await (const [name, handle] of entriesOf(directory)) {
        if (handle.kind !== 'file') continue
        const file = await (handle as FileSystemFileHandle).getFile().catch(ifAbsent)
        if (file) files.push({ path: `${path}/${name}`, bytes: file.size })
      }
      return files
    } catch (cause) {
      if (isAbsent(cause)) return []
      throw cause
    }
  }

  async function writeOnce(path: string, parts: ArrayParts): Promise<void> {
    const names = partsOf(path)
    const directory = await folderOf(names, true)
    await withTemporary(await root(), async (temporary) => {
      await temporary.write(parts)
      // Browsers refuse a second move to one place while the first is under way.
      await navigator.locks.request(lockOf(path), () => temporary.place(directory, names.at(-1)!))
    })
  }

  async function readOnce(path: string, start: number, end: number | undefined): Promise<ArrayBuffer> {
    const file = await fileAt(path)
    if (!file) throw missing(path)
    const whole = start === 0 && end === undefined
    return (whole ? file : file.slice(start, end)).arrayBuffer()
  }

  /** Once more where the site's data were cleared meanwhile, and the folders with them. */
  async function afresh(work: () => Promise<void>, mayRepeat = () => true): Promise<void> {
    try {
      await work()
    } catch (cause) {
      if (!isNamed(cause, 'NotFoundError') || !mayRepeat()) throw cause
      opened = undefined
      await work()
    }
  }

  async function told<T>(doing: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (cause) {
      throw toStorageError(cause, doing)
    }
  }

  return {
    write: (path, parts) =>
      told(`writing ${path}`, () =>
        afresh(async () => {
          await packs.renew()
          // What lies in a pack is looked for there first.
          if (packs.has(path)) return packs.write([{ path, parts }])
          return writeOnce(path, parts)
        }),
      ),
    writeAll: (files) =>
      told('writing a table', async () => {
        const inTurn = files[Symbol.asyncIterator]()
        // Whatever is taken from it once is gone, so it is tried again only where nothing was taken.
        let isTaken = false
        const take = () => {
          isTaken = true
          return inTurn
        }
        await afresh(
          () => packs.write({ [Symbol.asyncIterator]: take }),
          () => !isTaken,
        )
      }),
    read: (path, start = 0, end) =>
      told(`reading ${path}`, async () => {
        try {
          return await readOnce(path, start, end)
        } catch (cause) {
          if (!isNamed(cause, 'NotReadableError', 'NotFoundError')) throw cause
          // It was replaced between the look and the reading: once more while nobody may replace it.
          return navigator.locks.request(lockOf(path), { mode: 'shared' }, () => readOnce(path, start, end))
        }
      }),
    size: (path) => told(`looking at ${path}`, async () => (await fileAt(path))?.size),
    list: (path) =>
      told(`listing ${path}`, async () => {
        const sizes = new Map((await loneFilesIn(path)).map((file) => [file.path, file.bytes]))
        await packs.renew()
        for (const file of packs.list(path)) sizes.set(file.path, file.bytes)
        return [...sizes].map(([each, bytes]) => ({ path: each, bytes })).sort((a, b) => (a.path < b.path ? -1 : 1))
      }),
    remove: (...paths) =>
      told(`removing ${paths.join(', ')}`, async () => {
        await packs.remove(paths)
        await mapAtOnce(paths, REMOVED_AT_ONCE, async (path) => {
          const parts = partsOf(path)
          try {
            await (await folderOf(parts, false)).removeEntry(parts.at(-1)!, { recursive: true })
          } catch (cause) {
            if (!isAbsent(cause)) throw cause
          }
        })
      }),
  }
}

const REMOVED_AT_ONCE = 8

function missing(path: string): AssayError {
  return new AssayError(
    'storage.missing',
    'A stored file is gone, perhaps since the browser cleared it. Load the data or import the run again.',
    { path },
  )
}

const folderPath = (parts: readonly string[]) => parts.slice(0, -1).join('/')

function ifAbsent(cause: unknown): undefined {
  if (!isAbsent(cause)) throw cause
}
