import { use, useEffect, useState } from 'react'
import type { LiveRun } from '@/core/run/liveRun.ts'
import type { RunId } from '@/core/run/run.ts'
import { AssayContext } from '@/state/useAssay.ts'

/** Small data on a quick device has hundreds of epochs a second, each of which would draw the curves anew. */
const PAUSE_MS = 200
/** Long curves take longer to draw. */
const PAUSE_MS_PER_EPOCH = 0.25

/** A run as it trains in this tab, told a few times a second; its begin, stop and end at once. */
export function useLiveRun(id: RunId): LiveRun | undefined {
  const store = use(AssayContext)?.store
  const [live, setLive] = useState(() => store?.getState().live[id])
  useEffect(() => {
    if (!store) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const show = () => {
      clearTimeout(timer)
      timer = undefined
      setLive(store.getState().live[id])
    }
    show()
    const stop = store.subscribe((state, before) => {
      const [now, old] = [state.live[id], before.live[id]]
      if (now === old) return
      if (!now || !old || now.stopping !== old.stopping) show()
      else timer ??= setTimeout(show, PAUSE_MS + now.history.length * PAUSE_MS_PER_EPOCH)
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [store, id])
  return live
}
