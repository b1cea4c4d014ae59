import { openBudget } from '@/core/budget.ts'
import { takeRows } from '@/core/dataset/column.ts'
import { formatCell } from '@/core/format/format.ts'
import { conform, frameFromText } from '@/core/pipeline/contract.ts'
import type { Contract, Pipeline, Predictions } from '@/core/pipeline/pipeline.ts'
import type { Task } from '@/core/task.ts'
import type { Goal } from '@/core/whatIf/goal.ts'
import type { Cells, Counterfactual, WhatIfJobs } from '@/core/whatIf/jobs.ts'
import { runFor } from '@/core/work.ts'
import type { Answer } from '@/engine/explain/answer.ts'
import type { Changes, Choice } from '@/engine/explain/changes.ts'
import { changesTo, choicesOf } from '@/engine/explain/choices.ts'
import { type FoundCounterfactuals, findCounterfactuals, mostAsked } from '@/engine/explain/counterfactual.ts'
import { encodeGower, nearestByGower, takeGower } from '@/engine/explain/gower.ts'
import { type LoadedPipeline, predict } from '@/engine/predict.ts'
import { inWords } from './inWords.ts'
import type { Pipelines } from './pipelines.ts'
import type { TrainingRows, TrainingRowsOpener } from './trainingRows.ts'

/** Training rows with the answer that is asked for that are tried, at most. */
const EXAMPLES = 200
/** What a row falls short by, at least, that does not get the answer though the scores are equal. */
const SHORT = 1e-12

/** Looks for the nearest rows with another answer. */
export function makeCounterfactualJob(
  pipelines: Pipelines,
  training: TrainingRowsOpener,
): WhatIfJobs['counterfactuals'] {
  return ({ runId, cells, goal, limits, budgetMs }, task) =>
    pipelines.use(runId, async (loaded) => {
      const { pipeline } = loaded
      const { contract } = pipeline
      const isOver = openBudget(budgetMs)
      const train = await training.open(pipeline, task)
      const row = conform(frameFromText([cells], contract), contract).frame
      const choices = await runFor(
        task,
        choicesOf({ row, train: train.frame, inputs: contract.inputs, columns: train.gower.columns, limits }),
      )
      const own = await runFor(task, encodeGower(train.gower.columns, row))
      const suited = placesWith(train, contract, goal)
      const near = await runFor(task, nearestByGower(takeGower(train.gower, suited), own.cells, EXAMPLES))
      const examples = takeRows(
        train.frame,
        near.rows.map((place) => suited[place]!),
      )
      const total = mostAsked(choices)
      let last = { done: 0, total }
      const inCells = (found: FoundCounterfactuals['found']) => describeFound(loaded, { cells, choices, found }, task)
      const { found, ...told } = await findCounterfactuals(
        {
          row,
          choices,
          examples: changesTo(
            choices,
            examples,
            Uint32Array.from({ length: examples.rows }, (_, i) => i),
          ),
          surplus: surplusOf(loaded, goal, task),
          mayGoOn: () => !isOver(),
          onFound: async (more) => task.report({ ...last, found: await inCells(more) }),
        },
        {
          signal: task.signal,
          report: (event) => {
            last = event
            task.report(event)
          },
        },
      )
      task.report({ done: total, total })
      return { ...told, found: await inCells(found) }
    })
}

/** What was found as cells to change, each with what the model says then. */
async function describeFound(
  loaded: LoadedPipeline,
  {
    cells,
    choices,
    found,
  }: { readonly cells: Cells; readonly choices: readonly Choice[]; readonly found: FoundCounterfactuals['found'] },
  { signal }: Pick<Task, 'signal'>,
): Promise<readonly Counterfactual[]> {
  const { pipeline } = loaded
  const { contract } = pipeline
  const rows = found.map(({ changes }) => withChanges(cells, choices, changes, contract))
  const { predictions } = await predict(loaded, frameFromText(rows, contract), { signal, report: () => {} })
  const said = inWords(pipeline, predictions)
  return found.map(({ changes, distance }, i) => ({
    distance,
    said: said[i]!,
    changes: [...changes.keys()].map((place) => {
      const { column } = choices[place]!
      return { column, from: cells[column] || null, to: rows[i]![column]! }
    }),
  }))
}

/** Training rows that truly have the answer. */
function placesWith({ actual }: TrainingRows, { classes }: Contract, goal: Goal): Uint32Array {
  const index = goal.kind === 'class' ? classes.indexOf(goal.name) : -1
  const isSuited = (value: number) => {
    if (goal.kind === 'class') return value === index
    return goal.kind === 'atLeast' ? value >= goal.value : value <= goal.value
  }
  return Uint32Array.from([...actual.keys()].filter((place) => isSuited(actual[place]!)))
}

/** How far the answer is past the goal: of classes the lead over the next one or the threshold, of numbers what is over. */
function surplusOf(loaded: LoadedPipeline, goal: Goal, { signal }: Pick<Task, 'signal'>): Answer {
  return async (frame) => {
    const { predictions } = await predict(loaded, frame, { signal, report: () => {} })
    if (goal.kind === 'class') return classSurplus(loaded.pipeline, predictions, goal.name)
    const sign = goal.kind === 'atLeast' ? 1 : -1
    return Float64Array.from(predictions.scores, (score) => sign * (score - goal.value))
  }
}

function classSurplus({ contract, threshold }: Pipeline, predictions: Predictions, name: string): Float64Array {
  const { rows, width, scores, labels } = predictions
  const index = contract.classes.indexOf(name)
  return Float64Array.from({ length: rows }, (_, row) => {
    const said = scores.subarray(row * width, (row + 1) * width)
    const lead =
      contract.task === 'binary'
        ? (index === 1 ? 1 : -1) * (said[1]! - threshold)
        : said[index]! - said.reduce((most, score, i) => (i === index ? most : Math.max(most, score)), 0)
    // What a row is called is decided in one place: scores only tell how near it is.
    return labels?.[row] === index ? Math.max(0, lead) : Math.min(-SHORT, lead)
  })
}

function withChanges(
  cells: Cells,
  choices: readonly Choice[],
  changes: Changes,
  { inputs }: Contract,
): Record<string, string> {
  const typeOf = new Map(inputs.map(({ name, type }) => [name, type]))
  const changed = [...changes].map(([place, value]) => {
    const { column } = choices[place]!
    return [column, formatCell(value, typeOf.get(column)!)] as const
  })
  const given = Object.entries(cells).map(([name, cell]) => [name, cell ?? ''] as const)
  return Object.fromEntries([...given, ...changed])
}
