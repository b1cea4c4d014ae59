import { IconAlertTriangle, IconCheck, IconClock, IconPlayerStop, IconPlugConnectedX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { capitalise, formatCount } from '@/core/format/format.ts'
import { countedBy } from '@/core/learner/table.ts'
import { nameFolds } from '@/core/run/folds.ts'
import { positionOf, shareDone } from '@/core/run/pace.ts'
import type { Run } from '@/core/run/run.ts'
import { useAssay } from '@/state/useAssay.ts'
import styles from './train.module.css'
import { useLiveRun } from './useLiveRun.ts'

/** How far a run is, as an icon and a word. A run that this tab does not train says so. */
export function StatusLabel({ run }: { run: Run }) {
  const live = useLiveRun(run.id)
  const isQueuedHere = useAssay((state) => state.queue.includes(run.id))
  const [icon, text] = labelOf()
  return (
    <span className={styles.status} data-status={run.status}>
      {icon}
      {text}
    </span>
  )

  function labelOf(): readonly [ReactNode, string] {
    if (live) {
      if (live.stopping) return [<Ring key="icon" share={1} />, 'Stopping']
      if (live.fold) {
        const { done, of } = live.fold
        return [<Ring key="icon" share={done / of} />, capitalise(nameFolds(live.fold))]
      }
      if (live.epochs === 0) return [<Ring key="icon" share={0} />, live.trainRows > 0 ? 'At work' : 'Preparing']
      if (live.member) {
        const { number, of, epoch } = live.member
        return [
          <Ring key="icon" share={shareDone(live)} />,
          `Network ${number} of ${of}, epoch ${formatCount(epoch)} of ${formatCount(live.epochs)}`,
        ]
      }
      return [
        <Ring key="icon" share={shareDone(live)} />,
        capitalise(positionOf(live, countedBy(run.spec.learner.kind))),
      ]
    }
    switch (run.status) {
      case 'queued':
        return [<IconClock key="icon" size={14} aria-hidden />, isQueuedHere ? 'Waiting' : 'Waiting in another tab']
      case 'running':
        return [<Ring key="icon" share={0.25} />, 'Training in another tab']
      case 'done':
        return [<IconCheck key="icon" size={14} aria-hidden className="good" />, 'Done']
      case 'stopped':
        return [<IconPlayerStop key="icon" size={14} aria-hidden />, 'Stopped']
      case 'failed':
        return [<IconAlertTriangle key="icon" size={14} aria-hidden className="bad" />, 'Failed']
      case 'interrupted':
        return [<IconPlugConnectedX key="icon" size={14} aria-hidden className="warn" />, 'Interrupted']
    }
  }
}

/** A small ring filled to a share, beside words that say the same. */
function Ring({ share }: { share: number }) {
  const round = 2 * Math.PI * 5
  return (
    <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden style={{ flex: 'none' }}>
      <circle cx="7" cy="7" r="5" fill="none" stroke="var(--track)" strokeWidth="2" />
      <circle
        cx="7"
        cy="7"
        r="5"
        fill="none"
        stroke="var(--accent)"
        strokeWidth="2"
        strokeDasharray={`${share * round} ${round}`}
        transform="rotate(-90 7 7)"
      />
    </svg>
  )
}
