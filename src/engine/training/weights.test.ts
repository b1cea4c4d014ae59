import { describe, expect, it } from 'vitest'
import type { Learner, LearnerKind } from '@/core/learner/learner.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import type { Recipe } from '@/core/recipe/recipe.ts'
import { unattended } from '@/core/task.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { animalQuestion, animals, makeSpec } from '@/testing/runSpec.ts'
import { trainRun } from '../trainRun.ts'

const frame = animals(300)
const { steps } = animalQuestion().recipe
const weighed: Recipe = {
  schema: 1,
  steps: [...steps, { kind: 'balance', id: 'b', on: true, columns: [], method: 'weights' }],
}

function train(kind: LearnerKind, recipe: Recipe) {
  const quick = kind === 'network' ? { epochs: 3, hidden: [8] } : kind === 'forest' ? { trees: 10 } : {}
  const learner = { kind, options: { ...LEARNERS[kind].defaults(180), ...quick } } as Learner
  const cache = { get: () => undefined, set: () => {} }
  const spec = makeSpec(animalQuestion({ recipe }), learner)
  return trainRun({ runId: 'r', spec, platform: nodePlatform, openFrames: async () => ({ frame }), cache }, unattended)
}

describe('what rows weigh', () => {
  it.each(['baseline', 'glm', 'boosting', 'forest', 'network', 'neighbours', 'linear'] as const)(
    'is heeded by %s as its table says',
    async (kind) => {
      const [with_, without] = [await train(kind, weighed), await train(kind, { schema: 1, steps })]
      const isSame = with_.result.weightsDigest === without.result.weightsDigest
      expect(isSame).toBe(LEARNERS[kind].ignoresWeights === true)
    },
  )

  it('does not judge: of boosting the loss by which it stops is the validation rows’, each once', async () => {
    const { result, validation } = await train('boosting', weighed)
    const { validationLoss } = result.history[result.bestEpoch - 1]!
    expect(validationLoss).toBeCloseTo(validation.evaluation.metrics.logLoss!, 5)
  })
})
