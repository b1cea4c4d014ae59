import { goTo } from '@/components/shell/useRoute.ts'
import type { CompareRoute } from '@/state/compareRoute.ts'
import { parseRoute } from '@/state/route.ts'

/**
 * Changes part of what the address says of a comparison, whatever the rest says by now: so a part of the page hangs on its own
 * part of the address only, and need not be drawn anew for every other.
 */
export function changeComparison(change: Partial<CompareRoute>, options?: { readonly replace?: boolean }): void {
  const route = parseRoute(location.hash)
  if (route.page === 'compare' && route.view === undefined) goTo({ ...route, ...change }, options)
}
