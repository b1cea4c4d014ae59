import { useEffect, useRef, useState } from 'react'
import { type Brush, type Brushes, withBrush } from '@/core/chart/brush.ts'
import type { ExploreRoute } from '@/state/exploreQuery.ts'
import { parseRoute } from '@/state/route.ts'

/** Browsers take no more than some twenty changes of an address a second: it follows once a brush has come to rest. */
const REST_MS = 200

const NONE: Brushes = {}

/** The brushes of an address, and while they are drawn those that it will have. */
export function useBrushes(
  route: ExploreRoute,
  change: (part: Partial<ExploreRoute>) => void,
): [Brushes, (key: string, brush: Brush | undefined) => void, () => void] {
  const [live, setLive] = useState<Brushes>()
  const latest = useRef(change)
  latest.current = change
  useEffect(() => {
    if (!live) return
    const timer = setTimeout(() => {
      // Whoever went elsewhere meanwhile stays there. Others are listed then, from the first on.
      if (parseRoute(location.hash).page === 'explore') latest.current({ brushes: live, part: undefined })
      setLive(undefined)
    }, REST_MS)
    return () => clearTimeout(timer)
  }, [live])
  return [
    live ?? route.brushes ?? NONE,
    (key, brush) => setLive((old) => withBrush(old ?? route.brushes ?? NONE, key, brush)),
    () => setLive(NONE),
  ]
}
