import { hrefOf } from '@/components/shell/useRoute.ts'
import type { Route } from '@/state/route.ts'
import styles from './ui.module.css'

export interface ViewLink {
  readonly label: string
  readonly route: Route
  readonly isShown: boolean
}

/** The views of one thing side by side, each a link; the one that is shown is marked. Many stand as tabs, in a row of their own. */
export function Views({
  label,
  views,
  areTabs = false,
}: {
  label: string
  views: readonly ViewLink[]
  areTabs?: boolean
}) {
  return (
    <nav className={areTabs ? styles.tabs : styles.views} aria-label={label}>
      {views.map((view) => (
        <a key={view.label} href={hrefOf(view.route)} aria-current={view.isShown ? 'page' : undefined}>
          {view.label}
        </a>
      ))}
    </nav>
  )
}
