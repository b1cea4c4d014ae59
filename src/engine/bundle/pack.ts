import { type Zippable, zipSync } from 'fflate'
import { BUNDLE_PATHS, type BundleManifest, type BundlePart } from '@/core/bundle/bundle.ts'
import { AssayError } from '@/core/errors.ts'
import { sha256Of } from '@/core/hash.ts'
import { parseManifest } from '@/core/schema/record.ts'
import { type Task, throwIfAborted, unattended } from '@/core/task.ts'
import { crc32 } from '../crc32.ts'
import { broken, isZip, readZipDirectory, unpackEntry } from './zip.ts'

/** One file to put into a bundle. */
export interface BundleFile {
  readonly path: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** Bytes that a bundle may unpack to, and files it may have: what a tab can still hold. */
const UNPACKED_MAX = 2 ** 30
const FILES_MAX = 10_000

/** Weights are noise to a compressor. */
const isStored = (path: string) => path.endsWith('.bin')

/**
 * Packs files into a bundle: a zip whose first file, manifest.json, has size and SHA-256 of every other.
 * Equal files, title and time give equal bytes in one time zone.
 */
export async function packBundle(
  files: readonly BundleFile[],
  { title, createdAt }: { readonly title: string; readonly createdAt: Date },
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: BundlePart[] = []
  for (const { path, bytes } of files) parts.push({ path, bytes: bytes.byteLength, sha256: await sha256Of(bytes) })
  const manifest: BundleManifest = {
    format: 'assay-bundle',
    schema: 1,
    createdAt: createdAt.toISOString(),
    title,
    parts,
  }
  // A name that nobody could unpack must not get in.
  parseManifest(manifest)
  const zip: Zippable = { [BUNDLE_PATHS.manifest]: new TextEncoder().encode(JSON.stringify(manifest, null, 2)) }
  for (const { path, bytes } of files) zip[path] = [bytes, { level: isStored(path) ? 0 : 6 }]
  return zipSync(zip, { mtime: createdAt }) as Uint8Array<ArrayBuffer>
}

export interface Unpacked {
  readonly manifest: BundleManifest
  /** Every part of the manifest, whole, by its path. */
  readonly parts: ReadonlyMap<string, Uint8Array<ArrayBuffer>>
}

/**
 * Unpacks a bundle from anybody, and proves every byte of it.
 * Throws `bundle.foreign` for what is no Assay bundle, `bundle.version` for one of a newer Assay, `bundle.damaged`, naming
 * the part, where anything is missing, changed, cut short or more than the manifest says.
 */
export async function unpackBundle(
  zip: Uint8Array<ArrayBuffer>,
  task: Pick<Task, 'signal'> = unattended,
): Promise<Unpacked> {
  if (!isZip(zip)) throw foreign('This file is not an Assay bundle.')
  const entries = readZipDirectory(zip)
  const byPath = new Map(entries.map((entry) => [entry.path, entry]))
  const first = byPath.get(BUNDLE_PATHS.manifest)
  if (!first) throw foreign('This is a zip, but not an Assay bundle.')
  if (byPath.size < entries.length) throw broken('it has two files of one name')
  if (entries.length > FILES_MAX || entries.reduce((sum, { bytes }) => sum + bytes, 0) > UNPACKED_MAX)
    throw broken('it would unpack to more than a browser can hold')

  const text = await unpackEntry(zip, first, task)
  if (crc32(text) !== first.crc32) throw broken(`“${BUNDLE_PATHS.manifest}” was changed`)
  const manifest = parseManifest(readJson(text))
  const listed = new Set(manifest.parts.map(({ path }) => path))
  for (const { path } of entries)
    if (path !== BUNDLE_PATHS.manifest && !listed.has(path)) throw broken(`“${path}” does not belong to it`)

  const parts = new Map<string, Uint8Array<ArrayBuffer>>()
  for (const { path, bytes, sha256 } of manifest.parts) {
    throwIfAborted(task)
    const entry = byPath.get(path)
    if (!entry) throw broken(`“${path}” is missing`)
    if (entry.bytes !== bytes) throw broken(`“${path}” has another size than it was saved with`)
    const content = await unpackEntry(zip, entry, task)
    if ((await sha256Of(content)) !== sha256) throw broken(`“${path}” was changed`)
    parts.set(path, content)
  }
  return { manifest, parts }
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw foreign('This is a zip, but not an Assay bundle: its manifest cannot be read.')
  }
}

function foreign(what: string): AssayError {
  return new AssayError('bundle.foreign', `${what} Choose a file that was saved by “Share” in Assay.`)
}
