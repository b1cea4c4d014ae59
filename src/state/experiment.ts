import type { DatasetId } from '@/core/dataset/dataset.ts'
import type { Experiment, ExperimentId, Question } from '@/core/experiment/experiment.ts'
import { contentHash } from '@/core/hash.ts'
import type { Slice, State } from './store.ts'

export interface ExperimentSlice {
  createExperiment(name: string, question: Question): Promise<Experiment>
  renameExperiment(id: ExperimentId, name: string): Promise<void>
  /**
   * Changes what is asked. What the runs must share to be ranked together (data, target, task, classes, split) cannot
   * change once there is a run: then it becomes a new experiment, which is returned.
   */
  changeQuestion(id: ExperimentId, question: Question): Promise<Experiment>
  deleteExperiment(id: ExperimentId): Promise<void>
}

/** Experiments that are not deleted, the last changed first. */
export function liveExperiments({ shelves }: Pick<State, 'shelves'>): readonly Experiment[] {
  return Object.values(shelves.experiment)
    .filter((experiment) => !experiment.deletedAt)
    .sort((a, b) => b.updatedAt - a.updatedAt)
}

/** Of them those about one lineage of data, whichever version they were asked of. */
export function experimentsAbout(state: Pick<State, 'shelves'>, lineage: DatasetId): readonly Experiment[] {
  return liveExperiments(state).filter(({ question }) => state.shelves.dataset[question.datasetId]?.lineage === lineage)
}

/** Hash of what makes scores comparable: runs of questions that agree in it are ranked together. */
export function comparisonKey({ datasetId, target, task, classes, split }: Question): string {
  return contentHash({ datasetId, target, task, classes, split })
}

export const createExperimentSlice: Slice<ExperimentSlice> = (_set, get) => {
  const change = (id: ExperimentId, patch: Partial<Experiment>) =>
    get().changeRecord('experiment', id, (old) => old && { ...old, ...patch, updatedAt: Date.now() })

  const create = async (name: string, question: Question): Promise<Experiment> => {
    const now = Date.now()
    const experiment: Experiment = {
      schema: 1,
      id: crypto.randomUUID(),
      name,
      question,
      runsStarted: 0,
      createdAt: now,
      updatedAt: now,
    }
    await get().putRecord('experiment', experiment)
    return experiment
  }

  return {
    createExperiment: create,
    async renameExperiment(id, name) {
      const before = get().shelves.experiment[id]?.name
      if (before === undefined || before === name) return
      await get().perform({
        label: `Renamed ${before} to ${name}`,
        redo: async () => void (await change(id, { name })),
        undo: async () => void (await change(id, { name: before })),
      })
    },
    async changeQuestion(id, question) {
      const old = get().shelves.experiment[id]
      if (!old) return create(`${question.target}`, question)
      if (old.runsStarted > 0 && comparisonKey(old.question) !== comparisonKey(question))
        return create(old.name, question)
      await get().perform({
        label: 'Changed the question',
        redo: async () => void (await change(id, { question })),
        undo: async () => void (await change(id, { question: old.question })),
      })
      return get().shelves.experiment[id] ?? old
    },
    async deleteExperiment(id) {
      const old = get().shelves.experiment[id]
      if (!old) return
      await get().perform({
        label: `Removed ${old.name}`,
        redo: async () => void (await change(id, { deletedAt: Date.now() })),
        undo: async () => void (await change(id, { deletedAt: undefined })),
      })
    },
  }
}
