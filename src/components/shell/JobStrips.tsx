import { useShallow } from 'zustand/react/shallow'
import { JobStrip } from '@/components/ui/JobStrip.tsx'
import { useAssay } from '@/state/useAssay.ts'
import styles from './shell.module.css'

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
        <div key={job.id}>
          <JobStrip job={job} />
        </div>
      ))}
    </div>
  )
}
