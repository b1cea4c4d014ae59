import { describe, expect, it } from 'vitest'
import type { Learner } from '@/core/learner/learner.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import type { TrainEvent } from '@/core/run/jobs.ts'
import { tellTraining } from './progress.ts'

const prepared = (epochs: number): TrainEvent => ({
  kind: 'prepared',
  trainRows: 100,
  validationRows: 20,
  stepsPerEpoch: 0,
  epochs,
})
const epoch = (number: number, validationLoss: number): TrainEvent => ({
  kind: 'epoch',
  record: { epoch: number, trainLoss: Number.NaN, validationLoss, validationMetric: null, elapsedMs: 10 * number },
  best: false,
})
const fold = (number: number): TrainEvent => ({ kind: 'fold', number, last: number, of: 10, done: number - 1 })

/** What is said after each event. */
function said(learner: Learner, ...events: readonly TrainEvent[]): readonly string[] {
  const lines: string[] = []
  const tell = tellTraining({ progress: (text) => lines.push(text()) }, learner)
  for (const event of events) tell(event)
  return lines
}

const forest: Learner = { kind: 'forest', options: LEARNERS.forest.defaults(100) }
const boosting: Learner = { kind: 'boosting', options: LEARNERS.boosting.defaults(100) }
const network: Learner = { kind: 'network', options: LEARNERS.network.defaults(100) }

describe('the progress of a training', () => {
  it('has the loss where there is one', () => {
    expect(said(boosting, prepared(1_000), epoch(1, 0.523456))).toEqual([
      'round 1 of 1,000',
      'round 2 of 1,000, validation loss 0.5235',
    ])
    expect(said(forest, prepared(200), epoch(1, Number.NaN)).at(-1)).toBe('tree 2 of 200')
  })

  it('names no last try where time ends them', () => {
    const auto = (tries?: number): Learner => ({ kind: 'auto', options: { budgetS: 60, tries } })
    const events = [prepared(100), epoch(1, 0.69), epoch(2, Number.NaN)]
    expect(said(auto(), ...events)).toEqual(['try 1', 'try 2, validation loss 0.69', 'try 3'])
    expect(said(auto(100), ...events).at(-1)).toBe('try 3 of 100')
  })

  it('follows folds, whose models are not the one of the loss', () => {
    expect(said(boosting, prepared(1), epoch(1, 0.5), fold(1), fold(2)).slice(-2)).toEqual([
      'the model is done; fold 1 of 10',
      'the model is done; fold 2 of 10',
    ])
    expect(said({ kind: 'baseline', options: {} }, prepared(0), fold(3)).at(-1)).toBe('the model is done; fold 3 of 10')
  })

  it('follows the networks of an ensemble', () => {
    const member: TrainEvent = { kind: 'member', number: 2, of: 5, epoch: 7 }
    expect(said(network, prepared(40), epoch(40, 0.3), member).at(-1)).toBe(
      'network 2 of 5, epoch 7 of 40, validation loss 0.3',
    )
  })
})
