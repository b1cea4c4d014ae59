import { type Frame, type FrameColumn, sliceFrame, takeRows } from '../dataset/column.ts'
import { headsOf, type Roles, renameRoles } from '../dataset/role.ts'
import { AssayError } from '../errors.ts'
import { hashParts } from '../random.ts'
import type { ColumnStepKind, FittedRecipe, FittedStep, Recipe, RowStepKind } from './recipe.ts'
import { resolveStep } from './selector.ts'
import { fittedInfoOf, infoOf } from './step.ts'
import type { ColumnStepInfo, FitContext, RowStepInfo, StepOf } from './steps/info.ts'
import { validateRecipe } from './validate.ts'

/** What fitting may use beside the rows. */
export type FitInput = Partial<Omit<FitContext, 'rows'>>

/** A recipe fitted, and what became of the training rows. */
export interface TrainedRecipe {
  readonly fitted: FittedRecipe
  /** The training rows, prepared. */
  readonly frame: Frame
  /** Which of the rows given each of them is. */
  readonly rows: Uint32Array
  /** What each counts; absent where all count 1. */
  readonly weights?: Float64Array
  /** What part the prepared columns play: that which they played under the names they came with. */
  readonly roles: Roles
}

/**
 * Learns a recipe from `frame`, which must hold training rows only and no target: each step from the rows as the steps
 * before it left them. Steps that are off are skipped. What is fitted is plain JSON that gives bit-identical values after a
 * round trip. Yields wherever a long computation may rest.
 * @throws recipe.invalid where {@link validateRecipe} finds a problem
 */
function* fitSteps(recipe: Recipe, frame: Frame, input: FitInput): Generator<void, TrainedRecipe> {
  const { target, seed = 0 } = input
  let { roles = {} } = input
  if (target && frame.columns.some(({ name }) => name === target.name))
    throw new AssayError('internal', `The target “${target.name}” reached the preparation among the inputs.`)
  const heads = (columns: readonly FrameColumn[]) => headsOf(columns, roles)
  const problems = validateRecipe(recipe, heads(frame.columns), target?.name)
  if (problems.length > 0)
    throw new AssayError('recipe.invalid', `The recipe does not fit the data. ${problems.join(' ')}`, { problems })

  const steps: FittedStep[] = []
  let current = frame
  let rows = new Uint32Array(frame.rows)
  for (let row = 0; row < rows.length; row++) rows[row] = row
  let weights: Float64Array | undefined
  for (const step of recipe.steps) {
    if (!step.on) continue
    yield
    const resolved = resolveStep(step, heads(current.columns))
    const context: FitContext = {
      roles,
      rows,
      seed: hashParts(seed, step.id),
      target: target && { ...target, values: Float64Array.from(rows, (row) => target.values[row]!) },
    }
    const info = infoOf(step)
    if (info.scope === 'trainingRows') {
      const { choose } = info as RowStepInfo<RowStepKind>
      const chosen = choose(resolved as StepOf<RowStepKind>, current, context)
      if (chosen.rows.length === 0)
        throw new AssayError(
          'recipe.invalid',
          `${info.label} left no training row. Loosen the step “${info.describe(resolved)}”, or turn it off.`,
        )
      const before: Float64Array | undefined = weights
      if (chosen.weights || before)
        weights = Float64Array.from(chosen.rows, (row, i) => (before?.[row] ?? 1) * (chosen.weights?.[i] ?? 1))
      const kept: Uint32Array = rows
      rows = Uint32Array.from(chosen.rows, (row) => kept[row]!)
      current = takeRows(current, chosen.rows)
      continue
    }
    const own = resolved as StepOf<ColumnStepKind>
    const { fit, applyToTraining } = info as ColumnStepInfo<ColumnStepKind>
    const fitted = fit(own, current, context)
    steps.push(fitted)
    if (fitted.kind === 'rename') roles = renameRoles(roles, fitted.columns, fitted.to)
    yield
    current = applyToTraining ? applyToTraining(fitted, own, current, context) : yield* applyStep(fitted, current)
  }
  return { fitted: { schema: 1, steps }, frame: current, rows, roles, ...(weights && { weights }) }
}

function* applyStep(fitted: FittedStep, frame: Frame): Generator<void, Frame> {
  const { apply, slow } = fittedInfoOf(fitted)
  if (slow === undefined || frame.rows <= slow) return apply(fitted, frame)
  const slices: Frame[] = []
  for (let start = 0; start < frame.rows; start += slow) {
    const end = Math.min(frame.rows, start + slow)
    slices.push(apply(fitted, sliceFrame(frame, start, end)))
    yield
  }
  return joinSlices(slices, frame)
}

/** Slices of one frame put together; columns of codes are those that passed through, so their dictionaries agree. */
function joinSlices(slices: readonly Frame[], frame: Frame): Frame {
  const [first] = slices
  if (!first) return frame
  const columns = first.columns.map((column, j): FrameColumn => {
    if (column.vector.kind === 'coded') return frame.columns.find(({ name }) => name === column.name) ?? column
    const values = new Float64Array(frame.rows)
    let at = 0
    for (const slice of slices) {
      const { vector } = slice.columns[j]!
      if (vector.kind === 'numeric') values.set(vector.values, at)
      at += slice.rows
    }
    return { ...column, vector: { kind: 'numeric', values } }
  })
  return { rows: frame.rows, columns }
}

function* applySteps({ steps }: FittedRecipe, frame: Frame): Generator<void, Frame> {
  let current = frame
  for (const step of steps) {
    current = yield* applyStep(step, current)
    yield
  }
  return current
}

function runAtOnce<T>(work: Generator<void, T>): T {
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
  }
}

async function runBreathing<T>(work: Generator<void, T>, breathe: () => Promise<void>): Promise<T> {
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
    await breathe()
  }
}

/** What {@link trainRecipe} learns, at once and without what became of the training rows. */
export function fitRecipe(recipe: Recipe, frame: Frame, input: FitInput = {}): FittedRecipe {
  return runAtOnce(fitSteps(recipe, frame, input)).fitted
}

/**
 * Learns a recipe from training rows, and prepares them as a learner is to see them: some left out or repeated, columns
 * that come from the answers made without a row's own.
 * @param breathe Called wherever the computation may rest; may throw to stop it.
 * @throws recipe.invalid where {@link validateRecipe} finds a problem
 */
export function trainRecipe(
  recipe: Recipe,
  frame: Frame,
  input: FitInput,
  breathe: () => Promise<void>,
): Promise<TrainedRecipe> {
  return runBreathing(fitSteps(recipe, frame, input), breathe)
}

/**
 * Prepares any rows as the training rows were. A row comes out the same alone as among others. Columns that no step names
 * pass through.
 * @throws dataset.unknownColumn, dataset.typeMismatch where a column that a step needs is absent or of another kind
 */
export function applyRecipe(fitted: FittedRecipe, frame: Frame): Frame {
  return runAtOnce(applySteps(fitted, frame))
}

/** {@link applyRecipe} for many rows. */
export function applyRecipeBreathing(fitted: FittedRecipe, frame: Frame, breathe: () => Promise<void>): Promise<Frame> {
  return runBreathing(applySteps(fitted, frame), breathe)
}
