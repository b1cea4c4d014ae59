import { formatThreshold, formatUnits } from '@/core/format/format.ts'
import type { ImportOutput, Progress, ScoreFileOutput } from '@/core/pipeline/jobs.ts'
import type { Evaluation, RunId } from '@/core/run/run.ts'
import type { PartRow } from '@/core/whatIf/jobs.ts'
import type { Slice, State } from './store.ts'

export interface ModelSlice {
  /** Scores a run on its test rows: done once, on purpose, and then kept. */
  openTest(id: RunId): Promise<Evaluation | undefined>
  /**
   * Has a run of two classes call rows positive from another probability up, wherever it predicts; its scores follow. Can be
   * undone. Throws AssayError where its predictions are not here.
   */
  moveThreshold(id: RunId, threshold: number): Promise<void>
  /** A row of a scored part by its number, or that at a share of the part. Throws AssayError. */
  findPartRow(
    id: RunId,
    part: Evaluation['part'],
    at: { readonly row: number } | { readonly share: number },
  ): Promise<PartRow>
  scoreFile(id: RunId, file: File): Promise<ScoreFileOutput | undefined>
  exportRun(id: RunId): Promise<{ readonly bundle: Blob; readonly fileName: string } | undefined>
  importBundle(file: File): Promise<ImportOutput | undefined>
}

function nameOf({ shelves }: State, id: RunId): string {
  return `run ${shelves.run[id]?.mark.letter ?? ''}`.trim()
}

const counted = (unit: string) => (progress: Progress) => ({
  ...progress,
  text: `${formatUnits(progress.done, unit)} of ${formatUnits(progress.total, unit)}`,
})

export const createModelSlice: Slice<ModelSlice> = (_set, get, { jobs }) => ({
  async openTest(id) {
    const evaluation = await get().runJob(
      { kind: 'evaluate', subject: id, label: `Scoring ${nameOf(get(), id)} on the test rows` },
      ({ signal, progress }) =>
        jobs.model.call(
          'evaluate',
          { runId: id, part: 'test' },
          { signal, onEvent: (event) => progress(counted('row')(event)) },
        ),
    )
    if (evaluation) await get().refreshRecord('evaluation', evaluation.id)
    return evaluation
  },
  async moveThreshold(id, threshold) {
    const before = get().shelves.pipeline[id]?.threshold
    if (before === undefined || before === threshold) return
    const set = async (to: number) => {
      const evaluations = await jobs.model.call('setThreshold', { runId: id, threshold: to })
      await get().refreshRecord('pipeline', id)
      for (const evaluation of evaluations) await get().refreshRecord('evaluation', evaluation.id)
    }
    await get().perform({
      label: `Moved the threshold of ${nameOf(get(), id)} from ${formatThreshold(before)} to ${formatThreshold(threshold)}`,
      redo: () => set(threshold),
      undo: () => set(before),
    })
  },
  findPartRow: (runId, part, at) => jobs.model.call('partRow', { runId, part, at }),
  scoreFile: (id, file) =>
    get().runJob(
      { kind: 'score', subject: id, label: `Predicting every row of ${file.name}` },
      ({ signal, progress }) =>
        jobs.model.call(
          'scoreFile',
          { runId: id, file, fileName: file.name },
          { signal, onEvent: (event) => progress(counted('row')(event)) },
        ),
    ),
  exportRun: (id) =>
    get().runJob({ kind: 'export', subject: id, label: `Packing ${nameOf(get(), id)}` }, ({ signal, progress }) =>
      jobs.model.call('exportBundle', { runId: id }, { signal, onEvent: (event) => progress(counted('part')(event)) }),
    ),
  async importBundle(file) {
    const output = await get().runJob(
      { kind: 'import', subject: file.name, label: `Opening ${file.name}` },
      ({ signal, progress }) =>
        jobs.model.call('importBundle', { file }, { signal, onEvent: (event) => progress(counted('part')(event)) }),
    )
    if (!output) return undefined
    const { runId, experimentId } = output
    await get().refreshRecord('experiment', experimentId)
    for (const kind of ['run', 'result', 'pipeline', 'annotation'] as const) await get().refreshRecord(kind, runId)
    for (const part of ['validation', 'test']) await get().refreshRecord('evaluation', `${runId}/${part}`)
    return output
  },
})
