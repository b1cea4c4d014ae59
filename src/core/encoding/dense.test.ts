import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyFrame, codedColumn, frameOf, numericColumn } from '@/testing/frames.ts'
import { describeDense, encodeDense, featureNames, fitDense } from './dense.ts'
import { ONE_HOT_MAX } from './encoding.ts'

const rowsOf = (matrix: Float32Array, width: number) =>
  Array.from({ length: matrix.length / width }, (_, row) => Array.from(matrix.subarray(row * width, (row + 1) * width)))

describe('scaling', () => {
  it("gives the examples of scikit-learn's StandardScaler", () => {
    const frame = frameOf(numericColumn('a', [0, 0, 1, 1]), numericColumn('b', [0, 0, 1, 1]))
    const encoding = fitDense(frame)
    expect(encoding.columns[0]).toEqual({ kind: 'scaled', name: 'a', mean: 0.5, scale: 0.5, indicator: false })
    expect(rowsOf(encodeDense(encoding, frame), 2)).toEqual([
      [-1, -1],
      [-1, -1],
      [1, 1],
      [1, 1],
    ])
    const two = frameOf(numericColumn('a', [2]), numericColumn('b', [2]))
    expect(rowsOf(encodeDense(encoding, two), 2)).toEqual([[3, 3]])
  })

  it('agrees with scipy.stats.zscore', () => {
    const frame = frameOf(numericColumn('x', [50, 50, -10, 0, 0, 5, 15, -3]))
    const expected = [
      1.6528894118164712, 1.6528894118164712, -1.0549157679511267, -0.603614904656527, -0.603614904656527,
      -0.3779644730092272, 0.07333639028537245, -0.739005163644907,
    ]
    expect([...encodeDense(fitDense(frame), frame)]).toEqual(expected.map(Math.fround))
  })

  it('stays exact for close numbers and finite for vast ones (numpy: std of 10⁹ + 4, 7, 13, 16 is 4.7434)', () => {
    const fit = (values: number[]) => {
      const [column] = fitDense(frameOf(numericColumn('x', values))).columns
      return column?.kind === 'scaled' ? column : undefined
    }
    expect(fit([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16])).toMatchObject({ mean: 1e9 + 10, scale: 4.743416490252569 })
    const vast = fit([1e308, -1e308, 5e307])
    expect(vast!.mean / 1e307).toBeCloseTo(1.6666666666666667, 12)
    expect(vast!.scale / 1e307).toBeCloseTo(8.498365855987975, 12)
    expect(fit([0.1, 0.1, 0.1])).toMatchObject({ mean: 0.1, scale: 1 })
  })

  it('puts a missing or infinite cell at the mean, and marks it when training had one', () => {
    const train = frameOf(numericColumn('x', [1, 3, null]), numericColumn('y', [1, 3, 2]))
    const encoding = fitDense(train)
    expect(featureNames(encoding)).toEqual(['x', 'x missing', 'y'])
    const rows = frameOf(
      numericColumn('x', [null, Number.POSITIVE_INFINITY, 5]),
      numericColumn('y', [null, Number.NEGATIVE_INFINITY, 2]),
    )
    expect(rowsOf(encodeDense(encoding, rows), 3)).toEqual([
      [0, 1, 0],
      [0, 1, 0],
      [3, 0, 0],
    ])
    const far = frameOf(numericColumn('x', [1e300]), numericColumn('y', [-1e300]))
    expect(encodeDense(encoding, far).every(Number.isFinite)).toBe(true)
    const empty = frameOf(numericColumn('x', [null, null]))
    expect(fitDense(empty).columns[0]).toEqual({ kind: 'scaled', name: 'x', mean: 0, scale: 1, indicator: true })
  })
})

describe('one-hot', () => {
  it("gives the example of scikit-learn's OneHotEncoder", () => {
    const train = frameOf(
      codedColumn('gender', ['Male', 'Female', 'Female']),
      codedColumn('group', ['1', '3', '2'], 'identifier'),
    )
    const encoding = fitDense(train)
    expect(featureNames(encoding)).toEqual(['gender = Female', 'gender = Male', 'group = 1', 'group = 2', 'group = 3'])
    const rows = frameOf(codedColumn('gender', ['Female', 'Male']), codedColumn('group', ['1', '4']))
    expect(rowsOf(encodeDense(encoding, rows), 5)).toEqual([
      [1, 0, 1, 0, 0],
      [0, 1, 0, 0, 0],
    ])
    expect(describeDense(encoding)).toBe('2 categories one-hot')
  })

  it('keeps the most common values, and sends the rest and the new to `other`', () => {
    const values = Array.from({ length: ONE_HOT_MAX + 1 }, (_, i) => `v${String(i).padStart(3, '0')}`)
    const frame = frameOf(codedColumn('c', [...values, `v${ONE_HOT_MAX}`, null]))
    const encoding = fitDense(frame)
    const names = featureNames(encoding)
    expect(names).toHaveLength(ONE_HOT_MAX + 2)
    expect(names[0]).toBe(`c = v${ONE_HOT_MAX}`)
    expect(names.slice(-3)).toEqual(['c = v253', 'c other', 'c missing'])
    const place = (text: string | null) => encodeDense(encoding, frameOf(codedColumn('c', [text]))).indexOf(1)
    expect([`v${ONE_HOT_MAX}`, 'v000', 'v254', 'new', null].map(place)).toEqual([0, 1, 255, 255, 256])
  })

  it('is all zeros for what training never had', () => {
    const encoding = fitDense(frameOf(codedColumn('c', ['a', 'b'])))
    expect([...encodeDense(encoding, frameOf(codedColumn('c', ['new', null])))]).toEqual([0, 0, 0, 0])
  })
})

describe('encodeDense', () => {
  it('gives the same bits in slices as in one', () => {
    fc.assert(
      fc.property(anyFrame, fc.integer({ min: 1, max: 9 }), (frame, step) => {
        const encoding = fitDense(frame)
        const slices: number[] = []
        for (let start = 0; start < frame.rows; start += step)
          slices.push(...encodeDense(encoding, frame, start, Math.min(frame.rows, start + step)))
        const whole = encodeDense(encoding, frame)
        expect(whole).toHaveLength(frame.rows * encoding.width)
        expect(slices.every((value, i) => Object.is(value, whole[i]))).toBe(true)
        expect(slices).toHaveLength(whole.length)
        expect(featureNames(encoding)).toHaveLength(encoding.width)
      }),
    )
  })

  it('finds columns by name, and says which are absent or of another kind', () => {
    const encoding = fitDense(frameOf(numericColumn('a', [1, 3]), codedColumn('b', ['x', 'x'])))
    const turned = frameOf(codedColumn('b', ['x']), numericColumn('more', [1]), numericColumn('a', [3]))
    expect([...encodeDense(encoding, turned)]).toEqual([1, 1])
    expect(() => encodeDense(encoding, frameOf(numericColumn('a', [1])))).toThrow(
      expect.objectContaining({ code: 'predict.missingColumns', message: expect.stringContaining('b') }),
    )
    expect(() => encodeDense(encoding, frameOf(codedColumn('a', ['1']), codedColumn('b', ['x'])))).toThrow(
      expect.objectContaining({ code: 'dataset.typeMismatch' }),
    )
  })
})
