import { describe, expect, it } from 'vitest'
import { LEARNERS } from '../learner/table.ts'
import { adviseRepeat, carriedOut } from './repeat.ts'
import type { AutoResult, ResolvedDevice, Tried } from './run.ts'

const wasm: ResolvedDevice = { backend: 'wasm', adapter: 'WebAssembly', software: true }
const webgpu: ResolvedDevice = { backend: 'webgpu', adapter: 'NVIDIA Ampere', software: false }
const tried = (kind: 'glm' | 'network', metric: number | null = 0.5) =>
  ({ learner: { kind, options: LEARNERS[kind].defaults(100) }, loss: metric, metric, trainMs: 1, weight: 0 }) as Tried
const auto = { kind: 'auto', options: { budgetS: 60 } } as const
const done = (found: AutoResult, stepsDone = 7) => ({ device: wasm, stepsDone, auto: found })

describe('a run as it was carried out', () => {
  it('has, of auto, its tries and the device of its networks, not the one that predicts', () => {
    const result = done({ tried: [tried('glm'), tried('network')], device: webgpu })
    const learner = { kind: 'auto', options: { budgetS: 60, tries: 7 } }
    expect(carriedOut({ learner: auto, device: 'auto' }, result)).toEqual({ learner, device: 'webgpu' })
    expect(carriedOut({ learner: auto, device: 'cpu' }, result).device).toBe('cpu')
  })

  it('leaves the device open where it was not recorded, or none was needed', () => {
    for (const kind of ['glm', 'network'] as const)
      expect(carriedOut({ learner: auto, device: 'auto' }, done({ tried: [tried(kind)] })).device).toBe('auto')
    const glm = { kind: 'glm', options: {} } as const
    expect(carriedOut({ learner: glm, device: 'auto' }, { device: wasm, stepsDone: 0 })).toEqual({
      learner: glm,
      device: 'auto',
    })
  })

  it('has, of networks, the device that trained them', () => {
    const learner = { kind: 'network', options: LEARNERS.network.defaults(100) } as const
    const result = { device: webgpu, stepsDone: 40 }
    expect(carriedOut({ learner, device: 'auto' }, result)).toEqual({ learner, device: 'webgpu' })
  })
})

describe('how to repeat a run of auto', () => {
  it.each<[string, AutoResult, string]>([
    [
      'with networks',
      { tried: [tried('glm'), tried('network')], device: webgpu },
      '2 tries were made, networks on WebGPU: set Tries to 2 and Device to WebGPU to repeat this run exactly.',
    ],
    ['without', { tried: [tried('glm')] }, '1 try was made: set Tries to 1 to repeat this run exactly.'],
    [
      'whose network came to nothing',
      { tried: [tried('glm'), tried('network', null)] },
      '2 tries were made: set Tries to 2 to repeat this run exactly.',
    ],
    [
      'of before devices were recorded',
      { tried: [tried('glm'), tried('network')] },
      '2 tries were made: set Tries to 2 to repeat this run. Which device its networks trained on was not recorded; on another one they differ in their last digits.',
    ],
  ])('%s', (_, found, words) => expect(adviseRepeat(found)).toBe(words))
})
