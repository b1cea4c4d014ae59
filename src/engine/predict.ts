import { openCalibration } from '@/core/calibration/apply.ts'
import { intervalsOf, makesSets, setsOf } from '@/core/conformal/conformal.ts'
import { type Frame, sliceFrame } from '@/core/dataset/column.ts'
import { type CellIssue, type CellIssueKind, ISSUES_KEPT, type IssueReport } from '@/core/dataset/dataset.ts'
import { conform } from '@/core/pipeline/contract.ts'
import type { Progress } from '@/core/pipeline/jobs.ts'
import type { Pipeline, Predictions } from '@/core/pipeline/pipeline.ts'
import { applyRecipeBreathing } from '@/core/recipe/fit.ts'
import { breather, macrotask, type Task, throwIfAborted } from '@/core/task.ts'
import { runFor } from '@/core/work.ts'
import { TOOLS } from './knn/search.ts'
import { labelsOf } from './labels.ts'
import { type OpenModel, openModel } from './model/openModel.ts'
import { pairs } from './neural/heads.ts'

/** Rows predicted at once, at most; and numbers in their matrix or widest layer, at most (16 MB). */
const BATCH_ROWS = 8_192
const BATCH_NUMBERS = 4 * 2 ** 20

export interface LoadedPipeline {
  readonly pipeline: Pipeline
  readonly models: readonly OpenModel[]
  dispose(): void
}

/**
 * Opens every member's model, layers on the device that is open now; the caller disposes them.
 * @throws AssayError `bundle.damaged` when weights are not those that the pipeline names.
 */
export async function loadPipeline(pipeline: Pipeline, weights: readonly ArrayBuffer[]): Promise<LoadedPipeline> {
  const models: OpenModel[] = []
  const dispose = () => {
    for (const model of models) model.dispose()
  }
  try {
    for (const [index, member] of pipeline.members.entries())
      models.push(await openModel(member, weights[index] ?? new ArrayBuffer(0)))
  } catch (cause) {
    dispose()
    throw cause
  }
  return { pipeline, models, dispose }
}

export interface PredictOutput {
  readonly predictions: Predictions
  /** Cells that could not be used as given, with what was done instead. */
  readonly issues: IssueReport
}

/**
 * The one function that predicts: page, evaluation, scoring and exports' proof all call it. Raw rows in, with at least the
 * contract's columns in any order; a row's answer does not depend on the rows beside it. Hears a stop between batches.
 *
 * In this order: the members' mean, its calibration, the labels by the threshold, intervals or sets. `engine/bundle/script`
 * does the same.
 * @param firstRow Number of the frame's first row (from 1), by which issues name rows.
 * @throws AssayError `predict.missingColumns` when the frame lacks what the contract asks for.
 */
export async function predict(
  loaded: LoadedPipeline,
  frame: Frame,
  task: Task<Progress>,
  firstRow = 1,
): Promise<PredictOutput> {
  const { contract, calibration, threshold, conformal } = loaded.pipeline
  const width = contract.task === 'regression' ? 1 : contract.classes.length
  const scores = new Float32Array(frame.rows * width)
  const spread = loaded.models.length > 1 ? new Float32Array(scores.length) : undefined
  const reports: IssueReport[] = []
  const batch = batchRows(loaded.models)
  const breathe = breather(task)
  const calibrate = calibration ? openCalibration(calibration, width) : (raw: Float32Array) => raw
  // An empty frame still goes through the contract, so that missing columns are told.
  for (let start = 0; start === 0 || start < frame.rows; start += batch) {
    throwIfAborted(task)
    const end = Math.min(frame.rows, start + batch)
    const { frame: part, issues } = conform(sliceFrame(frame, start, end), contract, firstRow + start)
    reports.push(issues)
    if (part.rows > 0) {
      const answers = await predictPart(loaded, part, width, breathe)
      scores.set(calibrate(answers.mean), start * width)
      spread?.set(answers.spread, start * width)
    }
    task.report({ done: end, total: frame.rows })
    await macrotask()
  }
  const labels = labelsOf(contract.task, scores, width, threshold)
  const predictions: Predictions = {
    rows: frame.rows,
    width,
    scores,
    labels,
    ...(spread && { spread }),
    ...(conformal?.kind === 'residual' && { intervals: intervalsOf(conformal, scores) }),
    ...(conformal && makesSets(conformal) && { sets: await runFor(task, setsOf(conformal, scores, width)) }),
  }
  return { predictions, issues: joinIssues(reports) }
}

/** The members' answers for conformed rows: their mean by their weights, and their deviation about it. */
async function predictPart(
  { pipeline, models }: LoadedPipeline,
  part: Frame,
  width: number,
  breathe: () => Promise<void>,
): Promise<{ readonly mean: Float32Array; readonly spread: Float32Array }> {
  const sum = new Float32Array(part.rows * width)
  const all: { readonly answers: Float32Array; readonly weight: number }[] = []
  for (const [index, { recipe, weight }] of pipeline.members.entries()) {
    const prepared = await applyRecipeBreathing(recipe, part, breathe, TOOLS)
    const answers = await models[index]!.answers(prepared, breathe)
    const both = pipeline.contract.task === 'binary' ? pairs(answers) : answers
    for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! + weight * both[i]!
    all.push({ answers: both, weight })
  }
  return { mean: sum, spread: all.length > 1 ? spreadOf(all, sum) : new Float32Array(sum.length) }
}

function spreadOf(
  all: readonly { readonly answers: Float32Array; readonly weight: number }[],
  mean: Float32Array,
): Float32Array {
  return mean.map((middle, i) =>
    Math.sqrt(all.reduce((sum, { answers, weight }) => sum + weight * (answers[i]! - middle) ** 2, 0)),
  )
}

function batchRows(models: readonly OpenModel[]): number {
  const widest = Math.max(1, ...models.map(({ rowNumbers }) => rowNumbers))
  return Math.min(BATCH_ROWS, Math.max(64, Math.floor(BATCH_NUMBERS / widest)))
}

function joinIssues(reports: readonly IssueReport[]): IssueReport {
  const counts: Partial<Record<CellIssueKind, number>> = {}
  const samples: CellIssue[] = []
  const kept: Partial<Record<CellIssueKind, number>> = {}
  for (const report of reports) {
    for (const [kind, count] of Object.entries(report.counts) as [CellIssueKind, number][])
      counts[kind] = (counts[kind] ?? 0) + count
    for (const sample of report.samples) {
      kept[sample.kind] = (kept[sample.kind] ?? 0) + 1
      if (kept[sample.kind]! <= ISSUES_KEPT) samples.push(sample)
    }
  }
  return { counts, samples }
}
