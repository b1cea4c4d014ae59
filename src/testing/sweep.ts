import type { Sweep, SweepParameter } from '@/core/sweep/sweep.ts'
import { animalQuestion, quickNetwork } from './runSpec.ts'

export const rates: SweepParameter = { key: 'learningRate', kind: 'range', min: 1e-3, max: 0.1, scale: 'log', steps: 3 }

/** A sweep of the small network over its learning rate. */
export function makeSweep(change: Partial<Sweep> = {}): Sweep {
  return {
    schema: 1,
    id: 's',
    experimentId: 'e',
    question: animalQuestion(),
    base: { ...quickNetwork, options: { ...quickNetwork.options, epochs: 9 } } as Sweep['base'],
    seed: 3,
    deviceWish: 'wasm',
    method: 'random',
    metric: { name: 'validationLoss', goal: 'minimise' },
    parameters: [rates],
    runCap: 4,
    status: 'queued',
    trials: [],
    createdAt: 0,
    ...change,
  }
}
