import { sha256Of } from '@/core/hash.ts'
import type { LearnerOf } from '@/core/learner/learner.ts'
import { encodeNeighbours } from '../neighbours/encode.ts'
import { fitNeighbours } from '../neighbours/model.ts'
import type { DensePrepared } from '../prepare.ts'
import { trainingData } from '../trainingJob.ts'
import type { Made } from './made.ts'
import type { SingleSpec } from './spec.ts'

/** Keeps the training rows: all the work is in predicting. What rows weigh is not looked at, as its table says. */
export async function trainNeighbours(
  { question, learner: { options } }: SingleSpec & { readonly learner: LearnerOf<'neighbours'> },
  prepared: DensePrepared,
): Promise<Made> {
  const { width, train } = trainingData(question, prepared)
  const { k, weights = 'uniform' } = options
  const classCount = question.task === 'regression' ? 0 : question.classes.length
  const points = { values: train.x, rows: train.y.length, width }
  const bytes = encodeNeighbours(fitNeighbours(points, train.y, { k, weights, classCount }))
  return {
    models: [{ spec: { kind: 'neighbours', weightsDigest: await sha256Of(bytes) }, weights: bytes }],
    featureCount: width,
    parameterCount: train.x.length + train.y.length,
    history: [],
    stepsDone: 0,
    bestEpoch: 0,
    ended: 'closed-form',
  }
}
