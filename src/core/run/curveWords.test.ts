import { describe, expect, it } from 'vitest'
import { describeLastMetric, describeLosses } from './curveWords.ts'
import type { EpochRecord } from './run.ts'

const record = (epoch: number, validationLoss: number, trainLoss: number, validationMetric: number | null = null) =>
  ({ epoch, validationLoss, trainLoss, validationMetric, elapsedMs: epoch }) satisfies EpochRecord
const none = Number.NaN

describe('what curves came to, in words', () => {
  it.each<[string, readonly EpochRecord[], string]>([
    [
      'both losses',
      [record(1, 0.9, 0.8), record(2, 0.5, 0.4)],
      'Validation loss .500, training loss .400 after round 2.',
    ],
    ['a forest in training', [record(4, 0.5, none), record(5, none, none)], 'Validation loss .500 after round 4.'],
    ['no validation loss', [record(1, none, 0.25)], 'Training loss .250 after round 1.'],
    ['neither', [record(1, none, none)], 'Nothing yet.'],
    ['no record', [], 'Nothing yet.'],
  ])('losses, %s', (_, history, words) => expect(describeLosses(history, 'round')).toBe(words))

  it.each<[string, readonly EpochRecord[], string]>([
    ['after each', [record(1, 1, 1, 0.5), record(2, 1, 1, 0.75)], 'Accuracy .750 on validation rows after tree 2.'],
    ['after some', [record(1, 1, 1, 0.5), record(2, 1, 1)], 'Accuracy .500 on validation rows after tree 1.'],
    ['after none', [record(1, 1, 1)], 'Nothing yet.'],
  ])('the metric, looked at %s', (_, history, words) =>
    expect(describeLastMetric(history, 'accuracy', 'tree')).toBe(words),
  )
})
