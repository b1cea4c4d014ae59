import { deviceTrouble } from '../deviceTrouble.ts'
import type { BufferName } from './buffers.ts'
import type { Chain } from './programs.ts'
import { bytesOfSteps } from './source.ts'

export const USAGE = { copySource: 0x4, copyTarget: 0x8, uniform: 0x40, storage: 0x80, mapRead: 0x1 }

type Buffers = Readonly<Record<BufferName, GPUBuffer>>

/** What the kernels are given, in the order of their bindings. */
export const TRAINING = [
  'steps',
  'features',
  'targets',
  'order',
  'parameters',
  'activations',
  'moments',
  'losses',
  'members',
] as const satisfies readonly BufferName[]

export const VALIDATION = [
  'steps',
  'validationFeatures',
  'targets',
  'order',
  'parameters',
  'validationActivations',
  'moments',
  'logits',
  'members',
] as const satisfies readonly BufferName[]

export function bind(
  device: GPUDevice,
  { bindings, steps }: Chain,
  buffers: Buffers,
  names: readonly BufferName[],
): GPUBindGroup {
  return device.createBindGroup({
    layout: bindings,
    entries: names.map((name, binding) => ({
      binding,
      resource: { buffer: buffers[name], ...(binding === 0 && { size: bytesOfSteps(steps) }) },
    })),
  })
}

export function makeBuffers(device: GPUDevice, bytes: Readonly<Record<BufferName, number>>): Buffers {
  const make = ([name, size]: [string, number]) => [
    name,
    device.createBuffer({
      label: name,
      size: Math.max(16, Math.ceil(size / 16) * 16),
      usage: (name === 'steps' ? USAGE.uniform : USAGE.storage) | USAGE.copySource | USAGE.copyTarget,
    }),
  ]
  return Object.fromEntries(Object.entries(bytes).map(make)) as Buffers
}

/** The first `bytes` of a buffer that can be mapped. */
export async function read(buffer: GPUBuffer, bytes: number): Promise<Float32Array<ArrayBuffer>> {
  await deviceTrouble.during(() => buffer.mapAsync(USAGE.mapRead, 0, bytes))
  const values = new Float32Array(buffer.getMappedRange(0, bytes).slice(0))
  buffer.unmap()
  return values
}
