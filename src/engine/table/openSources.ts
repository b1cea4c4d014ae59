import { AssayError } from '@/core/errors.ts'
import { endingOf, findPacking } from './format.ts'
import type { NamedSource } from './joined.ts'
import { blobSource, readBytes } from './source.ts'
import { gzipSource } from './unpack.ts'
import { readZip, type ZipEntry, zipSource } from './zip.ts'

/** A file as it was chosen, dropped or pasted. */
export interface TableFile {
  readonly name: string
  readonly blob: Blob
}

/** A file, unpacked where it was packed. */
export interface OpenedFile extends NamedSource {
  readonly packed: 'gzip' | 'zip' | undefined
  /** The file itself where nothing had to be unpacked, so that any part of it can be read. */
  readonly blob?: Blob
}

/** Endings of tables in a zip, the surest first: texts beside a table are as a rule about it. */
const TABLE_ENDINGS = [
  ['csv', 'tsv', 'tab', 'json', 'jsonl', 'ndjson', 'parquet'],
  ['txt', 'data', 'dat'],
] as const

/** The tables in files: each file itself, what a gzip file packs, or the tables of a zip. Throws `archive.damaged`. */
export async function openSources(files: readonly TableFile[]): Promise<readonly OpenedFile[]> {
  const opened: OpenedFile[] = []
  for (const { name, blob } of files) {
    const packed = findPacking(await readBytes(blob, 0, 4))
    if (packed === 'gzip') opened.push({ name: name.replace(/\.gz$/i, ''), source: gzipSource(blob), packed })
    else if (packed === 'zip') {
      for (const entry of tablesOf(name, await readZip(blob)))
        opened.push({ name: baseName(entry.path), source: await zipSource(blob, entry), packed })
    } else opened.push({ name, source: blobSource(blob), packed, blob })
  }
  return opened
}

function tablesOf(zipName: string, entries: readonly ZipEntry[]): readonly ZipEntry[] {
  if (entries.some(({ path }) => path === '[Content_Types].xml' || path === 'content.xml'))
    throw new AssayError(
      'csv.unreadable',
      `“${zipName}” is a spreadsheet (Excel or the like). Save the sheet as “CSV UTF-8” in your spreadsheet, then choose it again.`,
    )
  // What macOS adds, and hidden files, are no tables of anybody.
  const visible = entries.filter(({ path }) => !path.startsWith('__MACOSX/') && !baseName(path).startsWith('.'))
  for (const endings of TABLE_ENDINGS) {
    const tables = visible.filter(({ path }) => (endings as readonly string[]).includes(endingOf(path)))
    if (tables.length > 0) return tables
  }
  if (visible.length === 1) return visible
  throw new AssayError(
    'archive.damaged',
    visible.length === 0
      ? `“${zipName}” holds no file. Choose another one.`
      : `“${zipName}” holds no table that its name tells (${listed(visible.map(({ path }) => path))}). Unpack it and choose ` +
          'the table itself.',
  )
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1) || path
}

const NAMES_LISTED = 5

/** The first few of some names, and that there are more. */
export function listed(names: readonly string[]): string {
  return names.slice(0, NAMES_LISTED).join(', ') + (names.length > NAMES_LISTED ? ' …' : '')
}
