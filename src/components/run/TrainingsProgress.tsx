import { formatUnits } from '@/core/format/format.ts'
import type { TrainingsEvent } from '@/core/run/trainingsEvent.ts'
import type { AtWork } from '@/state/study.ts'
import { StudyProgress } from './StudyProgress.tsx'

/** How far a study is that trains on one part of the rows after another. */
export function TrainingsProgress({
  work,
  onStop,
}: {
  /** Of this tab; absent where another works on it. */
  work: AtWork<TrainingsEvent> | undefined
  onStop: () => void
}) {
  return (
    <StudyProgress
      work={work}
      say={({ done, total, rows }) => `Training ${done + 1} of ${total}, on ${formatUnits(rows, 'row')}`}
      of={({ total }) => total}
      what="Trainings done"
      elsewhere="Drawn in another tab"
      onStop={onStop}
    />
  )
}
