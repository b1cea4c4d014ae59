import { toErrorData } from '@/core/errors.ts'
import { evaluatePredictions } from '@/core/metrics/evaluate.ts'
import type { TaskKind } from '@/core/metrics/metric.ts'
import { normalFrom, seededRandom } from '@/core/random.ts'
import { metricIntervals } from '@/core/resample/intervals.ts'
import { unattended } from '@/core/task.ts'
import { runFor } from '@/core/work.ts'

export interface EvaluateMessage {
  readonly task: TaskKind
  readonly rows: number
}

export interface EvaluateReply {
  readonly ms: number
  readonly metrics: number
  readonly intervals: number
  /** How often it told how far it is. */
  readonly told: number
}

const CLASSES: Readonly<Record<TaskKind, readonly string[]>> = {
  binary: ['no', 'yes'],
  multiclass: ['a', 'b', 'c', 'd', 'e'],
  regression: [],
}

/** Answers, and what a model that is right more often than not says of them. */
function say(task: TaskKind, rows: number) {
  const random = seededRandom('evaluate', task)
  const normal = normalFrom(random)
  const classes = CLASSES[task]
  const actual = Float64Array.from({ length: rows }, () =>
    task === 'regression' ? 10 * normal() : Math.floor(random() * classes.length),
  )
  const width = Math.max(1, classes.length)
  const scores = new Float32Array(rows * width)
  for (let row = 0; row < rows; row++) {
    if (task === 'regression') {
      scores[row] = actual[row]! + 3 * normal()
      continue
    }
    let sum = 0
    for (let k = 0; k < width; k++) {
      const odds = Math.exp(normal() + (k === actual[row] ? 1.2 : 0))
      scores[row * width + k] = odds
      sum += odds
    }
    for (let k = 0; k < width; k++) scores[row * width + k]! /= sum
  }
  return { task, classes, actual, predictions: { rows, width, scores }, threshold: 0.5 }
}

self.onmessage = async ({ data: { task, rows } }: MessageEvent<EvaluateMessage>) => {
  try {
    const said = say(task, rows)
    let told = 0
    const startedAt = performance.now()
    const { metrics } = evaluatePredictions(said)
    const intervals = await runFor(unattended, metricIntervals({ ...said, seed: 1, progress: () => void told++ }))
    const reply: EvaluateReply = {
      ms: performance.now() - startedAt,
      metrics: Object.keys(metrics).length,
      intervals: Object.keys(intervals).length,
      told,
    }
    self.postMessage(reply)
  } catch (cause) {
    self.postMessage({ error: toErrorData(cause).message })
  }
}
