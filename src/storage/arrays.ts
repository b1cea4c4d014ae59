import { AssayError } from '@/core/errors.ts'
import type { Arrays } from '@/core/ports.ts'
import { entriesOf } from './entries.ts'
import { partsOf } from './path.ts'
import { isNamed, storageUnavailable, toStorageError } from './storageError.ts'
import { type Parts, sweepTemporary, type Temporary, withTemporary, writeFile } from './temporary.ts'

/**
 * Arrays in the origin private file system, below `folder`. Works in tabs and workers alike. A file is written under a
 * temporary name and moved into place, so that a reader sees the old bytes or the new, and a crash leaves neither half
 * a file nor, after the next opening, a temporary one. Throws `storage.*`.
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

  /** Held while a file is put in its place. */
  const lockOf = (path: string) => `assay:placing:${folder}/${path}`

  async function folderOf(parts: readonly string[], create: boolean): Promise<FileSystemDirectoryHandle> {
    let directory = await root()
    for (const name of parts.slice(0, -1)) directory = await directory.getDirectoryHandle(name, { create })
    folders.set(folderPath(parts), directory)
    return directory
  }

  /** The file as it is now; a snapshot that goes stale when the file is replaced. */
  async function fileAt(path: string): Promise<File | undefined> {
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

  async function writeOnce(path: string, parts: Parts): Promise<void> {
    const names = partsOf(path)
    const directory = await folderOf(names, true)
    await withTemporary(await root(), async (temporary) => {
      await temporary.write(parts)
      // Browsers refuse a second move to one place while the first is under way.
      await navigator.locks.request(lockOf(path), () => place(temporary, directory, names.at(-1)!, parts))
    })
  }

  async function readOnce(path: string, start: number, end: number | undefined): Promise<ArrayBuffer> {
    const file = await fileAt(path)
    if (!file) throw missing(path)
    const whole = start === 0 && end === undefined
    return (whole ? file : file.slice(start, end)).arrayBuffer()
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
      told(`writing ${path}`, async () => {
        try {
          await writeOnce(path, parts)
        } catch (cause) {
          if (!isNamed(cause, 'NotFoundError')) throw cause
          // The site's data were cleared meanwhile, and the folders with them.
          opened = undefined
          await writeOnce(path, parts)
        }
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
        try {
          const directory = await folderOf([...partsOf(path), ''], false)
          const files: { path: string; bytes: number }[] = []
          for await (const [name, handle] of entriesOf(directory)) {
            if (handle.kind !== 'file') continue
            const file = await (handle as FileSystemFileHandle).getFile().catch(ifAbsent)
            if (file) files.push({ path: `${path}/${name}`, bytes: file.size })
          }
          return files.sort((a, b) => (a.path < b.path ? -1 : 1))
        } catch (cause) {
          if (isAbsent(cause)) return []
          throw cause
        }
      }),
    remove: (path) =>
      told(`removing ${path}`, async () => {
        const parts = partsOf(path)
        try {
          await (await folderOf(parts, false)).removeEntry(parts.at(-1)!, { recursive: true })
        } catch (cause) {
          if (!isAbsent(cause)) throw cause
        }
      }),
  }
}

/** Moves a written file into place; where the browser cannot move, writes it again there and looks whether it is whole. */
async function place(
  temporary: Temporary,
  directory: FileSystemDirectoryHandle,
  name: string,
  parts: Parts,
): Promise<void> {
  if (await temporary.move(directory, name)) return
  const handle = await directory.getFileHandle(name, { create: true })
  await writeFile(handle, parts)
  const bytes = parts.reduce((sum, part) => sum + part.byteLength, 0)
  if ((await handle.getFile()).size === bytes) return
  await directory.removeEntry(name)
  throw new AssayError('storage.damaged', 'The browser stored only a part of the data. Try again.', { name, bytes })
}

function missing(path: string): AssayError {
  return new AssayError(
    'storage.missing',
    'A stored file is gone, perhaps since the browser cleared it. Load the data or import the run again.',
    { path },
  )
}

const folderPath = (parts: readonly string[]) => parts.slice(0, -1).join('/')

function isAbsent(cause: unknown): boolean {
  return isNamed(cause, 'NotFoundError', 'TypeMismatchError')
}

function ifAbsent(cause: unknown): undefined {
  if (!isAbsent(cause)) throw cause
}
