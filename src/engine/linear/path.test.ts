import { describe, expect, it } from 'vitest'
import type { PathEvent } from '@/core/linear/linear.ts'
import { unattended } from '@/core/task.ts'
import { fitLinear } from './fit.ts'
import { makeRows } from './fixtures/made.ts'
import { fitPath } from './path.ts'
import type { LinearRows } from './rows.ts'

const rows = makeRows({
  rows: 200,
  kind: 'correlated',
  answer: 'number',
  classes: 2,
  family: 'gaussian',
  weighted: false,
})
const part = (from: number, to: number): LinearRows => ({
  ...rows,
  x: rows.x.subarray(from * 6, to * 6),
  y: rows.y.subarray(from, to),
})
const [train, validation] = [part(0, 140), part(140, 200)]

describe('a path of strengths', () => {
  it.each([0, 0.5, 1])('has in each place the fit of its strength alone (L1 share %d)', async (l1Ratio) => {
    const { steps, best, fit, ended } = await fitPath({ train, validation, l1Ratio }, unattended)
    expect(steps).toHaveLength(30)
    expect(ended).toBe('path')
    for (const { strength, coefficients, trainLoss } of steps) {
      const alone = await fitLinear(train, { strength, l1Ratio }, unattended)
      expect(trainLoss).toBeCloseTo(alone.loss, 6)
      for (const [i, value] of alone.coefficients.entries()) expect(coefficients[i]).toBeCloseTo(value, 4)
    }
    const losses = steps.map(({ validationLoss }) => validationLoss)
    expect(losses[best]).toBe(Math.min(...losses))
    expect(fit.penalty).toEqual({ strength: steps[best]!.strength, l1Ratio })
    expect(fit.noErrors).toBe(l1Ratio > 0 ? 'l1' : undefined)
    if (l1Ratio === 1) {
      // The strongest leaves nothing, the next one something.
      expect(steps[0]!.nonZero).toBe(0)
      expect(steps[1]!.nonZero).toBeGreaterThan(0)
    }
  })

  it('half the mean squared error of the validation rows is what is chosen by', async () => {
    const { steps } = await fitPath({ train, validation, l1Ratio: 1, strengths: [0.01, 0.5] }, unattended)
    expect(steps.map(({ strength }) => strength)).toEqual([0.5, 0.01])
    const [{ coefficients, intercepts, validationLoss }] = steps as [(typeof steps)[number]]
    let squares = 0
    for (let row = 0; row < 60; row++) {
      let eta = intercepts[0]!
      for (let j = 0; j < 6; j++) eta += coefficients[j]! * validation.x[row * 6 + j]!
      squares += (eta - validation.y[row]!) ** 2
    }
    expect(validationLoss).toBeCloseTo(squares / 60 / 2, 10)
  })

  it('tells where it is, and keeps what it has when it is stopped', async () => {
    const stopper = new AbortController()
    const told: PathEvent[] = []
    const report = (event: PathEvent) => {
      told.push(event)
      if (event.place === 5) stopper.abort()
    }
    const { steps, best, fit, ended } = await fitPath(
      { train, validation, l1Ratio: 1 },
      { signal: stopper.signal, report },
    )
    expect(ended).toBe('stopped')
    expect(steps.length).toBeGreaterThanOrEqual(5)
    expect(steps.length).toBeLessThan(30)
    expect(steps[best]!.coefficients).toEqual(fit.coefficients)
    expect(told[0]).toMatchObject({ place: 0, places: 30, iteration: 1 })
    await expect(
      fitPath({ train, validation, l1Ratio: 1 }, { ...unattended, signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: 'aborted' })
  })

  it.each(['binomial', 'multinomial', 'poisson'] as const)(
    'is sound for every family (%s), also without columns',
    async (family) => {
      const answer = family === 'poisson' ? 'count' : 'class'
      const classes = family === 'multinomial' ? 3 : 2
      const made = makeRows({ rows: 90, kind: 'oneHot', answer, classes, family, weighted: true })
      for (const l1Ratio of [0, 1]) {
        const { fit, steps } = await fitPath({ train: made, validation: made, l1Ratio }, unattended)
        expect(steps.every(({ validationLoss }) => Number.isFinite(validationLoss))).toBe(true)
        expect(fit.coefficients.every(Number.isFinite)).toBe(true)
      }
      const bare = { ...made, x: new Float32Array(0), width: 0 }
      expect((await fitPath({ train: bare, validation: bare, l1Ratio: 1 }, unattended)).steps).toHaveLength(1)
    },
  )

  it('refuses validation rows that do not go with the others', async () => {
    const other = { ...validation, width: 3, y: rows.y.subarray(0, 120) }
    await expect(fitPath({ train, validation: other, l1Ratio: 0 }, unattended)).rejects.toMatchObject({
      code: 'spec.invalid',
    })
    await expect(fitPath({ train, validation: part(0, 0), l1Ratio: 0 }, unattended)).rejects.toMatchObject({
      code: 'split.empty',
      message: expect.stringContaining('validation'),
    })
    await expect(fitPath({ train, validation, l1Ratio: 0, strengths: [] }, unattended)).rejects.toMatchObject({
      code: 'spec.invalid',
    })
  })
})
