import { readFile } from 'node:fs/promises'
import { AssayError } from '@/core/errors.ts'
import { packBundle, unpackBundle } from '@/engine/bundle/pack.ts'
import { type RunBundle, readRunBundle, runBundleFiles } from '@/engine/bundle/runBundle.ts'
import { openPredictionDevice } from '@/engine/neural/device.ts'
import { writeOut } from './outFile.ts'
import { openPlatform } from './surroundings.ts'

/** Opens a bundle of the disk, with every byte of it proved, and the device on which predictions are made. */
export async function openRunFile(path: string): Promise<{ readonly bundle: RunBundle }> {
  let bytes: Buffer
  try {
    bytes = await readFile(path)
  } catch (cause) {
    throw new AssayError('bundle.foreign', `${path} cannot be read: ${(cause as Error).message}.`, { path }, { cause })
  }
  const { parts } = await unpackBundle(new Uint8Array(bytes))
  const bundle = await readRunBundle(parts)
  await openPredictionDevice(await openPlatform())
  return { bundle }
}

/** Saves a run as the page's “Share” does. */
export async function saveRunFile(path: string, bundle: RunBundle, title: string): Promise<void> {
  await writeOut(path, await packBundle(runBundleFiles(bundle), { title, createdAt: new Date() }))
}
