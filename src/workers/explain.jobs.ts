import { openBudget } from '@/core/budget.ts'
import { findColumn, takeRows } from '@/core/dataset/column.ts'
import { AssayError } from '@/core/errors.ts'
import type { ExplainJobs } from '@/core/explain/jobs.ts'
import type { Progress } from '@/core/pipeline/jobs.ts'
import { coarseToFine } from '@/engine/explain/coarseToFine.ts'
import { partialDependence } from '@/engine/explain/dependence.ts'
import { accumulatedEffects } from '@/engine/explain/effects.ts'
import { permuteColumns } from '@/engine/explain/importance.ts'
import { answerOf, inputsOf, lossesOf, outputOf } from './answers.ts'
import { joinParts, openExplainer, type Part, SEED, sayBackground } from './explainer.ts'
import { evenly, openPart } from './partFrame.ts'
import type { Pipelines } from './pipelines.ts'
import type { Stores } from './runFiles.ts'

/** Rows that columns are permuted over, at most: more would narrow the intervals little. */
const IMPORTANCE_ROWS = 5_000
const DEPENDENCE_ROWS = 500
/** What is kept of the time for accumulated effects, which ask about each row twice rather than for each of 20 values. */
const EFFECTS_SHARE = 0.1
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
