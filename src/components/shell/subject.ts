import type { Dataset } from '@/core/dataset/dataset.ts'
import type { Experiment } from '@/core/experiment/experiment.ts'
import type { Run } from '@/core/run/run.ts'
import type { Route } from '@/state/route.ts'
import { bestRun } from '@/state/run.ts'
import type { State } from '@/state/store.ts'

/** What a view is about, all the way back to the data. */
export interface Subject {
  readonly dataset?: Dataset | undefined
  readonly experiment?: Experiment | undefined
  /** The view's run, else the best one. */
  readonly run?: Run | undefined
}

/** Finds the dataset, experiment and run that a view is about. */
export function subjectOf(state: Pick<State, 'shelves'>, route: Route): Subject {
  const { shelves } = state
  if (route.page === 'data' || route.page === 'ask') {
    const dataset = shelves.dataset[route.datasetId]
    const experiment = Object.values(shelves.experiment)
      .filter(({ question, deletedAt }) => !deletedAt && question.datasetId === route.datasetId)
      .sort((a, b) => b.updatedAt - a.updatedAt)[0]
    return { dataset, experiment, run: experiment && bestRun(state, experiment.id) }
  }
  const run = 'runId' in route ? shelves.run[route.runId] : undefined
  const experimentId = 'experimentId' in route ? route.experimentId : run?.experimentId
  const experiment = experimentId === undefined ? undefined : shelves.experiment[experimentId]
  if (!experiment) return { run }
  return {
    dataset: shelves.dataset[experiment.question.datasetId],
    experiment,
    run: run ?? bestRun(state, experiment.id),
  }
}
