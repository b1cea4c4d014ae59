import { expect, it } from 'vitest'
import { suggestRound } from './suggest.ts'
import { bestTrial, type Sweep, type SweepParameter, type Trial } from './sweep.ts'

const parameters: readonly SweepParameter[] = [
  { key: 'learningRate', kind: 'range', min: 1e-4, max: 1e-1, scale: 'log', steps: 3 },
  { key: 'schedule', kind: 'choice', values: ['constant', 'cosine'] },
]
const sweep = (change: Partial<Sweep> = {}) => ({
  method: 'random' as const,
  seed: 1,
  metric: { name: 'validationLoss', goal: 'minimise' } as const,
  parameters,
  runCap: 20,
  trials: [],
  ...change,
})
const trialsOf = (list: ReturnType<typeof suggestRound>, loss = (i: number) => i): readonly Trial[] =>
  list.map((values, i) => ({
    number: i + 1,
    values,
    status: 'done',
    epochsDone: 3,
    bestEpoch: 3,
    validationLoss: loss(i),
    validationMetric: null,
  }))

it('goes through a grid in rounds, without those that were tried', () => {
  const whole = suggestRound(sweep({ method: 'grid', runCap: 6 }))
  expect(whole).toHaveLength(6)
  expect(new Set(whole.map((values) => JSON.stringify(values))).size).toBe(6)
  const rest = suggestRound(sweep({ method: 'grid', runCap: 6, trials: trialsOf([whole[1]!, whole[4]!]) }))
  expect(rest).toEqual([whole[0], whole[2], whole[3], whole[5]])
  // More were asked for than the grid has.
  expect(suggestRound(sweep({ method: 'grid', runCap: 9, trials: trialsOf(whole) }))).toEqual([])
})

it.each(['random', 'halving', 'tpe'] as const)('is given the same again, and ends at its cap: %s', (method) => {
  const start = sweep({ method, runCap: 12 })
  const first = suggestRound(start)
  expect(suggestRound(start)).toEqual(first)
  expect(first).toHaveLength(method === 'tpe' ? 4 : 12)
  const trials = trialsOf(suggestRound(sweep({ runCap: 12 })))
  expect(suggestRound({ ...start, trials })).toEqual([])
})

it('learns from trials by TPE, but not from those cut short', () => {
  const random = suggestRound(sweep({ runCap: 19 }))
  const next = (trials: readonly Trial[]) => suggestRound(sweep({ method: 'tpe', trials, runCap: 20 }))
  const learnt = next(trialsOf(random, (i) => Math.abs(Math.log10(Number(random[i]!['learningRate'])) + 3)))
  const other = next(trialsOf(random, (i) => -Math.abs(Math.log10(Number(random[i]!['learningRate'])) + 3)))
  const cut = next(trialsOf(random).map((trial) => ({ ...trial, status: 'stopped' })))
  expect(learnt).toHaveLength(1)
  expect(learnt).not.toEqual(other)
  expect(cut).not.toEqual(learnt)
  expect(cut).toEqual(next(trialsOf(random).map((trial) => ({ ...trial, validationLoss: null, status: 'failed' }))))
})

it('stays within the part that was chosen', () => {
  const within: readonly SweepParameter[] = [
    { key: 'learningRate', kind: 'range', min: 1e-3, max: 2e-3, scale: 'log' },
    { key: 'schedule', kind: 'choice', values: ['cosine'] },
  ]
  for (const method of ['grid', 'random', 'tpe'] as const) {
    const before = trialsOf(suggestRound(sweep({ runCap: 15 })))
    const round = suggestRound(sweep({ method, within, runCap: 30, trials: before }))
    expect(round.length).toBeGreaterThan(3)
    for (const values of round) {
      expect(values['schedule']).toBe('cosine')
      expect(values['learningRate']).toBeGreaterThanOrEqual(1e-3)
      expect(values['learningRate']).toBeLessThanOrEqual(2e-3)
    }
  }
})

it('knows the best trial by its goal', () => {
  const trials = trialsOf(suggestRound(sweep({ runCap: 3 })), (i) => 3 - i).map((trial, i) => ({
    ...trial,
    validationMetric: [0.5, 0.9, 0.9][i]!,
  }))
  expect(bestTrial(sweep({ trials }))?.number).toBe(3)
  expect(bestTrial(sweep({ trials, metric: { name: 'accuracy', goal: 'maximise' } }))?.number).toBe(2)
  expect(bestTrial(sweep({ trials: trials.map((trial) => ({ ...trial, status: 'diverged' })) }))).toBeUndefined()
})
