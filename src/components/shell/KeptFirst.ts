import { useEffect } from 'react'
import { useAssay } from '@/state/useAssay.ts'

/**
 * Has the browser ask, in its own words, before the tab is closed while a file is read or kept: what is on the screen then
 * would be gone. A component that draws nothing, so that a load redraws nothing else. Training goes on from checkpoints,
 * so nobody is asked for its sake.
 */
export function KeptFirst(): null {
  const isKeeping = useAssay(
    ({ unstored, jobs }) =>
      Object.keys(unstored).length > 0 ||
      Object.values(jobs).some(({ kind, status }) => kind === 'load' && status === 'running'),
  )
  useEffect(() => {
    // Only as long as there is a reason: a page that may ask is not kept at hand for the way back to it.
    if (!isKeeping) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [isKeeping])
  return null
}
