import type { Frame } from '@/core/dataset/column.ts'
import { surprise } from '@/core/metrics/probability.ts'
import type { Task } from '@/core/task.ts'
import type { Answer } from '@/engine/explain/answer.ts'
import { type LoadedPipeline, predict } from '@/engine/predict.ts'

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

/** The loss of each row, whose truths are given in order: log loss in nats, or the squared error. */
export function lossesOf(loaded: LoadedPipeline, actual: Float64Array, { signal }: Pick<Task, 'signal'>): Answer {
  const isRegression = loaded.pipeline.contract.task === 'regression'
  return async (frame) => {
    const { predictions } = await predict(loaded, frame, { signal, report: () => {} })
    const { scores, width } = predictions
    return actual.map((truth, row) =>
      isRegression ? (scores[row]! - truth) ** 2 : surprise(scores[row * width + truth]!),
    )
  }
}
