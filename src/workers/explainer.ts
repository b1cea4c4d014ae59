import { type Frame, findColumn, takeRows } from '@/core/dataset/column.ts'
import type { ContributionMethod, ContributionScale, Contributions } from '@/core/explain/explain.ts'
import type { Explained } from '@/core/explain/jobs.ts'
import { cellTexts } from '@/core/split/cellTexts.ts'
import { breather, type Task } from '@/core/task.ts'
import { hasMargin, openMargin } from '@/engine/explain/margin.ts'
import { shapleyValues } from '@/engine/explain/shapley.ts'
import type { LoadedPipeline } from '@/engine/predict.ts'
import { answerOf } from './answers.ts'
import { evenly } from './partFrame.ts'
import { type Stores, weightsPath } from './runFiles.ts'

/** One for all, so that an explanation is the same whenever it is asked for. */
export const SEED = 1
/** Rows that stand for "not known", where the model itself says the rest, and where each is asked about. */
const BACKGROUND = { margin: 500, permutation: 30 } as const

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

export interface Part extends Contributions {
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
