import fc from 'fast-check'
import { expect, it } from 'vitest'
import { labelRows } from './labelRows.ts'

it('writes whole numbers as String does, the code of each its row', async () => {
  const whole = fc.oneof(
    fc.integer({ min: -20, max: 20 }),
    fc.maxSafeInteger(),
    fc.constantFrom(0, 9, 10, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
    fc.integer({ min: 0, max: 15 }).map((power) => 10 ** power),
    fc.integer({ min: 1, max: 15 }).map((power) => 10 ** power - 1),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(whole, { maxLength: 40 }), { maxLength: 4 }), async (cut) => {
      const data = await labelRows(
        cut.map((chunk) => Float64Array.from(chunk)),
        async () => {},
      )
      const values = cut.flat()
      expect(data).toMatchObject({ kind: 'coded', dictionary: values.map(String) })
      expect(data.chunks.map(({ length }) => length)).toEqual(cut.map(({ length }) => length))
      expect(data.chunks.flatMap((chunk) => [...chunk])).toEqual(values.map((_, row) => row))
    }),
  )
})
