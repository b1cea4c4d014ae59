import { expect, it } from 'vitest'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { distance, follow, followTfjs, inputOf, TRAJECTORIES } from '@/testing/trajectory.ts'
import { openDevice } from './device.ts'
import { openTfjsTrainer } from './tfjsTrainer.ts'

it.each(TRAJECTORIES)('201 steps of $name follow tfjs’s own Adam', async (trajectory) => {
  const input = inputOf(trajectory)
  await openDevice('cpu', nodePlatform)
  const want = followTfjs(input)
  for (const backend of ['cpu', 'wasm'] as const) {
    await openDevice(backend, nodePlatform)
    const [got] = await follow(openTfjsTrainer(input.members[0]!), input)
    expect(distance(got!, want)).toBeLessThan(1e-4)
  }
})
