import { describe, expect, it } from 'vitest'
import { openDevice } from '@/engine/neural/device.ts'
import { openPlatform } from './surroundings.ts'

const absent = () => {
  throw Object.assign(new Error("Cannot find module 'webgpu'"), { code: 'MODULE_NOT_FOUND' })
}
const broken = () => {
  throw new Error('libdawn.so: invalid ELF header\nat somewhere')
}
/** A driver that was asked, and has nothing. */
const bare = () => ({ create: () => ({ requestAdapter: async () => null }) as unknown as GPU, globals: {} })

describe('a GPU in the terminal', () => {
  it.each([
    ['is not installed', absent, 'npm install --no-save webgpu'],
    ['does not load', broken, 'does not load: libdawn.so: invalid ELF header. Choose another device'],
    ['finds none', bare, 'finds no GPU'],
  ])('is refused in one line, with what to do, where its package %s', async (_, load, words) => {
    const platform = await openPlatform(load)
    const refused = openDevice('webgpu', platform)
    await expect(refused).rejects.toMatchObject({ code: 'device.unavailable' })
    await expect(refused).rejects.toThrow(words)
    await expect(refused).rejects.not.toThrow('\n')
    // Whoever leaves the choice gets what works, and hears why.
    expect(await openDevice('auto', platform)).toMatchObject({
      backend: 'wasm',
      fallbackReason: expect.stringContaining(words.split('. ', 1)[0]!),
    })
  })

  it('is what the package gives, with the names that kernels are written with', async () => {
    const gpu = {} as GPU
    const platform = await openPlatform(() => ({ create: () => gpu, globals: { GPUTestName: 7 } }))
    expect(platform.gpu).toBe(gpu)
    expect(globalThis).toHaveProperty('GPUTestName', 7)
    // Where tfjs looks for it.
    expect(navigator.gpu).toBe(gpu)
    Reflect.deleteProperty(globalThis, 'GPUTestName')
    Reflect.deleteProperty(navigator, 'gpu')
  })
})
