import type { LearnerInfo } from '../info.ts'

/** Tries of one run, at most. */
export const MOST_TRIES = 100

export const auto: LearnerInfo<'auto'> = {
  label: () => 'Auto',
  blurb: () => 'Tries lines, trees and networks, and variants of them, for as long as you say, and mixes the best',
  shape: 'star',
  encoding: 'dense',
  counts: 'try',
  isFirst: false,
  defaults: () => ({ budgetS: 60 }),
  fields: [
    {
      key: 'budgetS',
      label: 'Time',
      kind: 'integer',
      min: 1,
      max: 86_400,
      unit: 'seconds',
      advanced: false,
      help: 'What is under way when it is over is dropped.',
    },
    {
      key: 'tries',
      label: 'Tries',
      kind: 'integer',
      min: 1,
      max: MOST_TRIES,
      isAuto: true,
      advanced: true,
      help: 'Auto tries as many as there is time for. A number repeats a run exactly, whatever the clock says, on the device that its networks had.',
    },
  ],
}
