import { deviceTrouble, refusedWork } from '../deviceTrouble.ts'
import type { Kernel, KernelOptions } from './kernel.ts'
import { trainingKernels, validationKernels } from './kernels.ts'
import type { PaddedLayout } from './layout.ts'
import { STEP_WORDS } from './source.ts'

/** A compiled kernel and the grid of one member. */
export interface Program {
  readonly pipeline: GPUComputePipeline
  readonly x: number
  readonly y: number
}

export interface Programs {
  readonly bindings: GPUBindGroupLayout
  readonly training: readonly Program[]
  readonly validation: readonly Program[]
}

/** Compiled once a device and shape: sweeps and repeated runs begin at once. */
const compiled = new WeakMap<GPUDevice, Map<string, Promise<Programs>>>()

/** The programs of a shape and batch on a device; `validation.batch` rows are validated at once. */
export function openPrograms(
  device: GPUDevice,
  layout: PaddedLayout,
  training: KernelOptions,
  validation: KernelOptions,
): Promise<Programs> {
  const known = compiled.get(device) ?? new Map<string, Promise<Programs>>()
  compiled.set(device, known)
  const { head, layers, tables, width, outputs } = layout
  const key = JSON.stringify([head, width, tables, layers, outputs, training, validation.batch])
  let programs = known.get(key)
  if (!programs) {
    programs = deviceTrouble.during(() =>
      compile(device, layout, training, validation).catch((cause: Error) => {
        throw refusedWork(cause.message)
      }),
    )
    known.set(key, programs)
    programs.catch(() => known.delete(key))
  }
  return programs
}

async function compile(
  device: GPUDevice,
  layout: PaddedLayout,
  training: KernelOptions,
  validation: KernelOptions,
): Promise<Programs> {
  const bindings = device.createBindGroupLayout({
    entries: [
      entry(0, { type: 'uniform', hasDynamicOffset: true, minBindingSize: STEP_WORDS * 4 }),
      ...[1, 2, 3, 8].map((binding) => entry(binding, { type: 'read-only-storage' })),
      ...[4, 5, 6, 7].map((binding) => entry(binding, { type: 'storage' })),
    ],
  })
  const pipelineLayout = device.createPipelineLayout({ bindGroupLayouts: [bindings] })
  const build = async ({ label, code, groups }: Kernel): Promise<Program> => {
    const pipeline = await device.createComputePipelineAsync({
      label,
      layout: pipelineLayout,
      compute: { module: device.createShaderModule({ label, code }), entryPoint: 'main' },
    })
    const x = Math.min(groups, device.limits.maxComputeWorkgroupsPerDimension)
    return { pipeline, x, y: Math.ceil(groups / x) }
  }
  const [train, validate] = await Promise.all([
    Promise.all(trainingKernels(layout, training).map(build)),
    Promise.all(validationKernels(layout, validation).map(build)),
  ])
  return { bindings, training: train, validation: validate }
}

const COMPUTE = 4

function entry(binding: number, buffer: GPUBufferBindingLayout): GPUBindGroupLayoutEntry {
  return { binding, visibility: COMPUTE, buffer }
}
