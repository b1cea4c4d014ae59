import { Button } from '@mantine/core'
import { ProgressBar } from '@/components/ui/ProgressBar.tsx'
import { timeLeft } from '@/core/budget.ts'
import { formatWait } from '@/core/format/format.ts'
import type { AtWork } from '@/state/study.ts'
import styles from './run.module.css'

/** How far a study of a run is, with Stop where this tab works on it. */
export function StudyProgress<Event extends { readonly done: number }>({
  work,
  say,
  of,
  what,
  elsewhere,
  stopping = 'Stopping; what is done is kept',
  onStop,
}: {
  /** Of this tab; absent where another works on it. */
  work: AtWork<Event> | undefined
  /** What is done now, in words. */
  say: (progress: Event) => string
  /** How many there are to do. */
  of: (progress: Event) => number
  /** What the bar counts: "Trainings done". */
  what: string
  /** Said where another tab works on it. */
  elsewhere: string
  stopping?: string
  onStop: () => void
}) {
  const progress = work?.progress
  const leftMs =
    progress &&
    timeLeft(work.afterMs ?? 0, {
      done: progress.done - (work.from ?? 0),
      total: of(progress) - (work.from ?? 0),
    })
  return (
    <div className={styles.study} role="status">
      <span>
        {work?.isStopping
          ? stopping
          : progress
            ? `${say(progress)}${leftMs === undefined ? '' : `, about ${formatWait(leftMs)} left`}`
            : work
              ? 'Preparing the rows, or waiting for its turn'
              : elsewhere}
      </span>
      <ProgressBar share={progress && progress.done / of(progress)} label={what} />
      {work && (
        <Button disabled={work.isStopping} onClick={onStop}>
          Stop
        </Button>
      )}
    </div>
  )
}
