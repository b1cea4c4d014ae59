import { describe, expect, it } from 'vitest'
import { unattended } from '@/core/task.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { ODD_JOBS } from '@/testing/oddJobs.ts'
import { openDevice } from './device.ts'
import { trainNetwork } from './train.ts'

describe.each(['wasm', 'cpu'] as const)('on %s', (backend) => {
  it.each(ODD_JOBS)('$name: a sound model, or a message', async ({ input, error }) => {
    await openDevice(backend, nodePlatform)
    const training = trainNetwork(input, unattended)
    if (error) await expect(training).rejects.toMatchObject({ code: error })
    else expect((await training).parameters.every(Number.isFinite)).toBe(true)
  })
})
