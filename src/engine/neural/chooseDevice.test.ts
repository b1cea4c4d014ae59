import { describe, expect, it } from 'vitest'
import { AssayError } from '@/core/errors.ts'
import type { Backend } from '@/core/run/run.ts'
import { unattended } from '@/core/task.ts'
import { type Candidate, chooseDevice } from './chooseDevice.ts'

function candidate(backend: Backend, stepMs: number | AssayError, asked: (string | number)[] = []): Candidate {
  return {
    backend,
    open: async () => {
      asked.push(backend)
      if (stepMs instanceof AssayError) throw stepMs
      return { backend, adapter: `a ${backend}`, software: false }
    },
    time: async (budgetMs) => {
      asked.push(budgetMs)
      return stepMs as number
    },
  }
}

const gone = new AssayError('device.unavailable', 'No WebGPU adapter')

describe('the device of a job', () => {
  it.each([
    [2, 0.5, 'webgpu'],
    [2, 14, 'wasm'],
  ] as const)('wasm %d ms, webgpu %d ms a step: %s', async (wasm, webgpu, want) => {
    const device = await chooseDevice([candidate('wasm', wasm), candidate('webgpu', webgpu)], 5_000, unattended)
    expect(device).toEqual({
      backend: want,
      adapter: `a ${want}`,
      software: false,
      measured: [
        { backend: 'wasm', adapter: 'a wasm', stepMs: wasm },
        { backend: 'webgpu', adapter: 'a webgpu', stepMs: webgpu },
      ],
    })
  })

  it('is the last one opened, since that is what computes', async () => {
    const asked: (string | number)[] = []
    await chooseDevice([candidate('wasm', 1, asked), candidate('webgpu', 3, asked)], 10_000, unattended)
    expect(asked.filter((one) => typeof one === 'string')).toEqual(['wasm', 'webgpu', 'wasm'])
  })

  it('is measured for 2 s and 5% of the job at most', async () => {
    const asked: (string | number)[] = []
    await chooseDevice([candidate('wasm', 1, asked), candidate('webgpu', 3, asked)], 1_000, unattended)
    const budgets = asked.filter((one) => typeof one === 'number')
    expect(budgets[0]).toBeLessThanOrEqual(2_000)
    expect(budgets[1]).toBeLessThanOrEqual(0.05 * 1_000)
  })

  it('is not looked for any further when the job is over at once', async () => {
    const asked: (string | number)[] = []
    const device = await chooseDevice([candidate('wasm', 0.1, asked), candidate('webgpu', 3, asked)], 100, unattended)
    expect(asked).not.toContain('webgpu')
    expect(device.fallbackReason).toBe('over in 10 ms, so nothing else was tried')
  })

  it('is one that works, and says why others were passed over', async () => {
    const device = await chooseDevice([candidate('wasm', 1), candidate('webgpu', gone)], 5_000, unattended)
    expect(device).toMatchObject({ backend: 'wasm', fallbackReason: 'No WebGPU adapter' })
    await expect(chooseDevice([candidate('webgpu', gone)], 5_000, unattended)).rejects.toBe(gone)
  })

  it('is not measured where it cannot be the fastest, unless nothing else works', async () => {
    const slow = { ...candidate('cpu', 9), isHopeless: true }
    const device = await chooseDevice([candidate('wasm', 1), slow], 5_000, unattended)
    expect(device.measured).toHaveLength(1)
    expect(await chooseDevice([candidate('wasm', gone), slow], 5_000, unattended)).toMatchObject({ backend: 'cpu' })
  })

  it('is no longer looked for once the job is stopped', async () => {
    const stopped = { signal: AbortSignal.abort() }
    await expect(chooseDevice([candidate('wasm', 1)], 5_000, stopped)).rejects.toMatchObject({ code: 'aborted' })
  })
})
