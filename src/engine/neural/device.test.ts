import { describe, expect, it } from 'vitest'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { nameAdapter } from './adapter.ts'
import { openDevice, openPredictionDevice } from './device.ts'

describe('a device', () => {
  it('is the first that works, and says what was passed over', async () => {
    expect(await openDevice('auto', nodePlatform)).toEqual({
      backend: 'wasm',
      adapter: 'WebAssembly SIMD',
      software: false,
      fallbackReason: 'This browser has no WebGPU',
    })
  })

  it('is plain JavaScript where there is nothing else, with every reason', async () => {
    const gpu = { requestAdapter: async () => null } as unknown as GPU
    expect(await openDevice('auto', { gpu })).toMatchObject({
      backend: 'cpu',
      fallbackReason: 'No WebGPU adapter; The WebAssembly file is not at hand',
    })
  })

  it('is never another than the one that was asked for', async () => {
    const failure = openDevice('webgpu', nodePlatform)
    await expect(failure).rejects.toMatchObject({ code: 'device.unavailable' })
    await expect(failure).rejects.toThrow('This browser has no WebGPU. Choose another device')
  })

  it('opens once for many who ask at the same time', async () => {
    const opened = await Promise.all([1, 2, 3].map(() => openPredictionDevice(nodePlatform)))
    expect(opened.map(({ backend }) => backend)).toEqual(['wasm', 'wasm', 'wasm'])
  })
})

describe('an adapter’s name', () => {
  it.each([
    [{ vendor: 'google', architecture: 'swiftshader' }, 'SwiftShader (software)', true],
    [{ vendor: 'mesa', description: 'llvmpipe (LLVM 17.0.6, 256 bits)' }, 'llvmpipe (software)', true],
    [{ vendor: 'nvidia', architecture: 'ampere' }, 'NVIDIA ampere', false],
    [{ vendor: 'apple', architecture: 'metal-3', description: 'Apple M2' }, 'Apple M2', false],
    [{ vendor: 'acme', isFallbackAdapter: true }, 'acme (software)', true],
    [
      { vendor: 'nvidia', device: 'nvidia-h100-80gb-hbm3', description: 'NVIDIA: 580.159.04 580.159.4.0' },
      'NVIDIA nvidia-h100-80gb-hbm3',
      false,
    ],
    [{}, 'GPU', false],
  ])('%o is %s', (facts, adapter, software) => {
    expect(nameAdapter(facts)).toEqual({ adapter, software })
  })
})
