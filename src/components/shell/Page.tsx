import { type ReactNode, useEffect } from 'react'
import styles from './shell.module.css'

/**
 * The sheet of a view: header with title, facts and actions; body; and beside it, where there is one, an aside with
 * settings (left) or the decision (right). Below 900 px the aside goes under the page.
 */
export function Page({
  title,
  heading = title,
  facts,
  actions,
  views,
  aside,
  asideSide = 'right',
  asideLabel,
  isAsideLater = false,
  children,
}: {
  /** For the browser's title. */
  title: string
  /** What stands in the header, where it is more than text (a name that can be edited). */
  heading?: ReactNode
  facts?: ReactNode
  actions?: ReactNode
  /** The views of what the page is about, in a row under the header. */
  views?: ReactNode
  aside?: ReactNode
  asideSide?: 'left' | 'right'
  asideLabel?: string
  /** Whether on a narrow page settings go under what they were for, once there is something to see. */
  isAsideLater?: boolean
  children: ReactNode
}) {
  useEffect(() => {
    document.title = `${title} · Assay`
  }, [title])
  return (
    <main className={styles.page} id="main">
      <header className={styles.head}>
        <h1>{heading}</h1>
        {facts && <div className={styles.facts}>{facts}</div>}
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      {views}
      <div className={styles.content} data-aside={aside ? asideSide : undefined} data-later={isAsideLater}>
        {aside && (
          <aside className={styles.aside} aria-label={asideLabel ?? 'Settings'}>
            {aside}
          </aside>
        )}
        <div className={styles.body}>{children}</div>
      </div>
    </main>
  )
}
