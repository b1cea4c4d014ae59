import { useEffect, useRef } from 'react'
import { LEARNERS } from '@/core/learner/table.ts'
import { hasModel, type Run } from '@/core/run/run.ts'
import { useAssay } from '@/state/useAssay.ts'

/** "Run B, neural network". */
function nameOf(run: Run): string {
  return `Run ${run.mark.letter}, ${LEARNERS[run.spec.learner.kind].label(run.spec.question.task).toLowerCase()}`
}

/**
 * Tells a person who looks elsewhere: the title counts while a run trains, and says when it ended in a hidden tab;
 * a notification comes too where they were allowed. A component that draws nothing, so that an epoch redraws nothing else.
 */
export function Attention(): null {
  const live = useAssay((state) => state.live)
  const runs = useAssay((state) => state.shelves.run)
  const followed = useRef(new Set<string>())
  const prefix = useRef('')

  useEffect(() => {
    const entry = Object.entries(live)[0]
    const setPrefix = (next: string) => {
      const bare = document.title.startsWith(prefix.current)
        ? document.title.slice(prefix.current.length)
        : document.title
      prefix.current = next
      document.title = next + bare
    }
    for (const id of Object.keys(live)) followed.current.add(id)
    if (entry) {
      const share = entry[1].epochs > 0 ? Math.round((100 * entry[1].epoch) / entry[1].epochs) : 0
      setPrefix(`${share}% · `)
      return
    }
    const ended = [...followed.current].map((id) => runs[id]).filter((run) => run !== undefined)
    if (ended.length === 0) return
    followed.current.clear()
    const last = ended.at(-1)!
    const verdict = hasModel(last) ? 'is trained' : 'failed'
    setPrefix(document.hidden ? 'Done · ' : '')
    if (document.hidden && 'Notification' in window && Notification.permission === 'granted')
      new Notification(`${nameOf(last)}, ${verdict}`, { tag: last.id })
  }, [live, runs])

  useEffect(() => {
    const clear = () => {
      if (document.hidden || !prefix.current.startsWith('Done')) return
      document.title = document.title.replace(prefix.current, '')
      prefix.current = ''
    }
    document.addEventListener('visibilitychange', clear)
    return () => document.removeEventListener('visibilitychange', clear)
  }, [])
  return null
}
