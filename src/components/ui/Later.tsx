import { type ReactNode, startTransition, useEffect, useState } from 'react'

/** Draws what it holds in slices once what it comes `after` is on the screen. */
export function Later({ after, children }: { after: boolean; children: ReactNode }) {
  const [isLater, setLater] = useState(false)
  useEffect(() => {
    if (!after) return
    let timer: ReturnType<typeof setTimeout> | undefined
    // A frame begins with its callbacks and is drawn after them.
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => startTransition(() => setLater(true)))
    })
    return () => {
      cancelAnimationFrame(frame)
      clearTimeout(timer)
    }
  }, [after])
  return isLater ? children : null
}
