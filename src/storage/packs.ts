import { mapAtOnce } from '@/core/atOnce.ts'
import type { NewFile } from '@/core/ports.ts'
import { entriesOf } from './entries.ts'
import { encodePackList, type PackList, readPackList } from './packFile.ts'
import { partsOf } from './path.ts'
import { isAbsent, isNamed } from './storageError.ts'
import { withTemporary } from './temporary.ts'

const FOLDER = 'packs'

/** Packs whose lists are read at once. */
const AT_ONCE = 8

/** Where a file lies. */
interface Place {
  readonly pack: string
  readonly start: number
  readonly end: number
}

/** Files that were written together, in one file of the browser's each time (packFile.ts). */
export interface Packs {
  /** Whether a file is in a pack, by what was known at the last look. */
  has(path: string): boolean
  /** The file, by what was known at the last look; undefined also where its pack is gone since. */
  find(path: string): Promise<Blob | undefined>
  /** Looks which packs there are now: tabs and workers make and remove them without telling. */
  renew(): Promise<void>
  /** The files directly inside a folder, by what was known at the last look. */
  list(folder: string): readonly { readonly path: string; readonly bytes: number }[]
  write(files: AsyncIterable<NewFile> | Iterable<NewFile>): Promise<void>
  /** Removes files, and all that is in folders of those names. */
  remove(paths: readonly string[]): Promise<void>
}

/**
 * Packs in the folder that `root` gives; `name` tells its locks from those of other folders.
 *
 * Where two packs hold a file of the same path, the later one counts: packs are named by the time at which they were made.
 * A pack never changes. When files of it are removed, the others are written anew under another name and the pack goes,
 * so that whoever remembers where a file lay finds that out.
 */
export function openPacks(root: () => Promise<FileSystemDirectoryHandle>, name: string): Packs {
  /** What is in each pack; nothing in one that cannot be read. */
  let known: ReadonlyMap<string, PackList['files']> = new Map()
  let places: ReadonlyMap<string, Place> = new Map()
  let looking: Promise<void> = Promise.resolve()
  let next: Promise<void> | undefined

  const open = async (create = false) => (await root()).getDirectoryHandle(FOLDER, { create })

  async function fileOf(pack: string): Promise<File | undefined> {
    try {
      return await (await (await open()).getFileHandle(pack)).getFile()
    } catch (cause) {
      if (isAbsent(cause)) return undefined
      throw cause
    }
  }

  function know(lists: readonly (readonly [pack: string, files: PackList['files']])[]): void {
    known = new Map(lists.toSorted(([a], [b]) => (a < b ? -1 : 1)))
    places = new Map(
      [...known].flatMap(([pack, files]) =>
        files.map(([path, start, end]): [string, Place] => [path, { pack, start, end }]),
      ),
    )
  }

  async function look(): Promise<void> {
    const names: string[] = []
    try {
      for await (const [pack] of entriesOf(await open())) names.push(pack)
    } catch (cause) {
      if (!isAbsent(cause)) throw cause
    }
    if (names.length === known.size && names.every((pack) => known.has(pack))) return
    const lists = await mapAtOnce(names, AT_ONCE, async (pack) => {
      const before = known.get(pack)
      if (before) return [pack, before] as const
      const file = await fileOf(pack)
      return file && ([pack, (await readPackList(file)) ?? []] as const)
    })
    know(lists.filter((each) => each !== undefined))
  }

  /** Later than every other by its name, also within one millisecond. */
  function nextName(): string {
    const latest = Number([...known.keys()].at(-1)?.split('-', 1)[0] ?? 0) || 0
    return `${Math.max(Date.now(), latest + 1)}-${crypto.randomUUID()}`
  }

  async function write(files: AsyncIterable<NewFile> | Iterable<NewFile>): Promise<void> {
    const list: [path: string, start: number, end: number][] = []
    async function* parts() {
      let at = 0
      for await (const file of files) {
        partsOf(file.path)
        const start = at
        for (const part of file.parts) {
          yield part
          at += part.byteLength
        }
        list.push([file.path, start, at])
      }
      yield encodePackList(list)
    }
    await withTemporary(await root(), async (temporary) => {
      await temporary.write(parts())
      if (list.length === 0) return
      const pack = nextName()
      await temporary.place(await open(true), pack)
      know([...known, [pack, list]])
    })
  }

  /** Writes what is still wanted of a pack as another one; the pack itself goes. */
  async function shed(pack: string, isWanted: (path: string) => boolean): Promise<void> {
    const wanted = known.get(pack)!.filter(([path]) => places.get(path)?.pack === pack && isWanted(path))
    async function* copies() {
      for (const [path, start, end] of wanted) {
        const file = await fileOf(pack)
        // Somebody else was at it first.
        if (!file) throw new DOMException('The pack is gone.', 'NotFoundError')
        yield { path, parts: [await file.slice(start, end).arrayBuffer()] }
      }
    }
    try {
      if (wanted.length > 0) await write(copies())
      await (await open()).removeEntry(pack)
    } catch (cause) {
      // Without room for the copy it stays as it is until there is some: nothing is lost by that but the room.
      if (!isNamed(cause, 'NotFoundError', 'QuotaExceededError')) throw cause
    }
  }

  /** Sheds whatever is not wanted, and what a later pack has anew. */
  async function tidy(isWanted: (path: string) => boolean): Promise<void> {
    await renew()
    const isDead = (pack: string, path: string) => places.get(path)?.pack !== pack || !isWanted(path)
    for (const [pack, files] of known)
      if (files.length === 0 || files.some(([path]) => isDead(pack, path))) await shed(pack, isWanted)
    await renew()
  }

  /** What is written while others are copied could come out older than its copy. */
  const withLock = (mode: LockMode, work: () => Promise<void>) =>
    navigator.locks.request(`assay:packs:${name}`, { mode }, work)

  function renew(): Promise<void> {
    // A look that is under way may have begun before what is sought was written.
    next ??= looking.then(() => {
      next = undefined
      const current = look()
      looking = current.catch(() => {})
      return current
    })
    return next
  }

  return {
    has: (path) => places.has(path),
    async find(path) {
      const place = places.get(path)
      return place && (await fileOf(place.pack))?.slice(place.start, place.end)
    },
    renew,
    list: (folder) =>
      [...places].flatMap(([path, { start, end }]) =>
        path.slice(0, path.lastIndexOf('/')) === folder ? [{ path, bytes: end - start }] : [],
      ),
    async write(files) {
      await withLock('shared', () => write(files))
      const isCovered = [...known.values()].reduce((sum, list) => sum + list.length, 0) > places.size
      if (isCovered) await withLock('exclusive', () => tidy(() => true))
    },
    remove: (paths) =>
      withLock('exclusive', () => tidy((path) => !paths.some((each) => path === each || path.startsWith(`${each}/`)))),
  }
}
