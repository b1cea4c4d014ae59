import { type Frame, findColumn, takeRows } from '@/core/dataset/column.ts'
import { featuresOf, inputsOf } from '@/core/dataset/role.ts'
import { denseWriter, fittingDense } from '@/core/encoding/dense.ts'
import { type DenseEncoding, EMBED_OVER, type WideCategories } from '@/core/encoding/encoding.ts'
import { AssayError } from '@/core/errors.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import { listClasses, readTarget } from '@/core/experiment/target.ts'
import { contentHash } from '@/core/hash.ts'
import { describeContract } from '@/core/pipeline/contract.ts'
import type { Contract } from '@/core/pipeline/pipeline.ts'
import { applyRecipeBreathing, type TrainedRecipe, trainRecipe } from '@/core/recipe/fit.ts'
import type { FittedRecipe } from '@/core/recipe/recipe.ts'
import { assignSplit, type FirstRows } from '@/core/split/assign.ts'
import type { Part, Split } from '@/core/split/split.ts'
import { breather, type Task } from '@/core/task.ts'
import { runBreathing } from '@/core/work.ts'
import { TOOLS } from './knn/search.ts'

/** The question's dataset in one piece, and the second one where the split names it. */
export interface Frames {
  readonly frame: Frame
  readonly testFrame?: Frame | undefined
  /** Of a version whose rows were edited: target and column of the split as first read, over which it is dealt. */
  readonly first?: { readonly frame: Frame; readonly ids?: Uint32Array | undefined } | undefined
  /** What each row counts in training; 1 where absent. */
  readonly weights?: Float64Array | undefined
}

/** Rows of one part as they were read, with the answer to each: a class index, or a number in its own units. */
export interface PartRows {
  readonly rows: Uint32Array
  readonly frame: Frame
  readonly actual: Float64Array
}

interface Assigned {
  readonly split: Split
  part(part: Part): PartRows
}

/** What says which rows are in which part, and what their answers are. */
type Dealt = Pick<Question, 'target' | 'task' | 'classes' | 'split'>

/**
 * Reads the target and deals the rows; the same for training and for every later evaluation. Rows that weigh nothing do
 * not train, but validate and test as any other: scores do not look at weights.
 */
export function assignRows(question: Dealt, seed: number, frames: Frames): Assigned {
  const { frame, testFrame, weights } = frames
  const { split: spec, task } = question
  const target = targetOf(frame, question)
  const named = 'column' in spec ? findColumn(frame, spec.column) : undefined
  const testTarget = testFrame && targetOf(testFrame, question)
  const dealt = assignSplit({
    spec,
    seed,
    rows: frame.rows,
    target,
    task,
    column: named?.vector,
    columnType: named?.type,
    testTarget,
    first: firstRows(question, frames),
  })
  const split = weights ? { ...dealt, train: dealt.train.filter((row) => weights[row]! > 0) } : dealt
  if (split.train.length === 0)
    throw new AssayError('split.empty', 'Every row that would train weighs 0. Give some of them a weight.', {
      part: 'train',
    })
  return {
    split,
    part(part) {
      const other = part === 'test' && testFrame && testTarget
      const rows = split[part]
      const answers = other ? testTarget : target
      const actual = Float64Array.from(rows, (row) => answers[row]!)
      return { rows, frame: takeRows(other ? testFrame : frame, rows), actual }
    },
  }
}

function firstRows({ target, task, split }: Dealt, { first }: Frames): FirstRows | undefined {
  if (!first) return undefined
  const { frame, ids } = first
  const column = findColumn(frame, target)
  const named = 'column' in split ? findColumn(frame, split.column) : undefined
  if (!column) throw new AssayError('internal', `${target} is not among the columns as first read.`)
  const { vector, type } = column
  // The classes of then, whatever they are called now: only which rows are of one class matters.
  const asked =
    task === 'regression' && vector.kind === 'numeric'
      ? ({ task, classes: [] } as const)
      : ({ task: 'multiclass', classes: listClasses(vector, type) } as const)
  const answers = readTarget(vector, type, asked)
  return { rows: frame.rows, target: answers, column: named?.vector, columnType: named?.type, ids }
}

function targetOf(frame: Frame, question: Dealt): Float64Array {
  const column = findColumn(frame, question.target)
  if (!column)
    throw new AssayError(
      'dataset.unknownColumn',
      `There is no column “${question.target}” to learn from. Choose a dataset that has it, or another target.`,
      { column: question.target },
    )
  return readTarget(column.vector, column.type, question)
}

/** All that a learner needs: what was learned from the training rows alone, and both matrices. */
export interface Prepared {
  readonly contract: Contract
  readonly recipe: FittedRecipe
  readonly encoding: DenseEncoding
  readonly split: Split
  /** Training matrix, rows × encoding.width, and its target; its rows are those that the recipe left or repeated. */
  readonly x: Float32Array
  readonly y: Float64Array
  /** What each training row counts, more than 0; 1 where absent. Recipe and encoding are fitted without them. */
  readonly weights?: Float64Array
  readonly validation: PartRows
  readonly validationX: Float32Array
}

/** What each training row counts: by the data, times what a step of the recipe gave it. */
function weightsOf({ rows, weights }: TrainedRecipe, { train }: Split, frames: Frames): Float64Array | undefined {
  if (!frames.weights) return weights
  return Float64Array.from(rows, (row, i) => frames.weights![train[row]!]! * (weights?.[i] ?? 1))
}

/** Where prepared matrices are kept between runs: anything that forgets the least recently used beyond its bytes. */
export interface PreparedCache {
  get(key: string): Prepared | undefined
  set(key: string, value: Prepared, bytes: number): void
}

/**
 * Splits the rows, fits recipe and encoding on the training rows only, and encodes. Kept in `cache`, so that the next run
 * on the same question and seed starts at once.
 * @param wide What becomes of categories of many values: the learner's choice.
 */
export async function prepare(
  question: Question,
  seed: number,
  openFrames: () => Promise<Frames>,
  cache: PreparedCache,
  task: Pick<Task, 'signal'>,
  wide: WideCategories = 'oneHot',
): Promise<Prepared> {
  const { datasetId, target, classes, recipe: steps, roles, split: spec } = question
  const keyOf = (encoding: 'dense' | 'embedded') =>
    contentHash({ datasetId, target, task: question.task, classes, steps, roles, spec, seed, encoding })
  const plain = cache.get(keyOf('dense'))
  // Without a wide category both encodings are the same.
  if (plain && (wide === 'oneHot' || !hasWideCategory(plain.encoding))) return plain
  const embedded = wide === 'embedded' && cache.get(keyOf('embedded'))
  if (embedded) return embedded

  const breathe = breather(task)
  const frames = await openFrames()
  const { split, part } = assignRows(question, seed, frames)
  await breathe()
  const train = part('train')
  const contract = await runBreathing(describeContract({ question, frame: train.frame }), breathe)
  await breathe()
  const inputs = inputsOfRows(train.frame, question)
  const trained = await trainRecipe(
    steps,
    inputs,
    {
      seed,
      tools: TOOLS,
      ...(roles && { roles }),
      target: { name: target, task: question.task, values: train.actual, classes },
    },
    breathe,
  )
  const recipe = trained.fitted
  const ready = featuresOfRows(trained)
  const encoding = await runBreathing(fittingDense(ready, wide), breathe)
  const x = await encodeAll(encoding, ready, breathe)
  const y = Float64Array.from(trained.rows, (row) => train.actual[row]!)
  const weights = weightsOf(trained, split, frames)
  const validation = part('validation')
  const validationFrame = await applyRecipeBreathing(recipe, inputsOfRows(validation.frame, question), breathe, TOOLS)
  const validationX = await encodeAll(encoding, validationFrame, breathe)
  const prepared: Prepared = {
    contract,
    recipe,
    encoding,
    split,
    x,
    y,
    ...(weights && { weights }),
    validation,
    validationX,
  }
  const cells = validation.frame.columns.length * validation.rows.length
  const key = keyOf(encoding.columns.some(({ kind }) => kind === 'embedded') ? 'embedded' : 'dense')
  cache.set(key, prepared, x.byteLength + validationX.byteLength + 8 * (cells + y.length + (weights?.length ?? 0)))
  return prepared
}

function hasWideCategory({ columns }: DenseEncoding): boolean {
  return columns.some((column) => column.kind === 'oneHot' && column.values.length > EMBED_OVER)
}

function inputsOfRows({ rows, columns }: Frame, { target, roles }: Question): Frame {
  return { rows, columns: inputsOf(columns, target, roles) }
}

/** What the encoding is fitted on. It names its columns, so that predicting leaves out the same without being told. */
function featuresOfRows({ frame, roles }: TrainedRecipe): Frame {
  return { rows: frame.rows, columns: featuresOf(frame.columns, roles) }
}

const SLICE_ROWS = 8_192

/** All rows encoded, row-major, rows × encoding.width. */
export async function encodeAll(
  encoding: DenseEncoding,
  frame: Frame,
  breathe: () => Promise<void>,
): Promise<Float32Array> {
  const x = new Float32Array(frame.rows * encoding.width)
  const write = denseWriter(encoding, frame)
  for (let start = 0; start < frame.rows; start += SLICE_ROWS) {
    const end = Math.min(frame.rows, start + SLICE_ROWS)
    write(x, start * encoding.width, start, end)
    await breathe()
  }
  return x
}
