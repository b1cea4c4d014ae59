import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Kernel } from './kernel.ts'
import { openKernel, openVectorKernel } from './kernel.ts'
import { openPlainKernel } from './plainKernel.ts'

const SEARCH = 7040 - 128

/** Runs all of a kernel's loops over the same random memory, and gives what is in it then. */
function exercise(kernel: Kernel, seed: Uint8Array, rows: number, width: number, count: number): Uint8Array {
  const bytes = new Uint8Array(kernel.buffer, kernel.base, 65_536)
  bytes.set(seed)
  const words = new Uint32Array(kernel.buffer, kernel.base, 16_384)
  const at = (place: number) => kernel.base + place
  const [columns, lists, offsets, sides, spare, gradients, bins, histogram] = [
    0, 4096, 4608, 5120, 6144, 8192, 10_240, 20_480,
  ]
  for (let i = 0; i < 64; i++) {
    words[lists / 4 + i] = at(columns + (i % width) * rows)
    words[offsets / 4 + i] = i * 4096
    words[1792 + i] = seed[i]! % rows
  }
  for (let i = 0; i < 256; i++) bytes[sides + i] = seed[i]! & 1
  kernel.interleave(at(lists), width, 0, rows, at(bins))
  kernel.build(at(7168), count, at(bins), width, at(offsets), at(gradients), at(histogram))
  kernel.subtract(at(histogram), at(bins), 16 * 5)
  const doubles = new Float64Array(kernel.buffer, at(SEARCH), 11)
  doubles.set([0.5, 0.25, seed[0]! - 99, 300 + seed[1]!, 1, seed[2]!, 0.1, -1e9])
  bytes[7101] = kernel.scan(at(histogram), 9, (seed[3]! & 1) as 0 | 1, count, 1 + (seed[4]! % 3), at(SEARCH))
  bytes[7100] = kernel.partition(at(7168), count, at(columns), at(sides), at(spare))
  return bytes.slice()
}

describe('the kernel in WebAssembly', () => {
  it('is the one that is used', () => {
    expect(openVectorKernel(64)).toBeDefined()
    expect(openKernel(64).base).toBeGreaterThan(0)
  })

  it('leaves the memory as the plain one does', () =>
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 10_240, maxLength: 10_240, size: 'max' }),
        fc.integer({ min: 1, max: 64 }),
        fc.integer({ min: 1, max: 11 }),
        fc.integer({ min: 0, max: 64 }),
        (seed, rows, width, count) => {
          const plain = exercise(openPlainKernel(65_536), seed, rows, width, count)
          const vector = exercise(openVectorKernel(65_536)!, seed, rows, width, count)
          // Places begin elsewhere: the lists of columns hold addresses.
          expect(Buffer.compare(vector.subarray(5120), plain.subarray(5120))).toBe(0)
        },
      ),
      { numRuns: 30 },
    ))
})
