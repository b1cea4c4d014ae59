import { Button } from '@mantine/core'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import { ProgressBar } from '@/components/ui/ProgressBar.tsx'
import { shareOf } from '@/core/budget.ts'
import styles from './profile.module.css'
import type { Watched } from './useWatched.ts'

/** Beside an answer that takes its place by itself: how far it is with Stop, that it was stopped, or why it failed. */
export function AskedStatus({
  asked,
  what,
}: {
  asked: Watched<unknown>
  /** What is being done: "Drawing resamples". */
  what: string
}) {
  const { error, isStopped, isSlow, progress, stop, again } = asked
  if (error) return <ErrorStrip error={error} action={<Button onClick={again}>Try again</Button>} />
  if (isStopped)
    return (
      <div className={styles.asked} role="status">
        Stopped. <Button onClick={again}>Start again</Button>
      </div>
    )
  if (!isSlow) return null
  return (
    <div className={styles.asked} role="status">
      <ProgressBar share={shareOf(progress)} label={what} />
      <Button onClick={stop}>Stop</Button>
    </div>
  )
}
