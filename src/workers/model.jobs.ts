import { AssayError } from '@/core/errors.ts'
import { frameFromText } from '@/core/pipeline/contract.ts'
import type { ModelJobs, PredictRowsOutput } from '@/core/pipeline/jobs.ts'
import type { RunId } from '@/core/run/run.ts'
import { insightOf } from '@/engine/model/insight.ts'
import type { Platform } from '@/engine/platform.ts'
import { postprocess } from '@/engine/postprocess.ts'
import { predict } from '@/engine/predict.ts'
import { assignRows } from '@/engine/prepare.ts'
import { scorePart } from '@/engine/score.ts'
import { scoreFile } from '@/engine/scoreFile.ts'
import { makeCompareJobs } from './compare.jobs.ts'
import { makeConformalJobs } from './conformal.jobs.ts'
import { makeCurveJobs } from './curves.jobs.ts'
import { makeExplainJobs } from './explain.jobs.ts'
import { makeFairnessJobs } from './fairness.jobs.ts'
import { makeIntervalJobs } from './intervals.jobs.ts'
import { inWords } from './inWords.ts'
import { columnsFor } from './partFrame.ts'
import { openPipelines } from './pipelines.ts'
import { makeRepairJobs } from './repair.jobs.ts'
import { transfer } from './rpc.ts'
import { openFrames, readPart, type Stores, weightsPath } from './runFiles.ts'
import { makeSliceJobs } from './slices.jobs.ts'
import { makeThresholdJobs } from './threshold.jobs.ts'
import { makeWhatIfJobs } from './whatIf.jobs.ts'

export interface ModelSurroundings extends Stores {
  readonly platform: Platform
}

/** The model worker's own jobs; those of bundles are made beside them. */
export type OwnModelJobs = Omit<ModelJobs, 'exportBundle' | 'importBundle'>

export function makeModelJobs(surroundings: ModelSurroundings): OwnModelJobs {
  const { records, arrays, platform } = surroundings
  const pipelines = openPipelines(surroundings, platform)
  const { keepScored, setThreshold } = makeThresholdJobs(surroundings)

  async function specOf(runId: RunId) {
    const run = await records.get('run', runId)
    if (!run)
      throw new AssayError('storage.missing', 'This run is not in this browser any more. Start a new one.', { runId })
    return run.spec
  }

  return {
    ...makeCompareJobs(surroundings),
    ...makeIntervalJobs(surroundings),
    ...makeConformalJobs(surroundings),
    ...makeCurveJobs(surroundings),
    ...makeExplainJobs(surroundings, pipelines),
    ...makeRepairJobs(surroundings),
    ...makeFairnessJobs(surroundings),
    ...makeSliceJobs(surroundings),
    ...makeWhatIfJobs(surroundings, pipelines),
    setThreshold,

    async evaluate({ runId, part }, task) {
      const existing = await records.get('evaluation', `${runId}/${part}`)
      if (existing) return existing
      const spec = await specOf(runId)
      const { question, seed } = spec
      return pipelines.use(runId, async (loaded) => {
        const frames = await openFrames(surroundings, question, task, columnsFor(loaded.pipeline, question.split))
        const rows = assignRows(question, seed, frames).part(part)
        // Validation rows that a calibration was fitted on are not scored by it.
        const scored =
          part === 'validation'
            ? (await postprocess(loaded, spec, rows, task)).validation
            : await scorePart(loaded, part, rows, task)
        return keepScored(scored, loaded.pipeline.threshold)
      })
    },

    async actualPredicted({ runId, part, max }) {
      const { question } = await specOf(runId)
      if (question.task !== 'regression')
        throw new AssayError(
          'spec.invalid',
          'Only numbers are drawn as predicted against actual. Look at the confusion of classes instead.',
        )
      const { scores, actual } = await readPart(arrays, runId, part)
      const rows = actual.length
      const count = Math.min(rows, max)
      const at = (i: number) => Math.floor((i * rows) / count)
      const output = {
        actual: Float64Array.from({ length: count }, (_, i) => actual[at(i)]!),
        predicted: Float64Array.from({ length: count }, (_, i) => scores[at(i)]!),
        rows,
      }
      return transfer(output, [output.actual.buffer, output.predicted.buffer])
    },

    async insight({ runId }) {
      const pipeline = await records.get('pipeline', runId)
      const result = await records.get('result', runId)
      if (!pipeline || !result) return { kind: 'none' }
      const weights = await Promise.all(pipeline.members.map((_, i) => arrays.read(weightsPath(runId, i))))
      return insightOf(pipeline, weights, result)
    },

    predictRows: ({ runId, rows }, task) =>
      pipelines.use(runId, async (loaded): Promise<PredictRowsOutput> => {
        const { contract } = loaded.pipeline
        const frame = frameFromText(rows, contract)
        const { predictions, issues } = await predict(loaded, frame, { signal: task.signal, report: () => {} })
        return { rows: inWords(loaded.pipeline, predictions), issues: issues.samples }
      }),

    async scoreFile(input, task) {
      // What stood for a missing cell in the data that the model knows does so in these.
      const { question } = await specOf(input.runId)
      const missing = (await records.get('dataset', question.datasetId))?.source.dialect?.missing
      const options = { ...(missing && { missing }), ...input.options }
      return pipelines.use(input.runId, (loaded) => scoreFile(loaded, { ...input, options }, task))
    },
  }
}
