import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CHUNK_ROWS, type NumericArray } from '@/core/dataset/column.ts'
import { CodeChunks, joinNumbers, NumberChunks, recut } from './chunks.ts'

/** Lengths of parts: about none, one and two chunks. */
const lengths = fc.array(
  fc.oneof(fc.nat(3), fc.integer({ min: CHUNK_ROWS - 2, max: CHUNK_ROWS + 2 }), fc.nat(2 * CHUNK_ROWS)),
  { minLength: 1, maxLength: 5 },
)

/** The columns of parts, and the same in one. */
function inParts<A extends Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>, C extends { append(values: A): void }>(
  sizes: readonly number[],
  make: () => C,
  values: (length: number, from: number) => A,
): { readonly parts: C[]; readonly whole: C } {
  const whole = make()
  let from = 0
  const parts = sizes.map((length) => {
    const part = make()
    part.append(values(length, from))
    whole.append(values(length, from))
    from += length
    return part
  })
  return { parts, whole }
}

/** The bytes of each chunk: large arrays are slow to compare one by one. */
const bytesOf = (chunks: readonly (NumericArray | Int32Array<ArrayBuffer>)[]) =>
  chunks.map(({ buffer, byteOffset, byteLength }) =>
    createHash('md5')
      .update(new Uint8Array(buffer, byteOffset, byteLength))
      .digest('hex'),
  )

describe('chunks of several parts', () => {
  it('are cut as those of one', () => {
    fc.assert(
      fc.property(lengths, (sizes) => {
        const { parts, whole } = inParts(
          sizes,
          () => new CodeChunks(),
          (length, from) => Int32Array.from({ length }, (_, i) => from + i),
        )
        expect(bytesOf(recut(parts.flatMap((part) => part.give())))).toEqual(bytesOf(whole.finish()))
      }),
      { numRuns: 30 },
    )
  })

  it('are as wide as those of one: 32 bits only where no part loses anything by it', () => {
    fc.assert(
      fc.property(lengths, fc.nat(3 * CHUNK_ROWS), (sizes, wide) => {
        const { parts, whole } = inParts(
          sizes,
          () => new NumberChunks(),
          (length, from) => Float64Array.from({ length }, (_, i) => (from + i === wide ? 0.1 : from + i)),
        )
        expect(bytesOf(joinNumbers(parts.map((part) => part.give())))).toEqual(bytesOf(whole.finish()))
      }),
      { numRuns: 30 },
    )
  })
})
