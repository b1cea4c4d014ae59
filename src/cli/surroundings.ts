import { openAsBlob } from 'node:fs'
import { createRequire } from 'node:module'
import { basename } from 'node:path'
import { AssayError } from '@/core/errors.ts'
import type { Platform } from '@/engine/platform.ts'
import type { TableFile } from '@/engine/table/openSources.ts'
import { openThreads } from './threads.ts'

const require = createRequire(import.meta.url)

/** What the npm package `webgpu` gives: Dawn, the WebGPU of Chromium, for Node. */
interface Dawn {
  readonly create: (flags: readonly string[]) => GPU
  readonly globals: Record<string, unknown>
}

/**
 * The engine's surroundings in a terminal. With a GPU where the package `webgpu` is installed; it is not asked for by
 * `package.json`, since its drivers' 130 MB are nothing that everybody who trains trees should install.
 */
export async function openPlatform(load: () => Dawn = () => require('webgpu') as Dawn): Promise<Platform> {
  return {
    ...findGpu(load),
    threads: openThreads(),
    wasmUrl: require.resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm'),
  }
}

function findGpu(load: () => Dawn): Pick<Platform, 'gpu' | 'noGpu'> {
  try {
    const { create, globals } = load()
    Object.assign(globalThis, globals)
    const gpu = create([])
    // tfjs starts its backend only where it finds a GPU in this place, which Node 20 does not have at all.
    globalThis.navigator ??= {} as Navigator
    Object.defineProperty(globalThis.navigator, 'gpu', { value: gpu, configurable: true })
    return {
      gpu,
      noGpu: 'The package webgpu finds no GPU that it can use (on Linux it needs Vulkan: libvulkan1 and a driver)',
    }
  } catch (cause) {
    const isAbsent = (cause as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND'
    return {
      noGpu: isAbsent
        ? 'A GPU in the terminal needs the package webgpu: npm install --no-save webgpu (130 MB)'
        : `The package webgpu does not load: ${(cause as Error).message.split('\n', 1)[0]}`,
    }
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
