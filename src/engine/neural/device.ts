import * as tf from '@tensorflow/tfjs-core'
import { AssayError } from '@/core/errors.ts'
import type { Backend, DeviceWish, ResolvedDevice } from '@/core/run/run.ts'
import type { Platform } from '../platform.ts'
import { nameAdapter } from './adapter.ts'
import { deviceTrouble, lostDevice, refusedWork } from './deviceTrouble.ts'
import { QUAD } from './wgsl/kernel.ts'

/** Longest that a backend may take to start. A wasm that cannot load its threads never settles at all. */
const OPEN_WITHIN_MS = 20_000

const WORDS: Readonly<Record<Backend, string>> = {
  webgpu: 'WebGPU',
  wasm: 'WebAssembly on the CPU',
  cpu: 'plain JavaScript on the CPU',
}

/**
 * Makes tfjs compute on the wished device, or for `auto` on the first that works of WebGPU, WebAssembly and plain
 * JavaScript; what was passed over and why is in `fallbackReason`. tfjs has one device at a time for the whole worker.
 * @throws AssayError `device.unavailable` when the wished device, or with `auto` every one, does not work.
 */
export async function openDevice(wish: DeviceWish, platform: Platform): Promise<ResolvedDevice> {
  return openFirst(wish === 'auto' ? ['webgpu', 'wasm', 'cpu'] : [wish], platform)
}

/** The device on which every prediction is made: never the GPU, so that predictions repeat from machine to machine. */
export async function openPredictionDevice(platform: Platform): Promise<ResolvedDevice> {
  return openFirst(['wasm', 'cpu'], platform)
}

/** tfjs takes a second start of a backend during the first for a failure of the first: they take turns. */
let opening: Promise<unknown> = Promise.resolve()

function openFirst(backends: readonly Backend[], platform: Platform): Promise<ResolvedDevice> {
  const opened = opening.then(() => tryInTurn(backends, platform))
  opening = opened.catch(() => {})
  return opened
}

async function tryInTurn(backends: readonly Backend[], platform: Platform): Promise<ResolvedDevice> {
  // Without tfjs's own checks of every result and its advice to people who write in Node.
  tf.enableProdMode()
  const reasons: string[] = []
  for (const backend of backends) {
    try {
      const device = await OPENERS[backend](platform)
      return reasons.length > 0 ? { ...device, fallbackReason: reasons.join('; ') } : device
    } catch (cause) {
      reasons.push(cause instanceof Error ? cause.message : String(cause))
    }
  }
  throw new AssayError(
    'device.unavailable',
    `${reasons.join('; ')}. Choose another device, or “auto” to use what works.`,
  )
}

const OPENERS: Readonly<Record<Backend, (platform: Platform) => Promise<ResolvedDevice>>> = {
  webgpu: openWebgpu,
  wasm: openWasm,
  cpu: openCpu,
}

/** The GPU that tfjs holds now; undefined before the first and after a loss. */
let held:
  | {
      readonly device: GPUDevice
      readonly resolved: ResolvedDevice
      /** Whether it is software that has subgroups, of four lanes. */
      readonly isQuad: boolean
    }
  | undefined

async function openWebgpu({ gpu, noGpu }: Platform): Promise<ResolvedDevice> {
  if (held) {
    await activate('webgpu')
    return held.resolved
  }
  if (!gpu) throw new Error(noGpu ?? 'This browser has no WebGPU')
  const adapter = await within('WebGPU', gpu.requestAdapter({ powerPreference: 'high-performance' }))
  if (!adapter) throw new Error(noGpu ?? 'No WebGPU adapter')
  const named = nameAdapter(adapter.info)
  const { subgroupMinSize, subgroupMaxSize } = adapter.info
  const isQuad =
    named.software && adapter.features.has('subgroups') && subgroupMinSize === QUAD && subgroupMaxSize === QUAD
  const [{ WebGPUBackend }, device] = await within(
    'WebGPU',
    Promise.all([import('@tensorflow/tfjs-backend-webgpu'), adapter.requestDevice(deviceDescriptor(adapter, isQuad))]),
  )
  // The package registered a factory of its own that would ask for a second device.
  forget('webgpu')
  // One submit for most of a training step instead of one for every 15 dispatches.
  tf.env().set('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE', 48)
  tf.registerBackend('webgpu', () => new WebGPUBackend(device, adapter.info))
  await activate('webgpu')

  const resolved: ResolvedDevice = { backend: 'webgpu', ...named }
  held = { device, resolved, isQuad }
  device.addEventListener('uncapturederror', ({ error }) => deviceTrouble.report(refusedWork(error.message)))
  void device.lost.then(({ message }) => {
    if (held?.device !== device) return
    held = undefined
    forget('webgpu')
    deviceTrouble.report(lostDevice(message))
  })
  return resolved
}

/**
 * As much room as the adapter has, and no optional features (`shader-f16` and others are missing too often) but subgroups, where
 * kernels know how to do without.
 */
function deviceDescriptor({ limits }: GPUAdapter, hasSubgroups: boolean): GPUDeviceDescriptor {
  return {
    requiredFeatures: hasSubgroups ? ['subgroups'] : [],
    requiredLimits: {
      maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
      maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
      maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
      maxBufferSize: limits.maxBufferSize,
      maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
      maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
    },
  }
}

/** Largest array to keep on the device that is open now: none on the CPU; a GPU binds no buffer above its own limit. */
export function residentBytes(): number {
  return tf.getBackend() === 'webgpu' && held ? Math.min(2 ** 30, held.device.limits.maxStorageBufferBindingSize) : 0
}

/** The GPU that is open now, for kernels of our own. */
export function gpuDevice(): typeof held {
  return tf.getBackend() === 'webgpu' ? held : undefined
}

let wasmConfigured = false

async function openWasm({ wasmUrl }: Platform): Promise<ResolvedDevice> {
  if (!wasmUrl) throw new Error('The WebAssembly file is not at hand')
  const { setWasmPaths } = await within(WORDS.wasm, import('@tensorflow/tfjs-backend-wasm'))
  if (!wasmConfigured) {
    if (!(await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT'))) throw new Error('This browser has no WebAssembly SIMD')
    // One thread: sums do not depend on how many there are, and no worker from a blob that the page's policy forbids.
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false)
    setWasmPaths({
      'tfjs-backend-wasm.wasm': wasmUrl,
      'tfjs-backend-wasm-simd.wasm': wasmUrl,
      'tfjs-backend-wasm-threaded-simd.wasm': wasmUrl,
    })
    wasmConfigured = true
  }
  await activate('wasm')
  return { backend: 'wasm', adapter: 'WebAssembly SIMD', software: false }
}

async function openCpu(): Promise<ResolvedDevice> {
  await within(WORDS.cpu, import('@tensorflow/tfjs-backend-cpu'))
  await activate('cpu')
  return { backend: 'cpu', adapter: 'JavaScript', software: false }
}

/** `setBackend` tells failure by a boolean only, and tfjs then quietly computes elsewhere: both are looked at. */
async function activate(backend: Backend): Promise<void> {
  const ok = await within(WORDS[backend], tf.setBackend(backend))
  if (!ok || tf.getBackend() !== backend) throw new Error(`${WORDS[backend]} could not be started`)
}

function forget(backend: Backend): void {
  if (tf.findBackendFactory(backend)) tf.removeBackend(backend)
}

async function within<T>(what: string, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${what} did not start within ${OPEN_WITHIN_MS / 1_000} s`)),
      OPEN_WITHIN_MS,
    )
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
