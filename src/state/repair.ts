import type { Edit } from '@/core/dataset/edit.ts'
import type { Experiment, ExperimentId } from '@/core/experiment/experiment.ts'
import { CHECK_FOLDS, type LabelCheck, type Repair, type RepairRow, type RepairWay } from '@/core/labels/labelCheck.ts'
import { describeRepair } from '@/core/labels/verdict.ts'
import type { Run, RunId } from '@/core/run/run.ts'
import { canWarmStart, withWarmStart } from '@/core/run/warmStart.ts'
import { comparisonKey, liveExperiments } from './experiment.ts'
import type { Slice } from './store.ts'

export interface RepairSlice {
  /**
   * Changes rows of a run in a new version of its data, asks the same question of it, and trains the run's spec on it, from
   * the run's own model where that is asked for and its learner can, else from the start; one deed to undo. Nothing happens where
   * nothing changes, or the edit is stopped or fails; the job tells.
   */
  repairRows(
    id: RunId,
    way: RepairWay,
    rows: readonly RepairRow[],
    options?: { readonly isWarm?: boolean },
  ): Promise<void>
  /** Says that a repair stays. */
  keepRepair(id: RunId, repair: Repair): Promise<void>
  /** Takes a repair back: its version, its question and its run are removed; can be undone. */
  undoRepair(id: RunId, repair: Repair): Promise<void>
}

export const createRepairs: Slice<RepairSlice> = (_set, get) => {
  const changeRepairs = (id: RunId, change: (repairs: LabelCheck['repairs']) => LabelCheck['repairs']) =>
    get().changeRecord('labelCheck', id, (check = unchecked(id)) => ({ ...check, repairs: change(check.repairs) }))

  const mark = async (repair: Repair, deletedAt: number | undefined) => {
    const { datasetId, experimentId, runId, isNewVersion, isNewQuestion } = repair
    await get().changeRecord('annotation', runId, (old) => ({
      ...(old ?? { schema: 1, id: runId, tags: [], notes: '' }),
      deletedAt,
    }))
    if (isNewQuestion)
      await get().changeRecord('experiment', experimentId, (old) => old && { ...old, deletedAt, updatedAt: Date.now() })
    if (isNewVersion) await get().changeRecord('dataset', datasetId, (old) => old && { ...old, deletedAt })
  }

  const takeBack = async (id: RunId, repair: Repair) => {
    // One that waits in the queue trains unseen; taking it out would be a deed of its own.
    const { runId } = repair
    if (get().live[runId] && !get().queue.includes(runId)) await get().stopRun(runId)
    await mark(repair, Date.now())
    await changeRepairs(id, (repairs) => repairs.filter((each) => each.id !== repair.id))
  }

  const bringBack = async (id: RunId, repair: Repair) => {
    await mark(repair, undefined)
    await changeRepairs(id, (repairs) =>
      [...repairs.filter((each) => each.id !== repair.id), repair].sort((a, b) => a.createdAt - b.createdAt),
    )
    if (get().shelves.run[repair.runId]?.status === 'interrupted') await get().resumeRun(repair.runId)
  }

  /** The question of a run about another version: one that is there, or a copy of its own. */
  const questionAbout = async (
    run: Run,
    datasetId: string,
  ): Promise<{ id: ExperimentId; isNew: boolean } | undefined> => {
    const asked = { ...run.spec.question, datasetId }
    const key = comparisonKey(asked)
    const known = liveExperiments(get()).find(({ question }) => comparisonKey(question) === key)
    if (known) return { id: known.id, isNew: false }
    const old: Experiment | undefined = get().shelves.experiment[run.experimentId]
    if (!old) return undefined
    const made = await get().createExperiment(old.name, { ...old.question, ...asked })
    return { id: made.id, isNew: true }
  }

  return {
    async repairRows(id, way, rows, { isWarm = false } = {}) {
      const run = get().shelves.run[id]
      if (!run || rows.length === 0) return
      const { question } = run.spec
      const label = describeRepair({ way, rows: rows.length })
      const before = get().shelves.dataset
      const options = { byPlace: true, isPart: true }
      const edits = editsOf(way, rows, question)
      const version = edits.length > 0 ? await get().editRows(question.datasetId, edits, label, options) : undefined
      if (!version || version.id === question.datasetId) return
      const known = before[version.id]
      let made: Repair | undefined
      await get().perform({
        label: `${label} and began to train again`,
        redo: async () => {
          if (made) return bringBack(id, made)
          const asked = await questionAbout(run, version.id)
          const start = isWarm && canWarmStart(run.spec.learner) ? get().shelves.result[id]?.weightsDigest : undefined
          const spec = withWarmStart({ ...run.spec, question: { ...question, datasetId: version.id } }, start)
          const [again] = asked ? await get().startSpecs(asked.id, [spec]) : []
          if (!asked || !again) return
          made = {
            id: crypto.randomUUID(),
            way,
            rows: rows.length,
            datasetId: version.id,
            experimentId: asked.id,
            runId: again.id,
            isNewVersion: !known || known.deletedAt !== undefined,
            isNewQuestion: asked.isNew,
            createdAt: Date.now(),
          }
          const repair = made
          await changeRepairs(id, (repairs) => [...repairs, repair])
        },
        undo: async () => {
          if (made) await takeBack(id, made)
        },
      })
    },
    async keepRepair(id, repair) {
      const say = (isKept: boolean | undefined) => () =>
        changeRepairs(id, (repairs) =>
          repairs.map((each) => (each.id === repair.id ? { ...each, isKept } : each)),
        ).then(() => {})
      await get().perform({ label: 'Kept a repair', redo: say(true), undo: say(undefined) })
    },
    async undoRepair(id, repair) {
      await get().perform({
        label: `Took back: ${describeRepair(repair)}`,
        redo: () => takeBack(id, repair),
        undo: () => bringBack(id, repair),
      })
    },
  }
}

/** A record that has room for repairs before labels were ever looked for. */
const unchecked = (id: RunId): LabelCheck => ({
  schema: 1,
  id,
  status: 'done',
  folds: CHECK_FOLDS,
  repairs: [],
  createdAt: Date.now(),
})

/** What is done to the rows, by their places in the version that the run asks about. */
function editsOf(
  way: RepairWay,
  repaired: readonly RepairRow[],
  { target, classes }: Run['spec']['question'],
): readonly Edit[] {
  const rows = repaired.map(({ row }) => row)
  if (way.kind === 'drop') return [{ kind: 'dropRows', rows }]
  if (way.kind === 'weigh') return [{ kind: 'setWeights', rows, weight: way.weight }]
  if (way.value !== undefined) return [{ kind: 'setCells', column: target, rows, value: way.value }]
  return classes.flatMap((value, index): readonly Edit[] => {
    const own = repaired.filter(({ suggested }) => suggested === index)
    return own.length > 0 ? [{ kind: 'setCells', column: target, rows: own.map(({ row }) => row), value }] : []
  })
}
