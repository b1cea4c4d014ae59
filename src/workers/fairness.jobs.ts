import { openBudget } from '@/core/budget.ts'
import { findColumn } from '@/core/dataset/column.ts'
import { AssayError } from '@/core/errors.ts'
import { canGroup, groupRows } from '@/core/fairness/groups.ts'
import type { FairnessJobs } from '@/core/fairness/jobs.ts'
import { reportFairness } from '@/core/fairness/report.ts'
import { runFor } from '@/core/work.ts'
import { dependenceOf } from './groups.ts'
import { openPart } from './partFrame.ts'
import type { Stores } from './runFiles.ts'

/** One for all, so that intervals are the same whenever they are asked for. */
const SEED = 1

export function makeFairnessJobs(stores: Stores): FairnessJobs {
  return {
    async reportFairness({ runId, part, column, reference, positive, budgetMs }, task) {
      const isOver = openBudget(budgetMs)
      const { scored, frame } = await openPart(stores, { runId, part }, 'see how it does by group', task)
      const found = findColumn(frame, column)
      if (!found || !canGroup(found.type))
        throw new AssayError(
          'dataset.unknownColumn',
          `No column “${column}” in these rows makes groups. Choose another one.`,
          { column },
        )
      const { said } = scored
      const named = positive === undefined ? -1 : said.classes.indexOf(positive)
      const dependence = await dependenceOf(stores, scored, task)
      const work = reportFairness(
        {
          said,
          grouped: groupRows(found),
          positive: said.task === 'binary' ? 1 : Math.max(0, named),
          reference,
        },
        { seed: SEED, ...dependence, isOver, progress: (done, total) => task.report({ done, total }) },
      )
      return { report: await runFor(task, work) }
    },
  }
}
