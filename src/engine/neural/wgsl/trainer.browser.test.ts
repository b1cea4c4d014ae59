import { describe, expect, it } from 'vitest'
import { BATCH, distance, follow, followTfjs, inputOf, TRAJECTORIES } from '@/testing/trajectory.ts'
import { gpuDevice, openDevice } from '../device.ts'
import { openWgslTrainer } from './trainer.ts'

const platform = { gpu: navigator.gpu }

describe('the GPU’s kernels', () => {
  it.each(TRAJECTORIES)('follow tfjs’s own Adam through 201 steps: $name', async (trajectory) => {
    const input = inputOf(trajectory)
    await openDevice('cpu', platform)
    const want = followTfjs(input)
    await openDevice('webgpu', platform)
    for (const slices of [1, 16]) {
      const [got] = await follow(await openWgslTrainer(gpuDevice()!.device, input, BATCH, slices), input)
      expect(distance(got!, want)).toBeLessThan(1e-4)
    }
  })
})
