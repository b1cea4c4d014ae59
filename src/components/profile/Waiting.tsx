import { Button } from '@mantine/core'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import { ProgressBar } from '@/components/ui/ProgressBar.tsx'
import { shareOf } from '@/core/budget.ts'
import { formatCount, formatUnits, formatWait } from '@/core/format/format.ts'
import styles from './profile.module.css'
import type { Watched } from './useWatched.ts'

/** Less than this is not worth a word. */
const SOON_MS = 1_000

/** What stands in the place of an answer that is not there: grey rows, progress with Stop, why it failed, or stopped. */
export function Waiting({
  asked,
  what,
  unit,
  rows,
}: {
  asked: Watched<unknown>
  /** What is being done: "Profiling the columns". */
  what: string
  /** What is counted: "column". */
  unit: string
  /** Grey rows where the answer will be. */
  rows: number
}) {
  const { error, isStopped, isSlow, progress, leftMs, stop, again } = asked
  if (error) return <ErrorStrip error={error} action={<Button onClick={again}>Try again</Button>} />
  if (isStopped)
    return (
      <p className={styles.stopped} role="status">
        {what} was stopped; the data is as it was. <Button onClick={again}>Start again</Button>
      </p>
    )
  return (
    <div className={styles.waiting}>
      {isSlow && (
        <div className={styles.progress} role="status">
          <span>{what}</span>
          <ProgressBar share={shareOf(progress)} label={what} />
          <Button onClick={stop}>Stop</Button>
          <span className="secondary">
            {progress && `${formatCount(progress.done)} of ${formatUnits(progress.total, unit)}`}
            {leftMs !== undefined && leftMs >= SOON_MS && `, about ${formatWait(leftMs)} left`}
          </span>
        </div>
      )}
      <div className={styles.grey} aria-hidden>
        {Array.from({ length: rows }, (_, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
          <i key={i} />
        ))}
      </div>
    </div>
  )
}
