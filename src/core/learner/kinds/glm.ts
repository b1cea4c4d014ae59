import { type Choice, choiceField, classWeightsField } from '../field.ts'
import type { LearnerInfo } from '../info.ts'
import type { Distribution, Penalty } from '../learner.ts'

export const glm: LearnerInfo<'glm'> = {
  label: (task) => (task === 'regression' ? 'Linear regression' : 'Logistic regression'),
  blurb: () => 'Solved exactly, and easy to explain: a coefficient for each feature',
  shape: 'circle',
  encoding: 'dense',
  counts: 'strength',
  isFirst: true,
  defaults: () => ({}),
  fields: [
    choiceField(
      {
        key: 'penalty',
        label: 'Penalty',
        advanced: false,
        help: 'Ridge pulls on squares, lasso on absolute values, which sets some coefficients to zero; standard errors exist for ridge and none.',
      },
      [
        ['ridge', 'ridge'],
        ['lasso', 'lasso'],
        ['elastic-net', 'elastic net'],
        ['none', 'none'],
      ] satisfies readonly Choice<Penalty>[],
    ),
    {
      key: 'strength',
      label: 'Strength',
      kind: 'number',
      min: 0,
      max: 1e6,
      isAuto: true,
      advanced: false,
      search: { isOn: true, from: '1e-5', to: '10', scale: 'log' },
      help: 'How hard the penalty pulls; auto takes what does best on the validation rows.',
    },
    {
      key: 'l1Share',
      label: 'Share of lasso',
      kind: 'number',
      min: 0,
      max: 1,
      fallback: 0.5,
      advanced: true,
      search: { from: '0', to: '1' },
      help: 'Only of an elastic net: 1 is lasso, 0 ridge.',
    },
    choiceField(
      {
        key: 'distribution',
        label: 'Distribution',
        tasks: ['regression'],
        help: 'Poisson is for counts: never below zero, and the spread grows with the mean.',
      },
      [
        ['gaussian', 'Gaussian'],
        ['poisson', 'Poisson'],
      ] satisfies readonly Choice<Distribution>[],
    ),
    classWeightsField,
  ],
}
