import type { LearnerOf, SingleLearner } from '../learner/learner.ts'
import { LEARNERS } from '../learner/table.ts'
import type { TaskKind } from '../metrics/metric.ts'
import { type Random, seededRandom } from '../random.ts'

/** What a plan depends on. */
export interface PlanInput {
  readonly task: TaskKind
  readonly trainRows: number
  readonly seed: number
}

/** Without neighbours: a model that holds its training rows is somebody's choice, not a find. */
const KINDS = ['baseline', 'glm', 'boosting', 'forest', 'network'] as const

/**
 * The learner to try as number `place` (from 0): each sort as it comes, the quick ones first, then variants by turns, the
 * sorts that win most often on tables most often. The same input gives the same learner, whatever became of those before,
 * so that a run repeats without a clock.
 */
export function planTry(place: number, input: PlanInput): SingleLearner {
  const kind = KINDS[place]
  if (kind) return { kind, options: LEARNERS[kind].defaults(input.trainRows) } as SingleLearner
  const turn = place - KINDS.length
  const random = seededRandom(input.seed, 'auto', turn)
  return VARIANTS[turn % VARIANTS.length]!(input, random)
}

type Variant = (input: PlanInput, random: Random) => SingleLearner

const pick = <T>(random: Random, values: readonly T[]): T => values[Math.floor(random() * values.length)]!
/** Between two numbers, evenly on a logarithmic scale, to two digits. */
const between = (random: Random, low: number, high: number) => Number((low * (high / low) ** random()).toPrecision(2))

const boosting: Variant = ({ trainRows }, random) => ({
  kind: 'boosting',
  options: {
    ...LEARNERS.boosting.defaults(trainRows),
    learningRate: between(random, 0.03, 0.15),
    leaves: pick(random, trainRows < 1_000 ? [4, 8, 15] : [8, 15, 31, 63]),
    minRows: pick(random, [5, 10, 20, 50]),
    l2: pick(random, [0.01, 0.1, 1, 10]),
    rowShare: pick(random, [0.7, 0.85, 1]),
    columnShare: pick(random, [0.5, 0.75, 1]),
  },
})

const network: Variant = ({ trainRows }, random) => ({
  kind: 'network',
  options: {
    ...LEARNERS.network.defaults(trainRows),
    hidden: pick(random, trainRows < 1_000 ? [[16], [32], [32, 16]] : [[64], [128, 64], [256, 128]]),
    dropout: pick(random, [0, 0.1, 0.3]),
    learningRate: between(random, 1e-3, 1e-2),
    ...(random() < 0.5 && { activation: 'gelu' as const }),
    ...(random() < 0.5 && { schedule: 'cosine' as const }),
  },
})

const forest: Variant = ({ trainRows }, random) => {
  const options: LearnerOf<'forest'>['options'] = {
    ...LEARNERS.forest.defaults(trainRows),
    minRows: pick(random, [1, 2, 5]),
    columnShare: pick(random, [0.3, 0.5, 0.8]),
    ...(random() < 0.5 && { splits: 'random' as const }),
  }
  return { kind: 'forest', options }
}

const glm: Variant = (_, random) => ({
  kind: 'glm',
  options: random() < 0.5 ? { penalty: 'lasso' } : { penalty: 'elastic-net' },
})

const VARIANTS: readonly Variant[] = [boosting, network, boosting, forest, boosting, glm, boosting, network]
