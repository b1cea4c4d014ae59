import { carriedOut } from '@/core/run/repeat.ts'
import type { Run, RunResult, RunSpec } from '@/core/run/run.ts'

/**
 * The spec as the run carried it out: without a clock, on the device it had, and without folds. From the start always: an earlier
 * model has seen rows and columns that are left out here.
 */
export function repeatedSpec({ spec: asked }: Run, result: RunResult): RunSpec {
  const { warmStart: _warmStart, ...spec } = asked
  const { folds: _folds, ...question } = spec.question
  return { ...spec, ...carriedOut(spec, result), question }
}
