import type { TableSize } from '@/core/encoding/embedding.ts'
import { AssayError } from '@/core/errors.ts'
import type { DescentLearner } from '@/core/learner/learner.ts'
import type { MetricName, TaskKind } from '@/core/metrics/metric.ts'
import { balancedWeights } from './classWeights.ts'
import type { Checkpoint, Descent, Safekeeping } from './descend.ts'
import { describeNetwork, type NetworkShape } from './shape.ts'
import { standardise } from './target.ts'
import type { Examples, Member, MemberRows } from './trainer.ts'

/** Rows prepared for a network. */
export interface Matrices {
  /** Columns of the matrices, the last of which hold the number of an entry, one for each table. */
  readonly width: number
  /** Of the embedded columns, in their order; none where absent. */
  readonly tables?: readonly TableSize[] | undefined
  readonly train: Examples
  /** What each training row counts in the loss, more than 0; 1 where absent. Only their proportions matter. */
  readonly weights?: Float64Array | undefined
  readonly validation: Examples
}

export interface TrainingData extends Matrices {
  readonly task: TaskKind
  readonly classes: readonly string[]
  /** Watched on the validation rows; the weights kept are those of the lowest validation loss. */
  readonly metric: MetricName
}

interface PopulationMember {
  readonly learner: DescentLearner
  readonly seed: number
  /** Rows of its own, as those of a fold; the population's where absent. */
  readonly own?: Matrices | undefined
  /** As {@link Member} has it. */
  readonly start?: Float32Array | undefined
}

export interface PopulationInput extends TrainingData {
  /** Alike in hidden layers, activation, batch size, epochs and schedule; whatever else may differ. */
  readonly members: readonly PopulationMember[]
  /** Where each member goes on, all from the end of the same epoch; from the beginning where absent. */
  readonly from?: readonly Checkpoint[] | undefined
  /** The epoch after which members pause that are not at their end: each is given with the checkpoint to go on from. */
  readonly until?: number | undefined
  readonly safekeeping?: Safekeeping | undefined
}

/**
 * Refuses rows that nothing can be learned from.
 * @throws AssayError `split.empty`, `recipe.invalid`
 */
export function requireSound({ train, validation, width }: Matrices): void {
  if (train.y.length === 0 || validation.y.length === 0)
    throw new AssayError(
      'split.empty',
      'There are no rows to train on or to validate with. Change the split, then train again.',
    )
  requireFinite(train.x, width, 'training')
  requireFinite(validation.x, width, 'validation')
}

/** Multiply-adds that a step of the job takes, forward and backward. */
export function stepWork(job: PopulationInput): number {
  const { members, train } = job
  const { batchSize } = architecture(members)
  const { size, layers } = shapeOf(job)
  // Entries are looked up, not multiplied; but each makes its step.
  const { kernelAt: inTables } = layers[0]!
  return 3 * members.length * ((size - inTables) * Math.min(batchSize, train.y.length) + inTables)
}

/** The network that each member of a population is, but for those with rows of their own. */
export function shapeOf({
  width,
  tables,
  task,
  classes,
  members,
}: Pick<PopulationInput, 'width' | 'tables' | 'task' | 'classes' | 'members'>): NetworkShape {
  const { hidden, activation } = architecture(members)
  return describeNetwork(width, hidden, task, classes.length, activation, tables)
}

/** What a job's members descend by: rows that several have are described once. */
export function describeJob(job: PopulationInput): { readonly input: Descent; readonly batchSize: number } {
  const { task, classes, metric, members, from, until } = job
  const { batchSize } = architecture(members)
  const known = new Map<Matrices, ReturnType<typeof describeRows>>()
  const rowsOf = (matrices: Matrices) => {
    const rows = known.get(matrices) ?? describeRows(matrices, job)
    known.set(matrices, rows)
    return rows
  }
  const input = {
    ...{ task, classes, metric, from, until },
    members: members.map(({ learner, seed, own, start }): Member => {
      const { on, plain, even } = rowsOf(own ?? job)
      return {
        on,
        options: learner.options,
        dropout: learner.kind === 'network' ? learner.options.dropout : 0,
        seed,
        start,
        weights: learner.options.classWeights === 'balanced' && even ? even : plain,
      }
    }),
  }
  return { input, batchSize }
}

/** Rows as members share them, with their weights: as they are, and where a member asks for it with classes evened out. */
function describeRows(matrices: Matrices, { task, classes, members }: PopulationInput) {
  const { train, validation, weights } = matrices
  const isBalanced = members.some(({ learner }) => learner.options.classWeights === 'balanced') && task !== 'regression'
  const shape = shapeOf({ ...matrices, task, classes, members })
  const on: MemberRows = { shape, standard: standardise(task, train.y, weights), train, validation }
  return {
    on,
    plain: weights && relative(weights),
    even: isBalanced ? relative(balancedWeights(train.y, classes.length, weights)) : undefined,
  }
}

/** A ReLU makes a silent 0 of NaN, so that nobody would ever hear of it. */
function requireFinite(x: Float32Array, width: number, part: string): void {
  let at = 0
  while (at < x.length && Number.isFinite(x[at])) at++
  if (at === x.length) return
  throw new AssayError(
    'recipe.invalid',
    `Row ${Math.floor(at / width) + 1} of the ${part} rows has ${x[at]} in feature ${(at % width) + 1} once it is prepared. Fill, clip or drop such values in the recipe.`,
  )
}

/** What all members of a population share. */
export function architecture(members: PopulationInput['members']) {
  const [first, ...others] = members.map(({ learner }) => ({
    hidden: learner.kind === 'network' ? learner.options.hidden : [],
    activation: learner.kind === 'network' ? (learner.options.activation ?? 'relu') : 'relu',
    batchSize: learner.options.batchSize,
    epochs: learner.options.epochs,
    schedule: learner.options.schedule ?? 'constant',
  }))
  const key = JSON.stringify(first)
  if (!first || others.some((other) => JSON.stringify(other) !== key))
    throw new AssayError(
      'internal',
      'A population needs at least one member, and the same layers, activation, batch, epochs and schedule in all.',
    )
  return first
}

/** Weights in proportion to their mean. */
function relative(weights: Float64Array): Float64Array {
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length
  return weights.map((weight) => weight / mean)
}
