import type { Frame } from '@/core/dataset/column.ts'
import { AssayError } from '@/core/errors.ts'
import { formatCell, formatCount } from '@/core/format/format.ts'
import { conform, frameFromText } from '@/core/pipeline/contract.ts'
import type { Contract, Pipeline } from '@/core/pipeline/pipeline.ts'
import { partDatasetId } from '@/core/prediction/part.ts'
import { quantileOf } from '@/core/profile/quantile.ts'
import { cellTexts } from '@/core/split/cellTexts.ts'
import type { Task } from '@/core/task.ts'
import type { Cells, NearRows, WhatIfJobs } from '@/core/whatIf/jobs.ts'
import { runFor } from '@/core/work.ts'
import { encodeGower, nearestByGower } from '@/engine/explain/gower.ts'
import { sensitivityOf } from '@/engine/explain/sensitivity.ts'
import type { LoadedPipeline } from '@/engine/predict.ts'
import { readRows } from '@/storage/tables.ts'
import { answerOf, inputsOf, outputOf } from './answers.ts'
import { makeCounterfactualJob } from './counterfactual.job.ts'
import { joinParts, openExplainer, sayBackground } from './explainer.ts'
import { openPart } from './partFrame.ts'
import type { Pipelines } from './pipelines.ts'
import type { Stores } from './runFiles.ts'
import { requireScored } from './scored.ts'
import { openTrainingRows, type TrainingRows } from './trainingRows.ts'

/** Rows around a row that are counted by their answers. */
const AROUND = 50
/** Of training rows so many are no farther from the nearest other one than what counts as far. */
const USUAL = 0.99

/** Jobs on one row and what it might be instead. */
export function makeWhatIfJobs(stores: Stores, pipelines: Pipelines): WhatIfJobs {
  const training = openTrainingRows(stores)
  /** Rows that are explained one after the other are so against the same. */
  const backgrounds = new Map<string, Frame>()

  return {
    async partRow({ runId, part, at }) {
      const { run, rows, said } = await requireScored(stores, runId, part, 'fill in one of its rows')
      const row = 'row' in at ? at.row : rows[Math.min(rows.length - 1, Math.floor(at.share * rows.length))]!
      const place = rows.indexOf(row)
      if (place < 0) throw noSuchRow(row, rows, part)
      const dataset = await stores.records.get('dataset', partDatasetId(run.spec.question, part))
      const pipeline = await stores.records.get('pipeline', runId)
      if (!dataset || !pipeline)
        throw new AssayError(
          'storage.missing',
          'The data that this run was made of are not in this browser. Load the same file again, then try again.',
          { runId },
        )
      const { contract } = pipeline
      const names = new Set(contract.inputs.map(({ name }) => name))
      const metas = dataset.columns.filter(({ name }) => names.has(name))
      const values = await readRows(stores.arrays, dataset, Uint32Array.of(row), metas)
      const cells = metas.map(({ name, type }, i) => [name, formatCell(values[i]![0] ?? null, type) || null] as const)
      return {
        row,
        cells: Object.fromEntries(cells),
        actual: sayActual(contract, said.actual[place]!),
        of: rows.length,
      }
    },

    explainCells: ({ runId, rows, output }, task) =>
      pipelines.use(runId, async (loaded) => {
        const { contract } = loaded.pipeline
        // Of the rows that stand for "not known" alone the same ones are taken again.
        const inputs = backgrounds.get(runId) ?? (await validationInputs(loaded, task))
        const { explainRows, background } = await openExplainer(stores, loaded, inputs, outputOf(loaded, output), task)
        backgrounds.set(runId, background)
        const part = await explainRows(conform(frameFromText(rows, contract), contract).frame)
        const { numbers: _, ...found } = joinParts([part])
        return { ...found, background: sayBackground([part], background) }
      }),

    sensitivity: ({ runId, cells, column, output }, task) =>
      pipelines.use(runId, (loaded) => {
        const { contract } = loaded.pipeline
        const input = contract.inputs.find(({ name }) => name === column)
        if (!input)
          throw new AssayError('dataset.unknownColumn', `There is no column “${column}” here. Choose another.`, {
            column,
          })
        return sensitivityOf(rowOf(cells, contract), input, answerOf(loaded, outputOf(loaded, output), task))
      }),

    counterfactuals: makeCounterfactualJob(pipelines, training),

    async nearRows({ runId, cells, k }, task): Promise<NearRows> {
      const pipeline = await requirePipeline(runId)
      const train = await training.open(pipeline, task)
      const own = await runFor(task, encodeGower(train.gower.columns, rowOf(cells, pipeline.contract)))
      const near = await runFor(task, nearestByGower(train.gower, own.cells, Math.max(k, AROUND)))
      const distances = await training.usual(pipeline, task)
      const around = near.rows.slice(0, AROUND)
      return {
        rows: Array.from(near.rows.slice(0, k), (place, i) => ({
          row: train.rows[place]!,
          distance: near.distances[i]!,
          actual: sayActual(pipeline.contract, train.actual[place]!),
          cells: cellsOf(train.frame, place),
        })),
        of: train.rows.length,
        around: around.length,
        ...sayAround(pipeline.contract, train, around),
        usual: { distance: quantileOf(distances, USUAL), rows: distances.length },
      }
    },
  }

  async function validationInputs(loaded: LoadedPipeline, task: Pick<Task, 'signal'>): Promise<Frame> {
    const part = { runId: loaded.pipeline.id, part: 'validation' } as const
    return inputsOf(loaded, (await openPart(stores, part, 'see what it goes by', task)).frame)
  }

  async function requirePipeline(runId: string): Promise<Pipeline> {
    const pipeline = await stores.records.get('pipeline', runId)
    if (pipeline) return pipeline
    throw new AssayError(
      'storage.missing',
      'This run has no model in this browser. Train it again, or import it again.',
      {
        runId,
      },
    )
  }
}

function noSuchRow(row: number, rows: Uint32Array, part: string): AssayError {
  // Rows of a part are in no order that a person knows.
  const after = rows.filter((each) => each > row)
  const next = after.length > 0 ? after.reduce((a, b) => Math.min(a, b)) : rows.reduce((a, b) => Math.max(a, b))
  return new AssayError(
    'spec.invalid',
    `Row ${formatCount(row + 1)} is not a ${part} row. Choose another, such as row ${formatCount(next + 1)}.`,
    { row, next },
  )
}

/** Cells that somebody typed, as the model takes them. */
function rowOf(cells: Cells, contract: Contract): Frame {
  return conform(frameFromText([cells], contract), contract).frame
}

function cellsOf({ columns }: Frame, row: number): Cells {
  return Object.fromEntries(columns.map(({ name, type, vector }) => [name, cellTexts(vector, type)(row)]))
}

function sayActual({ classes }: Contract, actual: number): string {
  return classes.length > 0 ? (classes[actual] ?? '') : String(actual)
}

function sayAround(
  { classes }: Contract,
  { actual }: TrainingRows,
  places: Uint32Array,
): Pick<NearRows, 'labels' | 'answers'> {
  const found = Float64Array.from(places, (place) => actual[place]!)
  if (found.length === 0) return {}
  if (classes.length === 0) {
    const sum = found.reduce((a, b) => a + b)
    return { answers: { mean: sum / found.length, min: Math.min(...found), max: Math.max(...found) } }
  }
  const counted = classes.map((name, index) => ({ name, rows: found.filter((label) => label === index).length }))
  return { labels: counted.filter(({ rows }) => rows > 0).sort((a, b) => b.rows - a.rows) }
}
