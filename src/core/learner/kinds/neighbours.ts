import { type Choice, choiceField } from '../field.ts'
import type { LearnerInfo } from '../info.ts'
import type { NeighbourWeights } from '../learner.ts'

export const neighbours: LearnerInfo<'neighbours'> = {
  label: () => 'Nearest neighbours',
  blurb: () => 'Answers as the most similar training rows did; keeps them all in the model',
  shape: 'hexagon',
  encoding: 'dense',
  ignoresWeights: true,
  isFirst: false,
  defaults: (rows) => ({ k: rows < 1_000 ? 5 : 15 }),
  fields: [
    {
      key: 'k',
      label: 'Neighbours',
      kind: 'integer',
      min: 1,
      max: 1_000,
      advanced: false,
      search: { isOn: true, from: '1', to: '100', scale: 'log' },
      help: 'Training rows that are asked.',
    },
    choiceField({ key: 'weights', label: 'Weights', advanced: false, help: 'Whether nearer ones count more.' }, [
      ['uniform', 'all alike'],
      ['distance', 'by nearness'],
    ] satisfies readonly Choice<NeighbourWeights>[]),
  ],
}
