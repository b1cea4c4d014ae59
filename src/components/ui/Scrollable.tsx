import type { ReactNode } from 'react'

/** A region that scrolls on its own; reachable by keyboard, since a pointer is not the only way to scroll. */
export function Scrollable({ label, className, children }: { label: string; className?: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: WCAG 2.1.1 wants scrollable regions focusable
    <section className={className} aria-label={label} tabIndex={0}>
      {children}
    </section>
  )
}
