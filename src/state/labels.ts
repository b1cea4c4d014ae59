import type { CheckEvent } from '@/core/labels/jobs.ts'
import { CHECK_FOLDS } from '@/core/labels/labelCheck.ts'
import type { RunId } from '@/core/run/run.ts'
import { createRepairs, type RepairSlice } from './repair.ts'
import type { Slice } from './store.ts'
import { type AtWork, openStudy } from './study.ts'

export interface LabelSlice extends RepairSlice {
  /** Checks of labels of this tab, with what they last told. */
  readonly checking: Readonly<Record<RunId, AtWork<CheckEvent>>>
  /** Looks for labels of a run's training and validation rows that are likely wrong; what is found is in its record. */
  findLabels(id: RunId, budgetMs?: number): Promise<void>
  /** Stops; what an earlier check found is kept. */
  stopLabels(id: RunId): void
  /** Marks checks as interrupted that say they are under way while no tab holds their lock. */
  findInterruptedChecks(): Promise<void>
}

export const createLabelSlice: Slice<LabelSlice> = (set, get, ports) => {
  const study = openStudy<'labelCheck', CheckEvent>(get, ports, {
    kind: 'labelCheck',
    lock: 'labels',
    show: (change) => set(({ checking }) => ({ checking: change(checking) })),
    call: (runId, options, budgetMs) => ports.jobs.train.call('findLabels', { runId, budgetMs }, options),
  })
  return {
    ...createRepairs(set, get, ports),
    checking: {},
    findLabels: (id, budgetMs) =>
      study.start(
        id,
        (old) => old ?? { schema: 1, id, status: 'queued', folds: CHECK_FOLDS, repairs: [], createdAt: Date.now() },
        budgetMs,
      ),
    stopLabels: study.stop,
    findInterruptedChecks: study.findInterrupted,
  }
}
