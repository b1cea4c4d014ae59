import { Button } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'
import { shareOf } from '@/core/budget.ts'
import { formatDuration } from '@/core/format/format.ts'
import type { JobState } from '@/state/job.ts'
import { useActions } from '@/state/useAssay.ts'
import { ErrorStrip } from './ErrorStrip.tsx'
import { ProgressBar } from './ProgressBar.tsx'
import styles from './ui.module.css'

/** A job that the person waits for: what it does, how far it is, time left, and Cancel; or why it failed, and what else can be done. */
export function JobStrip({ job, remedy }: { job: JobState; remedy?: ReactNode }) {
  const actions = useActions()
  const now = useNow(job.status === 'running')
  if (job.status === 'failed' && job.error)
    return (
      <ErrorStrip error={job.error} what={job.label} action={remedy} onClose={() => actions().dismissJob(job.id)} />
    )
  if (job.status !== 'running') return null
  const share = shareOf(job.progress)
  const left = share && share > 0.02 ? ((now - (job.countsSince ?? job.startedAt)) * (1 - share)) / share : undefined
  return (
    <div className={styles.job} role="status" aria-label={job.label}>
      <div className={styles.jobLine}>
        <b className="strong">{job.label}</b>
        <span className="secondary">{job.progress?.text}</span>
        <span className={styles.jobLeft}>{left !== undefined && left > 500 && `${formatDuration(left)} left`}</span>
        <Button onClick={() => actions().stopJob(job.id)}>Cancel</Button>
      </div>
      <ProgressBar share={share} label={job.label} />
    </div>
  )
}

function useNow(isTicking: boolean): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (!isTicking) return
    const timer = setInterval(() => setNow(Date.now()), 250)
    return () => clearInterval(timer)
  }, [isTicking])
  return now
}
