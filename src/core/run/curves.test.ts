import { describe, expect, it } from 'vitest'
import type { Learner } from '../learner/learner.ts'
import { LEARNERS } from '../learner/table.ts'
import { curvePanels, drawCurve, type Trained } from './curves.ts'
import type { EpochRecord } from './run.ts'

const record = (epoch: number, validationLoss: number): EpochRecord => ({
  epoch,
  trainLoss: 0,
  validationLoss,
  validationMetric: null,
  elapsedMs: 250 * epoch,
})
const losses = (...values: number[]) => values.map((value, i) => record(i + 1, value))
const trained = (kind: 'network' | 'boosting' | 'forest'): Trained =>
  ({
    run: { spec: { learner: { kind, options: LEARNERS[kind].defaults(1000) } as Learner } },
    result: { history: [] },
  }) as unknown as Trained
const pick = (each: EpochRecord) => each.validationLoss
const all = { axis: 'count', smoothing: 0, isLog: false, most: 500 } as const

describe('curvePanels', () => {
  it('lays runs that count the same along their count', () => {
    expect(curvePanels([trained('network'), trained('network')], undefined)).toMatchObject([
      { axis: 'count', counted: 'epoch' },
    ])
  })

  it('never lays epochs, rounds and trees along one axis', () => {
    const mixed = [trained('network'), trained('boosting'), trained('forest'), trained('boosting')]
    expect(curvePanels(mixed, undefined)).toMatchObject([{ axis: 'share', counted: undefined }])
    expect(curvePanels(mixed, 'time')).toMatchObject([{ axis: 'time', trained: mixed }])
    expect(curvePanels(mixed, 'count').map((panel) => [panel.counted, panel.trained.length])).toEqual([
      ['epoch', 1],
      ['round', 2],
      ['tree', 1],
    ])
  })
})

describe('drawCurve', () => {
  it('puts a record at its epoch, at seconds, or at its share of the training', () => {
    const history = losses(4, 3, 2, 1)
    const xs = (axis: 'count' | 'time' | 'share') => drawCurve(history, pick, { ...all, axis }).points.map(({ x }) => x)
    expect(xs('count')).toEqual([1, 2, 3, 4])
    expect(xs('time')).toEqual([0.25, 0.5, 0.75, 1])
    expect(xs('share')).toEqual([25, 50, 75, 100])
  })

  it('keeps what was recorded beside what is smoothed', () => {
    const { points, raw } = drawCurve(losses(1, 4, 2), pick, { ...all, smoothing: 0.6 })
    expect(raw!.map(({ y }) => y)).toEqual([1, 4, 2])
    expect(points[1]!.y).toBeCloseTo(2.875, 12)
  })

  it('thins a long history to what is drawn, with its ends, also where some records have no value', () => {
    const history = losses(...Array.from({ length: 1_000 }, (_, i) => 1 / (i + 1) + 0.01 * Math.sin(i)))
    for (const pickOne of [pick, (each: EpochRecord) => (each.epoch % 7 === 3 ? null : each.validationLoss)]) {
      const { points } = drawCurve(history, pickOne, { ...all, most: 200 })
      expect(points.length).toBeLessThanOrEqual(200)
      expect(points.length).toBeGreaterThan(40)
      expect([points[0]!.x, points.at(-1)!.x]).toEqual([1, 1_000])
    }
  })

  it('keeps more of what is small where heights are logarithms', () => {
    const history = losses(...Array.from({ length: 1_000 }, (_, i) => 1 / (i + 1)))
    const far = (isLog: boolean) =>
      drawCurve(history, pick, { ...all, isLog, most: 200 }).points.filter(({ x }) => x < 100)
    expect(far(true).length).toBeGreaterThan(far(false).length)
  })

  it('says nothing of a history that has no value at all', () => {
    const history = losses(...Array.from({ length: 600 }, () => Number.NaN))
    expect(drawCurve(history, pick, all).points).toEqual([])
  })
})
