import { describe, expect, it } from 'vitest'
import { BATCH, distance, follow, followTfjs, inputOf, TRAJECTORIES } from '@/testing/trajectory.ts'
import { gpuDevice, openDevice } from '../device.ts'
import { padLayout } from './layout.ts'
import { canReside } from './resident.ts'
import { openWgslTrainer } from './trainer.ts'

const platform = { gpu: navigator.gpu }

describe('the GPU’s kernels', () => {
  it.each(TRAJECTORIES)('follow tfjs’s own Adam through 201 steps: $name', async (trajectory) => {
    const input = inputOf(trajectory)
    await openDevice('cpu', platform)
    const want = followTfjs(input)
    await openDevice('webgpu', platform)
    const { device, isQuad } = gpuDevice()!
    const isResident = isQuad && canReside(padLayout([input.members[0]!.on.shape]))
    for (const tuning of [
      { rows: 8, slices: 1, workgroup: 16, validatedAtOnce: 16, isQuad: false },
      { rows: 4, slices: 16, workgroup: 64, validatedAtOnce: 4_096, isQuad: false },
      ...(isResident ? [{ rows: 8, slices: 1, workgroup: 16, validatedAtOnce: 256, isQuad }] : []),
    ]) {
      const [got] = await follow(await openWgslTrainer(device, input, BATCH, tuning), input)
      expect(distance(got!, want)).toBeLessThan(1e-4)
    }
  })
})
