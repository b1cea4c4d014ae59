import { startTransition, useEffect, useState } from 'react'

/**
 * False in the first drawing and true soon after, so that a large page does not stop everything while it opens: what waits
 * for it is drawn in slices that let the browser breathe or, where it is `small`, in a task of its own, as slices wait
 * longer for each other than a small thing takes.
 */
export function useLater(small = false): boolean {
  const [isLater, setLater] = useState(false)
  useEffect(() => {
    if (!small) return startTransition(() => setLater(true))
    const timer = setTimeout(() => setLater(true))
    return () => clearTimeout(timer)
  }, [small])
  return isLater
}
