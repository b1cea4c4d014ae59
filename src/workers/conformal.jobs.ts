import { measureCoverage } from '@/core/conformal/coverage.ts'
import type { ConformalJobs } from '@/core/conformal/jobs.ts'
import { runFor } from '@/core/work.ts'
import { readPart, type Stores } from './runFiles.ts'

export function makeConformalJobs({ records, arrays }: Stores): ConformalJobs {
  return {
    async coverage({ runId }, task) {
      const pipeline = await records.get('pipeline', runId)
      if (!pipeline?.conformal) return undefined
      const { scores, actual } = await readPart(arrays, runId, 'test')
      const { conformal, contract } = pipeline
      return runFor(task, measureCoverage({ conformal, scores, width: contract.classes.length || 1, actual }))
    },
  }
}
