import { openBudget } from '@/core/budget.ts'
import { type Frame, findColumn, takeRows } from '@/core/dataset/column.ts'
import { AssayError } from '@/core/errors.ts'
import type { ContributionMethod, ContributionScale, Contributions } from '@/core/explain/explain.ts'
import type { Explained, ExplainJobs } from '@/core/explain/jobs.ts'
import { surprise } from '@/core/metrics/probability.ts'
import type { Progress } from '@/core/pipeline/jobs.ts'
import { cellTexts } from '@/core/split/cellTexts.ts'
import { breather, type Task } from '@/core/task.ts'
import type { Answer } from '@/engine/explain/answer.ts'
import { coarseToFine } from '@/engine/explain/coarseToFine.ts'
import { partialDependence } from '@/engine/explain/dependence.ts'
import { accumulatedEffects } from '@/engine/explain/effects.ts'
import { permuteColumns } from '@/engine/explain/importance.ts'
import { hasMargin, openMargin } from '@/engine/explain/margin.ts'
import { shapleyValues } from '@/engine/explain/shapley.ts'
import { type LoadedPipeline, predict } from '@/engine/predict.ts'
import { openPart } from './partFrame.ts'
import type { Pipelines } from './pipelines.ts'
import { type Stores, weightsPath } from './runFiles.ts'

/** One for all, so that an explanation is the same whenever it is asked for. */
const SEED = 1
/** Rows that columns are permuted over, at most: more would narrow the intervals little. */
const IMPORTANCE_ROWS = 5_000
const DEPENDENCE_ROWS = 500
/** What is kept of the time for accumulated effects, which ask about each row twice rather than for each of 20 values. */
const EFFECTS_SHARE = 0.1
/** Rows that stand for "not known", where the model itself says the rest, and where each is asked about. */
const BACKGROUND = { margin: 500, permutation: 30 } as const
/** Rows are explained so many at once that it takes about as long: a row of a deep forest takes a second, of a line nothing. */
const AT_ONCE_MS = 200

/** Jobs on why a model says what it says. */
export function makeExplainJobs(stores: Stores, pipelines: Pipelines): ExplainJobs {
  const toSee = 'see what it goes by'

  return {
    importance: ({ runId, part, budgetMs }, task) =>
      pipelines.use(runId, async (loaded) => {
        const isOver = openBudget(budgetMs)
        const { contract } = loaded.pipeline
        const { frame, scored } = await openPart(stores, { runId, part }, toSee, task)
        const places = evenly(frame.rows, IMPORTANCE_ROWS)
        const taken = inputsOf(loaded, takeRows(frame, places))
        const truth = Float64Array.from(places, (place) => scored.said.actual[place]!)
        const permuted = await permuteColumns(
          {
            frame: taken,
            columns: taken.columns.map(({ name }) => name),
            losses: lossesOf(loaded, truth, task),
            seed: SEED,
            isOver,
          },
          task,
        )
        const loss = contract.task === 'regression' ? 'squared error' : 'log loss'
        return { loss, rows: places.length, of: frame.rows, ...permuted }
      }),

    dependence: ({ runId, part, column, output, budgetMs }, task) =>
      pipelines.use(runId, async (loaded) => {
        const isOver = openBudget(budgetMs)
        const { frame } = await openPart(stores, { runId, part }, toSee, task)
        const taken = inputsOf(loaded, takeRows(frame, evenly(frame.rows, DEPENDENCE_ROWS)))
        const hasEffects = findColumn(taken, column)?.vector.kind === 'numeric'
        const isMostOver = hasEffects ? openBudget(budgetMs && budgetMs * (1 - EFFECTS_SHARE)) : isOver
        const asked = { frame: taken, column, answer: answerOf(loaded, outputOf(loaded, output), task) }
        // Answers of the model: each row's for every value, and at both ends of its bin.
        const ends = hasEffects ? 2 * taken.rows : 0
        let progress: Progress = { done: 0, total: 0 }
        const { reached, ...dependence } = await partialDependence(
          { ...asked, isOver: isMostOver },
          {
            signal: task.signal,
            report: ({ done, total }) => {
              progress = { done: done * taken.rows, total: total * taken.rows + ends }
              task.report(progress)
            },
          },
        )
        const reportEnds = ({ done, total }: Progress) =>
          task.report({ ...progress, done: progress.done + Math.round((ends * done) / total) })
        const effects = hasEffects
          ? await accumulatedEffects({ ...asked, isOver }, { signal: task.signal, report: reportEnds })
          : undefined
        return {
          rows: taken.rows,
          of: frame.rows,
          dependence,
          ...(reached && { reached }),
          ...(effects && { effects: { column, points: effects.points } }),
          ...(effects?.reached && { effectsReached: effects.reached }),
        }
      }),

    explain: ({ runId, part, output: wanted, most, only, budgetMs }, task) =>
      pipelines.use(runId, async (loaded) => {
        const isOver = openBudget(budgetMs)
        const { frame, scored } = await openPart(stores, { runId, part }, toSee, task)
        const places = only ? placesOf(scored.rows, only) : coarsely(evenly(frame.rows, most))
        const output = outputOf(loaded, wanted)
        const inputs = inputsOf(loaded, frame)
        const { explainRows, background } = await openExplainer(stores, loaded, inputs, output, task)
        const parts: Part[] = []
        let done = 0
        let atOnce = 1
        while (done < places.length && (done === 0 || !isOver())) {
          const startedAt = performance.now()
          const some = takeRows(inputs, places.subarray(done, done + atOnce))
          parts.push(await explainRows(some))
          done += some.rows
          atOnce = performance.now() - startedAt < AT_ONCE_MS / 2 ? 2 * atOnce : Math.max(1, Math.floor(atOnce / 2))
          task.report({ done, total: places.length })
        }
        return {
          ...joinParts(parts),
          rows: Uint32Array.from(places.subarray(0, done), (place) => scored.rows[place]!),
          of: frame.rows,
          background: sayBackground(parts, background),
          ...(done < places.length && { reached: { done, total: places.length } }),
        }
      }),
  }
}

/** Explains rows of one pipeline. */
interface Explainer {
  readonly explainRows: (rows: Frame) => Promise<Part>
  readonly background: Frame
}

/**
 * Opens the way in which contributions of this pipeline are found.
 * @param inputs Rows of the columns that the pipeline asks for; some of them stand for "not known".
 */
export async function openExplainer(
  { arrays }: Pick<Stores, 'arrays'>,
  loaded: LoadedPipeline,
  inputs: Frame,
  output: number,
  task: Pick<Task, 'signal'>,
): Promise<Explainer> {
  const { pipeline } = loaded
  const weights = hasMargin(pipeline) && (await arrays.read(weightsPath(pipeline.id, 0)))
  const kind = weights ? 'margin' : 'permutation'
  const background = takeRows(inputs, evenly(inputs.rows, BACKGROUND[kind]))
  const explainRows = weights
    ? await marginExplainer({ pipeline, weights }, background, output, task)
    : permutationExplainer(loaded, background, output, task)
  return { explainRows, background }
}

/** What stood for "not known" in some parts. */
export function sayBackground([first]: readonly Part[], { rows }: Frame): Explained['background'] {
  return first?.method === 'trees' ? { rows: 0, of: 'training' } : { rows, of: 'part' }
}

interface Part extends Contributions {
  readonly method: ContributionMethod
  readonly scale: ContributionScale
  /** The rows as the columns of contributions have them. */
  readonly frame: Frame
}

async function marginExplainer(
  model: Parameters<typeof openMargin>[0],
  background: Frame,
  output: number,
  task: Pick<Task, 'signal'>,
) {
  const explainRows = await openMargin(model, background, output, breather(task))
  return async (rows: Frame): Promise<Part> => {
    const { prepared, ...found } = await explainRows(rows)
    return { ...found, frame: prepared }
  }
}

function permutationExplainer(loaded: LoadedPipeline, background: Frame, output: number, task: Pick<Task, 'signal'>) {
  const answer = answerOf(loaded, output, task)
  let held: Float64Array | undefined
  return async (frame: Frame): Promise<Part> => {
    held ??= await answer(background)
    const input = { frame, background, answer, held, seed: SEED }
    const found = await shapleyValues(input, { signal: task.signal, report: () => {} })
    return { ...found, method: 'permutation', scale: 'answer', frame }
  }
}

/** What was found of rows, part by part, as of all of them. */
export function joinParts(
  parts: readonly Part[],
): Pick<Explained, 'method' | 'scale' | 'columns' | 'expected' | 'values' | 'cells' | 'numbers' | 'answers'> {
  const [first] = parts
  if (!first)
    return {
      method: 'permutation',
      scale: 'answer',
      columns: [],
      expected: 0,
      values: new Float64Array(),
      cells: [],
      numbers: new Float64Array(),
      answers: new Float64Array(),
    }
  const { method, scale, columns, expected } = first
  const values = Float64Array.from(parts.flatMap((part) => [...part.values]))
  const width = columns.length
  return {
    method,
    scale,
    columns,
    expected,
    values,
    cells: parts.flatMap(({ frame }) => cellsOf(frame, columns)),
    numbers: Float64Array.from(parts.flatMap(({ frame }) => numbersOf(frame, columns))),
    answers: Float64Array.from({ length: width > 0 ? values.length / width : 0 }, (_, row) =>
      values.subarray(row * width, (row + 1) * width).reduce((sum, value) => sum + value, expected),
    ),
  }
}

function cellsOf(frame: Frame, names: readonly string[]): (string | null)[][] {
  const texts = names.map((name) => {
    const column = findColumn(frame, name)
    return column ? cellTexts(column.vector, column.type) : () => null
  })
  return Array.from({ length: frame.rows }, (_, row) => texts.map((textOf) => textOf(row)))
}

function numbersOf(frame: Frame, names: readonly string[]): number[] {
  const vectors = names.map((name) => findColumn(frame, name)?.vector)
  return Array.from({ length: frame.rows }, (_, row) =>
    vectors.map((vector) => (vector?.kind === 'numeric' ? vector.values[row]! : Number.NaN)),
  ).flat()
}

/** The columns that the pipeline asks for. */
export function inputsOf({ pipeline }: LoadedPipeline, frame: Frame): Frame {
  const names = new Set(pipeline.contract.inputs.map(({ name }) => name))
  return { ...frame, columns: frame.columns.filter(({ name }) => names.has(name)) }
}

/** Which of the pipeline's answers is meant: of several classes the one that is wanted. */
export function outputOf({ pipeline: { contract } }: LoadedPipeline, wanted: number | undefined): number {
  if (contract.task === 'regression') return 0
  return contract.task === 'binary' ? 1 : (wanted ?? 0)
}

/** One answer of the pipeline for each row. */
export function answerOf(loaded: LoadedPipeline, output: number, { signal }: Pick<Task, 'signal'>): Answer {
  return async (frame) => {
    const { predictions } = await predict(loaded, frame, { signal, report: () => {} })
    const { scores, width } = predictions
    return Float64Array.from({ length: frame.rows }, (_, row) => scores[row * width + output]!)
  }
}

function lossesOf(loaded: LoadedPipeline, actual: Float64Array, { signal }: Pick<Task, 'signal'>): Answer {
  const isRegression = loaded.pipeline.contract.task === 'regression'
  return async (frame) => {
    const { predictions } = await predict(loaded, frame, { signal, report: () => {} })
    const { scores, width } = predictions
    return actual.map((truth, row) =>
      isRegression ? (scores[row]! - truth) ** 2 : surprise(scores[row * width + truth]!),
    )
  }
}

/** Places of all rows, or of so many evenly taken. */
function evenly(rows: number, most: number): Uint32Array {
  const count = Math.min(rows, most)
  return Uint32Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) * rows) / count))
}

/** The same places, so that those that there is time for reach over all rows. */
function coarsely(places: Uint32Array): Uint32Array {
  return Uint32Array.from(coarseToFine(places.length), (place) => places[place]!)
}

function placesOf(rows: Uint32Array, only: readonly number[]): Uint32Array {
  const places = only.map((row) => rows.indexOf(row))
  if (places.includes(-1))
    throw new AssayError('spec.invalid', 'That row is not among the rows of this part. Choose another.')
  return Uint32Array.from(places)
}
