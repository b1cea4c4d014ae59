import type { DatasetId } from '@/core/dataset/dataset.ts'
import { contentHash } from '@/core/hash.ts'
import type { LeakJobs } from '@/core/leak/jobs.ts'
import type { LeakReport } from '@/core/leak/leak.ts'
import { checkLeaks } from '@/engine/leaks/checkLeaks.ts'
import { createLruCache } from '@/storage/lru.ts'
import type { Opener } from './profile.jobs.ts'
import { openFrames, type Stores } from './runFiles.ts'

/** Reports that are kept, by what was asked. */
const REPORTS_KEPT = 40

/** The job that looks for leaks. A question is looked through once; what was stopped is begun anew. */
export function makeLeakJobs(stores: Stores, { find, meta, open }: Opener): LeakJobs {
  const reports = createLruCache<LeakReport>(REPORTS_KEPT)
  return {
    async leaks(input, task) {
      const key = contentHash(input)
      const held = reports.get(key)
      if (held) return held
      const { question } = input
      const { datasetId, target, split } = question
      const source = async (id: DatasetId) => {
        const dataset = await find(id)
        return { dataset, open: (name: string) => open(dataset, meta(dataset, name), task) }
      }
      const report = await checkLeaks(
        input,
        {
          ...(await source(datasetId)),
          ...(split.kind === 'file' && { test: await source(split.testDatasetId) }),
          openFrames: () =>
            openFrames(stores, question, task, new Set('column' in split ? [target, split.column] : [target])),
        },
        task,
      )
      reports.set(key, report, 1)
      return report
    },
  }
}
