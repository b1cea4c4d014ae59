import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyFrame, codedColumn, frameOf, numericColumn } from '@/testing/frames.ts'
import { runAtOnce } from '../work.ts'
import { describeNative, encodeNative, fittingNative } from './native.ts'

const fit = (frame: Parameters<typeof fittingNative>[0]) => runAtOnce(fittingNative(frame))

describe('columns as they are', () => {
  const train = frameOf(
    numericColumn('age', [30, null, Number.POSITIVE_INFINITY, -2]),
    codedColumn('grade', ['b', 'a', null, 'b'], 'category', ['never here']),
  )
  const encoding = fit(train)

  it('keep gaps as gaps, and count codes from the most common value', () => {
    expect(encoding.columns).toEqual([
      { kind: 'number', name: 'age' },
      { kind: 'category', name: 'grade', values: ['b', 'a'] },
    ])
    expect(encodeNative(encoding, train)).toEqual([
      { kind: 'number', values: Float64Array.of(30, Number.NaN, Number.POSITIVE_INFINITY, -2) },
      { kind: 'category', codes: Int32Array.of(0, 1, -1, 0), categories: 2 },
    ])
    expect(describeNative(encoding)).toBe('1 number and 1 category, as they are.')
  })

  it('take a value never seen in training as missing, whatever the order of columns and dictionary', () => {
    const frame = frameOf(
      codedColumn('grade', ['z', 'a', 'b'], 'category', ['a', 'z']),
      numericColumn('age', [1, 2, 3]),
    )
    expect(encodeNative(encoding, frame)).toEqual([
      { kind: 'number', values: Float64Array.of(1, 2, 3) },
      { kind: 'category', codes: Int32Array.of(-1, 1, 0), categories: 2 },
    ])
  })

  it('refuse rows without a column, or with one of another type', () => {
    expect(() => encodeNative(encoding, frameOf(numericColumn('age', [1])))).toThrow(
      expect.objectContaining({ code: 'predict.missingColumns', message: expect.stringContaining('grade') }),
    )
    expect(() => encodeNative(encoding, frameOf(numericColumn('age', [1]), numericColumn('grade', [1])))).toThrow(
      expect.objectContaining({ code: 'dataset.typeMismatch', message: expect.stringContaining('a category') }),
    )
  })

  it('say the same of each row as the frame does', () => {
    fc.assert(
      fc.property(anyFrame, (frame) => {
        const columns = encodeNative(fit(frame), frame)
        for (const [i, { vector }] of frame.columns.entries()) {
          const column = columns[i]!
          for (let row = 0; row < frame.rows; row++) {
            if (vector.kind === 'numeric' && column.kind === 'number') {
              expect(column.values[row]).toBe(vector.values[row])
            } else if (vector.kind === 'coded' && column.kind === 'category') {
              const { values } = fit(frame).columns[i] as { values: readonly string[] }
              const code = vector.codes[row]!
              expect(values[column.codes[row]!]).toBe(code < 0 ? undefined : vector.dictionary[code])
            } else throw new Error('another kind of column')
          }
        }
      }),
      { numRuns: 50 },
    )
  })
})
