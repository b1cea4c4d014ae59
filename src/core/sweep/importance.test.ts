import { describe, expect, it } from 'vitest'
import { seededRandom } from '../random.ts'
import { importanceOf, mainEffects } from './importance.ts'
import type { SweepParameter, Trial } from './sweep.ts'

/** Main effects of a function of uniform coordinates, found from `rows` of its values. */
function effectsOf(width: number, rows: number, f: (...at: number[]) => number) {
  const random = seededRandom(3, 'effects')
  const x = Float64Array.from({ length: width * rows }, () => random())
  const y = Float64Array.from({ length: rows }, (_, i) => f(...x.subarray(i * width, (i + 1) * width)))
  return [...mainEffects({ width, x, y }, random)]
}

const expectNear = (found: readonly number[], known: readonly number[], tolerance: number) =>
  found.forEach((share, i) => {
    expect(Math.abs(share - known[i]!)).toBeLessThan(tolerance)
  })

it('finds the main effects that the decomposition of variance has in closed form', () => {
  // The variance of c·u is c²/12; that of a step of height h up to a share p of the axis is h²·p·(1 − p).
  const sum = effectsOf(3, 1_000, (a, b, c) => 3 * a! + 2 * b! + c!)
  expectNear(sum, [9 / 14, 4 / 14, 1 / 14], 0.03)
  const steps = effectsOf(2, 500, (a, b) => (a! > 0.5 ? 2 : 0) + (b! > 0.25 ? 1 : 0))
  expectNear(steps, [1 / 1.1875, 0.1875 / 1.1875], 0.03)
  // All by both together: neither has a main effect.
  expectNear(
    effectsOf(2, 1_000, (a, b) => (a! > 0.5 === b! > 0.5 ? 1 : 0)),
    [0, 0],
    0.03,
  )
})

it('orders the coordinates of the Ishigami function', () => {
  // Ishigami & Homma 1990, a = 7, b = 0.1: first-order indices 0.3139, 0.4424 and 0 (Saltelli et al. 2008, table 4.2). A
  // forest grows greedily, and so sees too little of a sine squared.
  const [first, second, third] = effectsOf(3, 1_000, (u, v, w) => {
    const [a, b, c] = [u, v, w].map((at) => Math.PI * (2 * at! - 1)) as [number, number, number]
    return Math.sin(a) + 7 * Math.sin(b) ** 2 + 0.1 * c ** 4 * Math.sin(a)
  })
  expect(second!).toBeGreaterThan(first!)
  expect(Math.abs(first! - 0.3139)).toBeLessThan(0.05)
  expect(third!).toBeLessThan(0.02)
})

describe('importanceOf', () => {
  const parameters: readonly SweepParameter[] = [
    { key: 'learningRate', kind: 'range', min: 1e-4, max: 1, scale: 'log' },
    { key: 'schedule', kind: 'choice', values: ['constant', 'cosine'] },
  ]
  const metric = { name: 'validationLoss', goal: 'minimise' } as const
  const random = seededRandom(9, 'trials')
  const trial = (number: number, change: Partial<Trial> = {}): Trial => {
    const values = { learningRate: 10 ** (-4 * random()), schedule: random() < 0.5 ? 'constant' : 'cosine' }
    const validationLoss = Math.abs(Math.log10(values.learningRate) + 2) + (values.schedule === 'cosine' ? 0.1 : 0)
    return {
      number,
      values,
      status: 'done',
      epochsDone: 9,
      bestEpoch: 9,
      validationLoss,
      validationMetric: null,
      ...change,
    }
  }
  const trials = Array.from({ length: 40 }, (_, i) => trial(i + 1))

  it('tells the setting that matters from the one that hardly does', () => {
    const shares = importanceOf({ parameters, metric, trials })!
    expect(shares.get('learningRate')).toBeGreaterThan(0.8)
    expect(shares.get('schedule')).toBeLessThan(0.15)
  })

  it('says nothing of few trials, of trials cut short, or of trials all alike', () => {
    expect(importanceOf({ parameters, metric, trials: trials.slice(0, 9) })).toBeUndefined()
    expect(
      importanceOf({ parameters, metric, trials: trials.map((each) => ({ ...each, status: 'stopped' })) }),
    ).toBeUndefined()
    expect(
      importanceOf({ parameters, metric, trials: trials.map((each) => ({ ...each, validationLoss: 1 })) }),
    ).toBeUndefined()
    const diverged = trials.map((each) => ({ ...each, status: 'diverged', validationLoss: null }) as const)
    expect(importanceOf({ parameters, metric, trials: diverged })).toBeUndefined()
  })
})
