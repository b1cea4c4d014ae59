import { deviceTrouble, refusedWork } from '../deviceTrouble.ts'
import type { Kernel, KernelOptions } from './kernel.ts'
import { trainingKernels, validationKernels } from './kernels.ts'
import type { PaddedLayout } from './layout.ts'
import { canReside, RESIDENT_STEPS, residentKernel } from './resident.ts'
import { bytesOfSteps } from './source.ts'

/** A compiled kernel and the grid of one member. */
interface Program {
  readonly pipeline: GPUComputePipeline
  readonly x: number
  readonly y: number
}

/** Kernels that follow one another. */
export interface Chain {
  readonly programs: readonly Program[]
  readonly bindings: GPUBindGroupLayout
  /** Steps that one turn of it takes. */
  readonly steps: number
}

export interface Programs {
  readonly training: Chain
  readonly validation: Chain
}

/** Compiled once a device and shape: sweeps and repeated runs begin at once. */
const compiled = new WeakMap<GPUDevice, Map<string, Promise<Programs>>>()

/** The programs of a shape and batch on a device, whose subgroups may be quads; `validation.batch` rows are validated at once. */
export function openPrograms(
  device: GPUDevice,
  layout: PaddedLayout,
  training: KernelOptions,
  validation: KernelOptions,
  isQuad: boolean,
): Promise<Programs> {
  const known = compiled.get(device) ?? new Map<string, Promise<Programs>>()
  compiled.set(device, known)
  const { head, layers, tables, width, outputs } = layout
  const key = JSON.stringify([head, width, tables, layers, outputs, training, validation.batch, isQuad])
  let programs = known.get(key)
  if (!programs) {
    programs = deviceTrouble.during(() =>
      compile(device, layout, training, validation, isQuad).catch((cause: Error) => {
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
  isQuad: boolean,
): Promise<Programs> {
  const build = async ({ label, code, groups }: Kernel, layout: GPUPipelineLayout): Promise<Program> => {
    const pipeline = await device.createComputePipelineAsync({
      label,
      layout,
      compute: { module: device.createShaderModule({ label, code }), entryPoint: 'main' },
    })
    const x = Math.min(groups, device.limits.maxComputeWorkgroupsPerDimension)
    return { pipeline, x, y: Math.ceil(groups / x) }
  }
  const chain = async (kernels: readonly Kernel[], steps = 1): Promise<Chain> => {
    const bindings = device.createBindGroupLayout({
      entries: [
        entry(0, { type: 'uniform', hasDynamicOffset: true, minBindingSize: bytesOfSteps(steps) }),
        ...[1, 2, 3, 8].map((binding) => entry(binding, { type: 'read-only-storage' })),
        ...[4, 5, 6, 7].map((binding) => entry(binding, { type: 'storage' })),
      ],
    })
    const pipelineLayout = device.createPipelineLayout({ bindGroupLayouts: [bindings] })
    return { programs: await Promise.all(kernels.map((kernel) => build(kernel, pipelineLayout))), bindings, steps }
  }
  const isResident = isQuad && canReside(layout)
  const [train, validate] = await Promise.all([
    isResident ? chain([residentKernel(layout)], RESIDENT_STEPS) : chain(trainingKernels(layout, training)),
    chain(validationKernels(layout, validation)),
  ])
  return { training: train, validation: validate }
}

const COMPUTE = 4

function entry(binding: number, buffer: GPUBufferBindingLayout): GPUBindGroupLayoutEntry {
  return { binding, visibility: COMPUTE, buffer }
}
