import { useSyncExternalStore } from 'react'
import { formatRoute, parseRoute, type Route } from '@/state/route.ts'

function listen(changed: () => void): () => void {
  window.addEventListener('hashchange', changed)
  return () => window.removeEventListener('hashchange', changed)
}

let lastHash: string | undefined
let lastRoute: Route = { page: 'home' }
function current(): Route {
  if (location.hash !== lastHash) {
    lastHash = location.hash
    lastRoute = parseRoute(lastHash)
  }
  return lastRoute
}

/** The view that the URL names. */
export function useRoute(): Route {
  return useSyncExternalStore(listen, current)
}

/** The URL of a view, for an anchor's href. */
export function hrefOf(route: Route): string {
  return `#${formatRoute(route)}`
}

/** Goes to a view; `replace` leaves no step in the browser's history (sorting, tabs). */
export function goTo(route: Route, { replace = false } = {}): void {
  const href = hrefOf(route)
  if (replace) history.replaceState(null, '', href)
  else location.hash = href
  // The browser tells only later, if at all, and would draw the old view once more meanwhile.
  window.dispatchEvent(new HashChangeEvent('hashchange'))
}
