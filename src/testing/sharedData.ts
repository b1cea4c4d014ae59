import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'

const repository = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

/**
 * The folder of real files that some tests measure themselves against, or undefined where a machine has none. The files
 * are not part of the project, so tests that need them skip: `describe.skipIf(!sharedDataDir())`. Node only.
 */
export function sharedDataDir(): string | undefined {
  const folder = process.env['ASSAY_SHARED_DATA'] ?? join(repository, '../shared/data')
  return existsSync(folder) ? folder : undefined
}

/** The bytes of one file below that folder, unpacked; `real/penguins.csv` also finds `real/penguins.csv.gz`. */
export function readSharedFile(path: string): Buffer | undefined {
  const root = sharedDataDir()
  if (!root) return undefined
  const file = resolve(root, path)
  if (relative(root, file).startsWith('..')) return undefined
  const found = [file, `${file}.gz`].find((candidate) => statSync(candidate, { throwIfNoEntry: false })?.isFile())
  if (!found) return undefined
  const bytes = readFileSync(found)
  return found.endsWith('.gz') ? gunzipSync(bytes) : bytes
}

/** One of the real CSV files by its name alone, `readSharedCsv('penguins')`; the ending may be left out. */
export function readSharedCsv(name: string): Buffer | undefined {
  return readSharedFile(`real/${name.replace(/\.csv$/, '')}.csv`)
}
