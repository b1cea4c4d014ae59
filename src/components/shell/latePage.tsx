import { type ComponentType, lazy, useState } from 'react'

/** A page whose program comes when it is first opened. */
export interface LatePage<Props> {
  /** What draws it now: itself where it is here already, else what waits for it. */
  component(): ComponentType<Props>
  /** Fetches it before it is opened. A failure is heard when the page is opened. */
  preload(): Promise<void>
}

/**
 * Makes a page come late. React's own `lazy` alone would show the fallback even for a page that is here already, and keeps
 * a fallback for a third of a second.
 */
export function latePage<Props extends object>(load: () => Promise<ComponentType<Props>>): LatePage<Props> {
  let loaded: ComponentType<Props> | undefined
  const fetch = async () => {
    loaded = await load()
    return { default: loaded }
  }
  const late = lazy(fetch) as ComponentType<Props>
  return {
    component: () => loaded ?? late,
    preload: () =>
      fetch().then(
        () => {},
        () => {},
      ),
  }
}

/** Draws a late page. */
export function Late<Props extends object>({ page, props }: { page: LatePage<Props>; props: Props }) {
  // Which component it is must not change while the page is shown, or its state would be lost.
  const [shown, setShown] = useState(() => ({ page, Component: page.component() }))
  if (shown.page === page) return <shown.Component {...props} />
  // Another page has come into its place.
  setShown({ page, Component: page.component() })
  return null
}
