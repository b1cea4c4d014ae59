import { hrefOf } from '@/components/shell/useRoute.ts'
import type { Route } from '@/state/route.ts'
import styles from './ui.module.css'

export interface ViewLink {
  readonly label: string
  readonly route: Route
  readonly isShown: boolean
}

/** The views of one thing side by side, each a link; the one that is shown is marked. */
export function Views({ label, views }: { label: string; views: readonly ViewLink[] }) {
  return (
    <nav className={styles.views} aria-label={label}>
      {views.map((view) => (
        <a key={view.label} href={hrefOf(view.route)} aria-current={view.isShown ? 'page' : undefined}>
          {view.label}
        </a>
      ))}
    </nav>
  )
}
