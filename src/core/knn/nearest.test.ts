import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unattended } from '../task.ts'
import { nearest } from './nearest.ts'
import type { Metric, Points } from './points.ts'

const pointsOf = (rows: readonly (readonly number[])[]): Points => ({
  values: Float32Array.from(rows.flat()),
  rows: rows.length,
  width: rows[0]?.length ?? 0,
})

const find = async (rows: number[][], metric: Metric, k: number, queries?: number[][]) => {
  const input = { points: pointsOf(rows), metric, k, ...(queries && { queries: pointsOf(queries) }) }
  const { indices, distances } = await nearest(input, unattended)
  const count = queries?.length ?? rows.length
  return Array.from({ length: count }, (_, row) => ({
    indices: [...indices.subarray(row * k, row * k + k)],
    distances: [...distances.subarray(row * k, row * k + k)],
  }))
}

/** Eight flowers of Fisher's iris data. */
const IRIS = [
  [5.1, 3.5, 1.4, 0.2],
  [4.9, 3.0, 1.4, 0.2],
  [7.0, 3.2, 4.7, 1.4],
  [6.4, 3.2, 4.5, 1.5],
  [6.3, 3.3, 6.0, 2.5],
  [5.8, 2.7, 5.1, 1.9],
  [5.0, 3.6, 1.4, 0.2],
  [5.5, 2.3, 4.0, 1.3],
]

// scikit-learn 1.2.1: NearestNeighbors(n_neighbors=3, metric=…, algorithm='brute').fit(IRIS).kneighbors()
const SKLEARN = {
  euclidean: {
    indices: [
      [6, 1, 7],
      [0, 6, 7],
      [3, 5, 4],
      [2, 5, 7],
      [5, 3, 2],
      [3, 4, 7],
      [0, 1, 7],
      [5, 3, 2],
    ],
    distances: [
      [0.14142135623729543, 0.5385164807134628, 3.093541659651605],
      [0.5385164807134628, 0.6082762530298316, 2.9698484809834995],
      [0.6403124237432822, 1.449137674618937, 1.843908891458575],
      [0.6403124237432822, 1.0630145812734828, 1.3820274961085266],
      [1.3341664064126337, 1.8083141320025191, 1.843908891458575],
      [1.0630145812734828, 1.3341664064126337, 1.3490737563232043],
      [0.14142135623729543, 0.6082762530298316, 3.1480152477394383],
      [1.349073756323207, 1.3820274961085242, 1.8867962264113214],
    ],
  },
  cosine: {
    indices: [
      [6, 1, 2],
      [0, 6, 2],
      [3, 7, 5],
      [2, 7, 5],
      [5, 7, 3],
      [4, 7, 3],
      [0, 1, 2],
      [2, 3, 5],
    ],
    distances: [
      [0.0002423233184363216, 0.0014208364959781283, 0.07161964128508802],
      [0.0014208364959781283, 0.0027592041033982495, 0.05999724381503835],
      [0.0007454876373591546, 0.001572931663020305, 0.010250835128087554],
      [0.0007454876373591546, 0.001983958593513635, 0.007596976095081032],
      [0.0015675753964620176, 0.011447125303067018, 0.013102889674622031],
      [0.0015675753964620176, 0.004913858482691769, 0.007596976095081032],
      [0.0002423233184363216, 0.0027592041033982495, 0.07472804556626322],
      [0.001572931663020305, 0.001983958593513635, 0.004913858482691769],
    ],
  },
} as const

describe('nearest', () => {
  it.each(['euclidean', 'cosine'] as const)('finds what scikit-learn finds: %s', async (metric) => {
    const found = await find(IRIS, metric, 3)
    expect(found.map(({ indices }) => indices)).toEqual(SKLEARN[metric].indices)
    for (const [row, { distances }] of found.entries())
      for (const [i, distance] of distances.entries())
        expect(Math.abs(distance / SKLEARN[metric].distances[row]![i]! - 1)).toBeLessThan(1e-5)
  })

  it('measures over what two rows share: nan_euclidean_distances of scikit-learn', async () => {
    const gap = Number.NaN
    // The example of its docstring, that of its user guide, and [[3, nan, nan, 6], [1, nan, 4, 5]] worked out there.
    expect(
      await find(
        [
          [0, 1],
          [1, gap],
        ],
        'nanEuclidean',
        1,
      ),
    ).toEqual([
      { indices: [1], distances: [Math.fround(Math.SQRT2)] },
      { indices: [0], distances: [Math.fround(Math.SQRT2)] },
    ])
    const found = await find([[3, gap, gap, 6]], 'nanEuclidean', 1, [[1, gap, 4, 5]])
    expect(found[0]!.distances[0]).toBeCloseTo(3.1622776601683795, 6)
    expect(await find([[gap, 1]], 'nanEuclidean', 1, [[1, gap]])).toEqual([
      { indices: [-1], distances: [Number.POSITIVE_INFINITY] },
    ])
  })

  it('puts the lower of equally near rows first, and says where there are too few', async () => {
    expect(await find([[0], [2], [-2], [0]], 'euclidean', 4)).toEqual([
      { indices: [3, 1, 2, -1], distances: [0, 2, 2, Number.POSITIVE_INFINITY] },
      { indices: [0, 3, 2, -1], distances: [2, 2, 4, Number.POSITIVE_INFINITY] },
      { indices: [0, 3, 1, -1], distances: [2, 2, 4, Number.POSITIVE_INFINITY] },
      { indices: [0, 1, 2, -1], distances: [0, 2, 2, Number.POSITIVE_INFINITY] },
    ])
  })

  it('gives rows without a direction one of their own', async () => {
    const found = await find(
      [
        [0, 0],
        [0, 0],
        [0, 3],
        [2, 0],
      ],
      'cosine',
      2,
    )
    expect(found.map(({ distances }) => distances)).toEqual([
      [0, 1],
      [0, 1],
      [1, 1],
      [1, 1],
    ])
    expect(
      await find([[0, 3]], 'cosine', 1, [
        [0, 0],
        [0, 5],
      ]),
    ).toEqual([
      { indices: [0], distances: [1] },
      { indices: [0], distances: [0] },
    ])
  })

  it('leaves rows that are equal at no distance, whatever their direction', () => {
    const row = fc.array(fc.float({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 5, maxLength: 5 })
    return fc.assert(
      fc.asyncProperty(row, row, async (a, b) => {
        const found = await find([a, b, a], 'cosine', 1)
        expect(found[0]!.distances[0]).toBe(0)
        expect(found[2]!.distances[0]).toBe(0)
      }),
    )
  })

  it('reports how far it is, and hears a stop', async () => {
    const rows = Array.from({ length: 200 }, (_, i) => [i, (i * 7) % 13])
    const told: { done: number; total: number }[] = []
    const controller = new AbortController()
    const task = { signal: controller.signal, report: (event: { done: number; total: number }) => told.push(event) }
    await nearest({ points: pointsOf(rows), k: 2, metric: 'euclidean' }, task)
    expect(told.map(({ done }) => done)).toEqual([64, 128, 192, 200])

    let pieces = 0
    const slow = () => ({
      compare: () => {
        pieces++
        controller.abort()
        for (const until = performance.now() + 60; performance.now() < until; );
      },
      found: () => ({ indices: new Int32Array(0), squares: new Float32Array(0) }),
    })
    await expect(nearest({ points: pointsOf(rows), k: 2, metric: 'euclidean' }, task, slow)).rejects.toMatchObject({
      code: 'aborted',
    })
    expect(pieces).toBe(1)
  })
})
