import { type Frame, findColumn, takeRows } from '@/core/dataset/column.ts'
import { featuresOf, inputsOf } from '@/core/dataset/role.ts'
import { denseWriter, fittingDense } from '@/core/encoding/dense.ts'
import { type DenseEncoding, EMBED_OVER, type NativeEncoding, type WideCategories } from '@/core/encoding/encoding.ts'
import { encodeNative, fittingNative } from '@/core/encoding/native.ts'
import { AssayError } from '@/core/errors.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import { listClasses, readTarget } from '@/core/experiment/target.ts'
import { contentHash } from '@/core/hash.ts'
import { describeContract } from '@/core/pipeline/contract.ts'
import type { Contract } from '@/core/pipeline/pipeline.ts'
import { applyRecipeBreathing, type TrainedRecipe, trainRecipe } from '@/core/recipe/fit.ts'
import type { FittedRecipe } from '@/core/recipe/recipe.ts'
import { assignSplit, type FirstRows } from '@/core/split/assign.ts'
import { type Fold, splitOfFold } from '@/core/split/folds.ts'
import type { Part, Split } from '@/core/split/split.ts'
import { breather, type Task } from '@/core/task.ts'
import type { TreeColumn } from '@/core/trees/column.ts'
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
 * Reads the target and deals the rows; the same for training and for every later evaluation, but for a fold. Rows that weigh nothing do
 * not train, but validate and test as any other: scores do not look at weights.
 */
export function assignRows(question: Dealt, seed: number, frames: Frames, fold?: Fold): Assigned {
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
  const whole = fold
    ? splitOfFold(dealt, fold, {
        spec,
        seed,
        task,
        target,
        column: named?.vector,
        columnType: named?.type,
        ids: frames.first?.ids,
      })
    : dealt
  const split = weights ? { ...whole, train: whole.train.filter((row) => weights[row]! > 0) } : whole
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

/** All that a learner needs: what was learned from the training rows alone, and both parts encoded. */
export type Prepared = DensePrepared | NativePrepared

export interface DensePrepared extends Ready {
  readonly encoding: DenseEncoding
  /** Training matrix, rows × encoding.width. */
  readonly x: Float32Array
  readonly validationX: Float32Array
}

export interface NativePrepared extends Ready {
  readonly encoding: NativeEncoding
  /** Of the training rows, in the encoding's order. */
  readonly columns: readonly TreeColumn[]
  readonly validationColumns: readonly TreeColumn[]
}

interface Ready {
  readonly contract: Contract
  readonly recipe: FittedRecipe
  readonly split: Split
  /** The target of the training rows: those that the recipe left or repeated. */
  readonly y: Float64Array
  /** What each training row counts, more than 0; 1 where absent. Recipe and encoding are fitted without them. */
  readonly weights?: Float64Array
  readonly validation: PartRows
}

/** How rows are encoded: `embedded` is dense, with tables for categories of many values. */
type Kind = 'dense' | 'embedded' | 'native'
export type PreparedFor<K extends Kind> = K extends 'native' ? NativePrepared : DensePrepared

/** What each kind of encoding makes of prepared training and validation rows, and the bytes that it takes. */
const ENCODERS: {
  readonly [K in Kind]: (
    train: Frame,
    validation: Frame,
    breathe: () => Promise<void>,
  ) => Promise<{ readonly encoded: Omit<PreparedFor<K>, keyof Ready>; readonly bytes: number }>
} = {
  dense: (...given) => encodeDensely('oneHot', ...given),
  embedded: (...given) => encodeDensely('embedded', ...given),
  async native(train, validation, breathe) {
    const encoding = await runBreathing(fittingNative(train), breathe)
    const columns = encodeNative(encoding, train)
    await breathe()
    const validationColumns = encodeNative(encoding, validation)
    const bytes = [...columns, ...validationColumns].reduce(
      (sum, column) => sum + (column.kind === 'number' ? column.values : column.codes).byteLength,
      0,
    )
    return { encoded: { encoding, columns, validationColumns }, bytes }
  },
}

async function encodeDensely(
  wide: WideCategories,
  train: Frame,
  validation: Frame,
  breathe: () => Promise<void>,
): Promise<{ readonly encoded: Omit<DensePrepared, keyof Ready>; readonly bytes: number }> {
  const encoding = await runBreathing(fittingDense(train, wide), breathe)
  const x = await encodeAll(encoding, train, breathe)
  const validationX = await encodeAll(encoding, validation, breathe)
  return { encoded: { encoding, x, validationX }, bytes: x.byteLength + validationX.byteLength }
}

/** What each training row counts: by the data, times what a step of the recipe gave it. */
function weightsOf({ rows, weights }: TrainedRecipe, { train }: Split, frames: Frames): Float64Array | undefined {
  if (!frames.weights) return weights
  const all = Float64Array.from(rows, (row, i) => frames.weights![train[row]!]! * (weights?.[i] ?? 1))
  return all.every((weight) => weight === 1) ? undefined : all
}

/** Where prepared matrices are kept between runs: anything that forgets the least recently used beyond its bytes. */
export interface PreparedCache {
  get(key: string): Prepared | undefined
  set(key: string, value: Prepared, bytes: number): void
}

/**
 * Splits the rows, fits recipe and encoding on the training rows only, and encodes. Kept in `cache`, so that the next run
 * on the same question and seed starts at once.
 * @param fold One of a cross-validation, whose rows validate in place of the split's.
 */
export async function prepare<K extends Kind>(
  question: Question,
  seed: number,
  kind: K,
  openFrames: () => Promise<Frames>,
  cache: PreparedCache,
  task: Pick<Task, 'signal'>,
  fold?: Fold,
): Promise<PreparedFor<K>> {
  const { datasetId, target, classes, recipe: steps, roles, split: spec } = question
  const { task: asked } = question
  const keyOf = (encoding: Kind) =>
    contentHash({ datasetId, target, task: asked, classes, steps, roles, spec, seed, encoding, fold })
  const plain = kind === 'embedded' ? cache.get(keyOf('dense')) : undefined
  // Without a wide category both encodings are the same.
  const kept = plain && !hasWideCategory(plain) ? plain : cache.get(keyOf(kind))
  // The key names the kind.
  if (kept) return kept as PreparedFor<K>

  const breathe = breather(task)
  const frames = await openFrames()
  const { split, part } = assignRows(question, seed, frames, fold)
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
  const y = Float64Array.from(trained.rows, (row) => train.actual[row]!)
  const weights = weightsOf(trained, split, frames)
  const validation = part('validation')
  const validationFrame = await applyRecipeBreathing(recipe, inputsOfRows(validation.frame, question), breathe, TOOLS)
  const { encoded, bytes } = await ENCODERS[kind](ready, validationFrame, breathe)
  const base: Ready = { contract, recipe, split, y, ...(weights && { weights }), validation }
  const prepared = { ...base, ...encoded } as PreparedFor<K>
  const cells = validation.frame.columns.length * validation.rows.length
  const isPlain = kind === 'embedded' && !isEmbedded(prepared)
  cache.set(keyOf(isPlain ? 'dense' : kind), prepared, bytes + 8 * (cells + y.length + (weights?.length ?? 0)))
  return prepared
}

function hasWideCategory({ encoding }: Prepared): boolean {
  return encoding.columns.some((column) => column.kind === 'oneHot' && column.values.length > EMBED_OVER)
}

function isEmbedded({ encoding }: Prepared): boolean {
  return encoding.columns.some((column) => column.kind === 'embedded')
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
