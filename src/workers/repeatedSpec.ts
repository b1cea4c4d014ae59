import type { Run, RunResult, RunSpec } from '@/core/run/run.ts'

/** The spec as the run carried it out: without a clock, on the device it had, and without folds. */
export function repeatedSpec({ spec, device }: Run, { stepsDone }: RunResult): RunSpec {
  const { learner, question } = spec
  const { folds: _folds, ...asked } = question
  return {
    ...spec,
    question: asked,
    device: spec.device === 'auto' && device ? device.backend : spec.device,
    learner: learner.kind === 'auto' ? { ...learner, options: { ...learner.options, tries: stepsDone } } : learner,
  }
}
