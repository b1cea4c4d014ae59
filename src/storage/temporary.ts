import { AssayError } from '@/core/errors.ts'
import type { ArrayParts } from '@/core/ports.ts'
import { entriesOf } from './entries.ts'
import { isNamed } from './storageError.ts'

/** The bytes of a file in the order in which they are written; those that are made meanwhile come when they are ready. */
type Parts = AsyncIterable<ArrayParts[number]> | ArrayParts

/** What newer browsers offer and TypeScript's DOM library does not list; synchronous handles exist in workers only. */
interface FileHandle extends FileSystemFileHandle {
  move?(directory: FileSystemDirectoryHandle, name: string): Promise<void>
  createSyncAccessHandle?(): Promise<{
    write(bytes: ArrayBuffer | ArrayBufferView, options: { at: number }): number
    getSize(): number
    truncate(bytes: number): void
    flush(): void
    close(): void
  }>
}

/** A file under a temporary name, while it is written. */
export interface Temporary {
  write(parts: Parts): Promise<void>
  /** Puts what was written in the place of whatever bears that name. */
  place(directory: FileSystemDirectoryHandle, name: string): Promise<void>
}

const FOLDER = 'temporary'
const lockOf = (name: string) => `assay:temporary:${name}`

/**
 * Gives `work` a file under a fresh temporary name and removes what is left of it. The name is locked meanwhile, in all
 * tabs and workers, so that {@link sweepTemporary} can tell a file that is being written from one a crash left.
 */
export async function withTemporary(
  root: FileSystemDirectoryHandle,
  work: (temporary: Temporary) => Promise<void>,
): Promise<void> {
  const name = crypto.randomUUID()
  await navigator.locks.request(lockOf(name), async () => {
    const folder = await root.getDirectoryHandle(FOLDER, { create: true })
    const handle: FileHandle = await folder.getFileHandle(name, { create: true })
    let moved = false
    try {
      await work({
        write: (parts) => writeFile(handle, parts),
        async place(directory, to) {
          if (!handle.move) return copy(await handle.getFile(), directory, to)
          await handle.move(directory, to)
          moved = true
        },
      })
    } finally {
      if (!moved) await folder.removeEntry(name)
    }
  })
}

/** Where the browser cannot move files: writes the bytes again, and looks whether all of them are there. */
async function copy(written: File, directory: FileSystemDirectoryHandle, name: string): Promise<void> {
  const handle = await directory.getFileHandle(name, { create: true })
  await writeFile(handle, slicesOf(written))
  if ((await handle.getFile()).size === written.size) return
  await directory.removeEntry(name)
  throw new AssayError('storage.damaged', 'The browser stored only a part of the data. Try again.', {
    name,
    bytes: written.size,
  })
}

const COPIED_AT_ONCE = 1 << 22

async function* slicesOf(file: Blob): AsyncGenerator<ArrayBuffer> {
  for (let at = 0; at < file.size; at += COPIED_AT_ONCE) yield file.slice(at, at + COPIED_AT_ONCE).arrayBuffer()
}

/** Removes temporary files that nobody writes any more: a tab was closed or crashed half way. */
export async function sweepTemporary(root: FileSystemDirectoryHandle): Promise<void> {
  const folder = await root.getDirectoryHandle(FOLDER, { create: true })
  // The names first, the locks after: a file that is listed and not locked has no writer.
  const names: string[] = []
  for await (const [name] of entriesOf(folder)) names.push(name)
  if (names.length === 0) return
  const { held = [] } = await navigator.locks.query()
  const locked = new Set(held.map(({ name }) => name))
  for (const name of names) {
    if (locked.has(lockOf(name))) continue
    try {
      await folder.removeEntry(name)
    } catch (cause) {
      // Another tab swept it first, or a browser lets go of a crashed tab's file a little later: the next opening will do.
      if (!isNamed(cause, 'NotFoundError', 'NoModificationAllowedError')) throw cause
    }
  }
}

/** Writes the whole file; in workers by a synchronous handle, which is faster and which older Safari has alone. */
async function writeFile(handle: FileHandle, parts: Parts): Promise<void> {
  if (handle.createSyncAccessHandle) {
    const access = await handle.createSyncAccessHandle()
    try {
      // A fresh file is empty; to cut it all the same costs a call to the browser's own process.
      if (access.getSize() > 0) access.truncate(0)
      let at = 0
      for await (const part of parts) {
        const written = access.write(part, { at })
        if (written !== part.byteLength) throw new DOMException('Only a part was written.', 'QuotaExceededError')
        at += written
      }
      access.flush()
    } finally {
      access.close()
    }
    return
  }
  const stream = await handle.createWritable()
  try {
    for await (const part of parts) await stream.write(part)
    await stream.close()
  } catch (cause) {
    await stream.abort().catch(() => {})
    throw cause
  }
}
