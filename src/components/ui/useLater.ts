import { startTransition, useEffect, useState } from 'react'

/**
 * False in the first drawing and true soon after: what waits for it is drawn in slices that let the browser breathe, so
 * that a large page does not stop everything while it opens.
 */
export function useLater(): boolean {
  const [isLater, setLater] = useState(false)
  useEffect(() => startTransition(() => setLater(true)), [])
  return isLater
}
