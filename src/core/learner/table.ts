import type { TaskKind } from '../metrics/metric.ts'
import type { OptionField } from './field.ts'
import type { LearnerInfo } from './info.ts'
import { auto } from './kinds/auto.ts'
import { linear, network } from './kinds/descent.ts'
import { glm } from './kinds/glm.ts'
import { neighbours } from './kinds/neighbours.ts'
import { boosting, forest } from './kinds/trees.ts'
import type { Learner, LearnerKind } from './learner.ts'

const baseline: LearnerInfo<'baseline'> = {
  label: () => 'Baseline',
  blurb: (task) => (task === 'regression' ? 'Always says the mean' : 'Always says how common each class is'),
  shape: 'diamond',
  encoding: 'dense',
  isFirst: true,
  defaults: () => ({}),
  fields: [],
}

/** Everything that is known of each kind: add a kind and the compiler lists what is missing. */
export const LEARNERS: { readonly [K in LearnerKind]: LearnerInfo<K> } = {
  auto,
  baseline,
  glm,
  boosting,
  forest,
  network,
  neighbours,
  linear,
}

/** What the history of a learner counts, as a word: epochs of a network, rounds of boosting, trees of a forest. */
export function countedBy(kind: LearnerKind): string {
  return LEARNERS[kind].counts ?? 'step'
}

/**
 * The settings of a learner that its run has: those that mean something for the task, and those that its spec holds although they
 * do not, as a spec of before this was known may.
 */
export function fieldsOfRun({ kind, options }: Learner, task: TaskKind): readonly OptionField[] {
  return LEARNERS[kind].fields.filter(({ key, tasks }) => !tasks || tasks.includes(task) || key in options)
}

/** The settings of a learner that mean something for a task. */
export function fieldsFor(kind: LearnerKind, task: TaskKind): readonly OptionField[] {
  return LEARNERS[kind].fields.filter(({ tasks }) => !tasks || tasks.includes(task))
}
