import { Activity, type ComponentType, startTransition, useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { Side } from './Side.tsx'
import { StatusBar } from './StatusBar.tsx'

/**
 * Draws the page that comes next once before it is wanted, in slices, outside the document and without effects: a
 * browser takes several times as long for what it draws the first time. `load` says what to draw, when it is here.
 */
export function WarmPages({ load }: { load: Promise<ComponentType> }) {
  const [Page, setPage] = useState<ComponentType | undefined>()
  const [outside] = useState(() => document.createElement('div'))
  useEffect(() => {
    let isGone = false
    void load.then((page) => !isGone && startTransition(() => setPage(() => page)))
    return () => {
      isGone = true
    }
  }, [load])
  return (
    Page &&
    createPortal(
      <Activity mode="hidden">
        <Side />
        <Page />
        <StatusBar />
      </Activity>,
      outside,
    )
  )
}
