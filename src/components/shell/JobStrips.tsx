import { lazy, Suspense } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { JobStrip } from '@/components/ui/JobStrip.tsx'
import type { ErrorCode } from '@/core/errors.ts'
import type { JobState } from '@/state/job.ts'
import { useAssay } from '@/state/useAssay.ts'
import styles from './shell.module.css'

const ReadOtherwise = lazy(() => import('@/components/dataset/ReadOtherwise.tsx'))

/** Whether a load failed over how its file is read, which can be said by hand. */
function isAboutReading({ kind, status, error }: JobState): boolean {
  return kind === 'load' && status === 'failed' && error !== undefined && CURABLE.includes(error.code)
}

const CURABLE: readonly string[] = ['csv.noRows', 'csv.unreadable', 'csv.tooManyColumns'] satisfies ErrorCode[]

/** Loads, imports and retypes that run or failed, on every page. Other jobs are shown where they were started. */
export function JobStrips() {
  const jobs = useAssay(
    useShallow((state) =>
      Object.values(state.jobs).filter(({ kind }) => kind === 'load' || kind === 'import' || kind === 'retype'),
    ),
  )
  if (jobs.length === 0) return null
  return (
    <div className={styles.strips}>
      {jobs.map((job) => (
        <Suspense key={job.id}>
          <JobStrip job={job} remedy={isAboutReading(job) && <ReadOtherwise job={job} />} />
        </Suspense>
      ))}
    </div>
  )
}
