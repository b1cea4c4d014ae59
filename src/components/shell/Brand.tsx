import sideStyles from './side.module.css'
import { hrefOf } from './useRoute.ts'

/** The name, and the way home. */
export function Brand() {
  return (
    <a className={sideStyles.brand} href={hrefOf({ page: 'home' })} aria-label="Assay, home">
      <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden style={{ flex: 'none' }}>
        <path d="M7 1h8l6 6v8l-6 6H7l-6-6V7Z" fill="currentColor" />
        <path d="M6.6 15.5 11 5.5l4.4 10M8.3 12h5.4" fill="none" stroke="var(--surface-0)" strokeWidth="1.7" />
      </svg>
      <span>Assay</span>
    </a>
  )
}
