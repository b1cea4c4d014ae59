import { type Frame, type FrameColumn, takingRows } from '../dataset/column.ts'
import { headsOf, type Roles, renameRoles } from '../dataset/role.ts'
import { AssayError } from '../errors.ts'
import { openPlainSearch } from '../knn/search.ts'
import { hashParts } from '../random.ts'
import { fill, finish, rowsWhere, runAtOnce, runBreathing, type Work } from '../work.ts'
import type { ColumnStepKind, FittedRecipe, FittedStep, Recipe, RowStepKind } from './recipe.ts'
import { resolveStep } from './selector.ts'
import { fittedInfoOf, infoOf } from './step.ts'
import type { ColumnStepInfo, FitContext, RowStepInfo, StepOf, Tools } from './steps/info.ts'
import { validateRecipe } from './validate.ts'

/** What fitting may use beside the rows. */
export type FitInput = Partial<Omit<FitContext, 'rows'>> & { readonly tools?: Tools }

const OWN_TOOLS: Tools = { openSearch: openPlainSearch }

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
function* fitSteps(recipe: Recipe, frame: Frame, input: FitInput): Work<TrainedRecipe> {
  const { target, seed = 0, tools = OWN_TOOLS } = input
  let { roles = {} } = input
  if (target && frame.columns.some(({ name }) => name === target.name))
    throw new AssayError('internal', `The target “${target.name}” reached the preparation among the inputs.`)
  const heads = (columns: readonly FrameColumn[]) => headsOf(columns, roles)
  const problems = validateRecipe(recipe, heads(frame.columns), target?.name)
  if (problems.length > 0)
    throw new AssayError('recipe.invalid', `The recipe does not fit the data. ${problems.join(' ')}`, { problems })

  const steps: FittedStep[] = []
  let current = frame
  let rows = yield* rowsWhere(frame.rows, () => true)
  let weights: Float64Array | undefined
  for (const step of recipe.steps) {
    if (!step.on) continue
    yield
    const resolved = resolveStep(step, heads(current.columns))
    const answers = new Float64Array(target ? rows.length : 0)
    const known = rows
    if (target) yield* fill(answers, (at) => target.values[known[at]!]!)
    const context: FitContext = {
      roles,
      rows,
      seed: hashParts(seed, step.id),
      target: target && { ...target, values: answers },
    }
    const info = infoOf(step)
    if (info.scope === 'trainingRows') {
      const { choose } = info as RowStepInfo<RowStepKind>
      const chosen = yield* finish(choose(resolved as StepOf<RowStepKind>, current, context))
      if (chosen.rows.length === 0)
        throw new AssayError(
          'recipe.invalid',
          `${info.label} left no training row. Loosen the step “${info.describe(resolved)}”, or turn it off.`,
        )
      const before: Float64Array | undefined = weights
      if (chosen.weights || before)
        weights = yield* fill(
          new Float64Array(chosen.rows.length),
          (i) => (before?.[chosen.rows[i]!] ?? 1) * (chosen.weights?.[i] ?? 1),
        )
      rows = yield* fill(new Uint32Array(chosen.rows.length), (i) => known[chosen.rows[i]!]!)
      current = yield* takingRows(current, chosen.rows)
      continue
    }
    const own = resolved as StepOf<ColumnStepKind>
    const { fit, applyToTraining } = info as ColumnStepInfo<ColumnStepKind>
    const fitted = yield* finish(fit(own, current, context))
    steps.push(fitted)
    if (fitted.kind === 'rename') roles = renameRoles(roles, fitted.columns, fitted.to)
    yield
    current = yield* applyToTraining
      ? finish(applyToTraining(fitted, own, current, context))
      : finish(fittedInfoOf(fitted).apply(fitted, current, tools))
  }
  return { fitted: { schema: 1, steps }, frame: current, rows, roles, ...(weights && { weights }) }
}

function* applySteps({ steps }: FittedRecipe, frame: Frame, tools: Tools): Work<Frame> {
  let current = frame
  for (const step of steps) {
    current = yield* finish(fittedInfoOf(step).apply(step, current, tools))
    yield
  }
  return current
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
export function applyRecipe(fitted: FittedRecipe, frame: Frame, tools = OWN_TOOLS): Frame {
  return runAtOnce(applySteps(fitted, frame, tools))
}

/** {@link applyRecipe} for many rows. */
export function applyRecipeBreathing(
  fitted: FittedRecipe,
  frame: Frame,
  breathe: () => Promise<void>,
  tools = OWN_TOOLS,
): Promise<Frame> {
  return runBreathing(applySteps(fitted, frame, tools), breathe)
}
