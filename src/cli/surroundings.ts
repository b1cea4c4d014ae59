import { openAsBlob } from 'node:fs'
import { createRequire } from 'node:module'
import { basename } from 'node:path'
import { AssayError } from '@/core/errors.ts'
import type { Platform } from '@/engine/platform.ts'
import type { TableFile } from '@/engine/table/openSources.ts'
import { openThreads } from './threads.ts'

const require = createRequire(import.meta.url)

/** The engine's surroundings in a terminal: a GPU where the package `webgpu` is installed and finds one. */
export async function openPlatform(): Promise<Platform> {
  return {
    gpu: await findGpu(),
    threads: openThreads(),
    wasmUrl: require.resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm'),
  }
}

async function findGpu(): Promise<GPU | undefined> {
  try {
    // Optional: a gigabyte of driver code is nothing that everybody who trains trees should install.
    const { create, globals } = require('webgpu') as {
      create: (flags: readonly string[]) => GPU
      globals: Record<string, unknown>
    }
    Object.assign(globalThis, globals)
    return create([])
  } catch {
    return undefined
  }
}

/** A file of the disk, read piece by piece as the reader asks for it. @throws AssayError where it cannot be read */
export async function openFile(path: string): Promise<TableFile> {
  try {
    return { name: basename(path), blob: await openAsBlob(path) }
  } catch (cause) {
    throw new AssayError('csv.unreadable', `${path} cannot be read: ${(cause as Error).message}.`, { path }, { cause })
  }
}
