import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Points } from '@/core/knn/points.ts'
import { unattended } from '@/core/task.ts'
import { decodeNeighbours, encodeNeighbours } from './encode.ts'
import { fitNeighbours, type NeighboursModel } from './model.ts'
import { predictNeighbours } from './predict.ts'

const pointsOf = (rows: readonly (readonly number[])[]): Points => ({
  values: Float32Array.from(rows.flat()),
  rows: rows.length,
  width: rows[0]?.length ?? 0,
})

const POINTS = pointsOf([
  [0, 0],
  [1, 0],
  [0, 1],
  [2, 2],
  [3, 1],
  [1, 3],
  [0, 0],
  [4, 4],
])
const LABELS = Float64Array.of(0, 1, 2, 1, 0, 2, 1, 0)
const NUMBERS = Float64Array.of(1, 2.5, -3, 4, 0.5, 7, 2, 10)
const QUERIES = pointsOf([
  [0, 0],
  [1, 1],
  [2.5, 1.75],
  [10, -3],
  [0.25, 0.5],
])

/**
 * scikit-learn 1.2.1 on the points above: `KNeighborsClassifier(k, weights=w, algorithm='brute').fit(x, y).predict_proba(q)` and
 * `KNeighborsRegressor` likewise. Among equally far points it happens to take those that we take by rule.
 */
const REFERENCES = [
  ['uniform', 1, [1, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 0], [1, 2.5, 4, 0.5, 1]],
  [
    'uniform',
    3,
    [1 / 3, 2 / 3, 0, 1 / 3, 1 / 3, 1 / 3, 1 / 3, 1 / 3, 1 / 3, 2 / 3, 1 / 3, 0, 1 / 3, 1 / 3, 1 / 3],
    [1.833333333, 0.166666667, 3.833333333, 4.833333333, 0],
  ],
  ['uniform', 5, [0.2, 0.6, 0.2, 0.2, 0.6, 0.2, 0.2, 0.4, 0.4, 0.6, 0.4, 0, 0.2, 0.6, 0.2], [1.3, 1.3, 2.2, 3.6, 1.3]],
  [
    'distance',
    3,
    [
      0.5, 0.5, 0, 0.261203875, 0.369398063, 0.369398063, 0.325298981, 0.524528847, 0.150172172, 0.686854163,
      0.313145837, 0, 0.333333333, 0.333333333, 0.333333333,
    ],
    [1.5, 0.076504844, 3.311970081, 4.640088512, 0],
  ],
  [
    'distance',
    5,
    [
      0.5, 0.5, 0, 0.171572875, 0.585786438, 0.242640687, 0.262431291, 0.525788569, 0.21178014, 0.608278081,
      0.391721919, 0, 0.258885648, 0.482228704, 0.258885648,
    ],
    [1.5, 1.079689783, 2.656580352, 3.57606909, 0.652541128],
  ],
] as const

const expectClose = (ours: Float32Array, theirs: readonly number[]) => {
  expect(ours).toHaveLength(theirs.length)
  for (const [i, value] of theirs.entries()) expect(ours[i]).toBeCloseTo(value, 6)
}

describe('neighbours', () => {
  it.each(REFERENCES)("answer as scikit-learn's (%s, %i)", async (weights, k, chances, means) => {
    const classes = fitNeighbours(POINTS, LABELS, { k, weights, classCount: 3 })
    expectClose(await predictNeighbours(classes, QUERIES, unattended), chances)
    const numbers = fitNeighbours(POINTS, NUMBERS, { k, weights, classCount: 0 })
    expectClose(await predictNeighbours(numbers, QUERIES, unattended), means)
  })

  it('of equally far points the first trained on are taken', async () => {
    const model = fitNeighbours(pointsOf([[1], [-1], [1]]), Float64Array.of(5, 6, 7), {
      k: 1,
      weights: 'uniform',
      classCount: 0,
    })
    expect([...(await predictNeighbours(model, pointsOf([[0]]), unattended))]).toEqual([5])
  })

  it('are all the rows where there are fewer than asked', async () => {
    const model = fitNeighbours(pointsOf([[1], [3]]), Float64Array.of(4, 8), {
      k: 50,
      weights: 'uniform',
      classCount: 0,
    })
    expect([...(await predictNeighbours(model, pointsOf([[-7]]), unattended))]).toEqual([6])
  })

  it('without a column, or too far to tell, weigh alike', async () => {
    const none = fitNeighbours({ values: new Float32Array(0), rows: 3, width: 0 }, Float64Array.of(1, 2, 6), {
      k: 3,
      weights: 'distance',
      classCount: 0,
    })
    expect([
      ...(await predictNeighbours(none, { values: new Float32Array(0), rows: 2, width: 0 }, unattended)),
    ]).toEqual([3, 3])
    const far = fitNeighbours(pointsOf([[3e38], [2.9e38]]), Float64Array.of(1, 2), {
      k: 2,
      weights: 'distance',
      classCount: 0,
    })
    expect([...(await predictNeighbours(far, pointsOf([[-3e38]]), unattended))].every(Number.isFinite)).toBe(true)
  })

  it('do not depend on the rows beside a row', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: -3, max: 3 }), fc.float({ noNaN: true, min: -2, max: 2 })), {
          minLength: 1,
          maxLength: 40,
        }),
        fc.constantFrom('uniform' as const, 'distance' as const),
        fc.integer({ min: 1, max: 6 }),
        async (rows, weights, k) => {
          const points = pointsOf(rows)
          const model = fitNeighbours(
            points,
            Float64Array.from(rows, ([a]) => a),
            { k, weights, classCount: 0 },
          )
          const together = await predictNeighbours(model, points, unattended)
          for (const [row, cells] of rows.entries())
            expect([...(await predictNeighbours(model, pointsOf([cells]), unattended))]).toEqual([together[row]])
        },
      ),
      { numRuns: 50 },
    ))

  it('hear a stop', async () => {
    const model = fitNeighbours(POINTS, NUMBERS, { k: 1, weights: 'uniform', classCount: 0 })
    const stopped = { ...unattended, signal: AbortSignal.abort() }
    await expect(predictNeighbours(model, QUERIES, stopped)).rejects.toMatchObject({ code: 'aborted' })
  })

  it('refuse what they cannot be', async () => {
    const options = { k: 1, weights: 'uniform', classCount: 3 } as const
    const refused = (code: string) => expect.objectContaining({ code })
    expect(() => fitNeighbours(pointsOf([]), new Float64Array(0), options)).toThrow(refused('split.empty'))
    expect(() => fitNeighbours(POINTS, LABELS, { ...options, k: 0 })).toThrow(refused('spec.invalid'))
    expect(() => fitNeighbours(pointsOf([[Number.NaN]]), Float64Array.of(0), options)).toThrow(
      refused('recipe.invalid'),
    )
    expect(() => fitNeighbours(pointsOf([[1]]), Float64Array.of(3), options)).toThrow(refused('target.unusable'))
    expect(() => fitNeighbours(pointsOf([[1]]), Float64Array.of(1e39), { ...options, classCount: 0 })).toThrow(
      refused('target.unusable'),
    )
    const model = fitNeighbours(POINTS, LABELS, options)
    await expect(predictNeighbours(model, pointsOf([[1]]), unattended)).rejects.toMatchObject({
      code: 'predict.missingColumns',
    })
  })
})

describe('a model as bytes', () => {
  const model = fitNeighbours(POINTS, LABELS, { k: 3, weights: 'distance', classCount: 3 })
  const bytes = encodeNeighbours(model)

  it('is the same again', () => {
    expect(decodeNeighbours(bytes.slice())).toEqual(model)
    const numbers: NeighboursModel = fitNeighbours(POINTS, NUMBERS, { k: 1, weights: 'uniform', classCount: 0 })
    expect(decodeNeighbours(encodeNeighbours(numbers))).toEqual(numbers)
  })

  it('is refused where it is cut, or any word of its head is another', () => {
    const damaged = expect.objectContaining({ code: 'bundle.damaged' })
    for (let length = 0; length < bytes.byteLength; length++)
      expect(() => decodeNeighbours(bytes.slice(0, length))).toThrow(damaged)
    for (const word of [0, 1, 3, 5, 6])
      for (const value of [0xffffffff, 9]) {
        const other = bytes.slice()
        new DataView(other).setUint32(4 * word, value, true)
        expect(() => decodeNeighbours(other)).toThrow(damaged)
      }
    for (const [at, value] of [
      [28, Number.NaN],
      [bytes.byteLength - 4, 3],
      [bytes.byteLength - 4, 0.5],
    ] as const) {
      const other = bytes.slice()
      new DataView(other).setFloat32(at, value, true)
      expect(() => decodeNeighbours(other)).toThrow(damaged)
    }
  })

  it('whatever bytes come, they are a model or refused', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.boolean(), (noise, hasMark) => {
        const buffer = new Uint8Array(noise).buffer
        if (hasMark && buffer.byteLength >= 8) new Uint8Array(buffer).set(new Uint8Array(bytes, 0, 8))
        try {
          expect(decodeNeighbours(buffer).points.rows).toBeGreaterThan(0)
        } catch (cause) {
          expect(cause).toMatchObject({ code: 'bundle.damaged' })
        }
      }),
    ))
})
