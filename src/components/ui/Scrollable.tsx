import type { ReactNode, Ref } from 'react'

/** A region that scrolls on its own; reachable by keyboard, since a pointer is not the only way to scroll. */
export function Scrollable({
  label,
  className,
  children,
  ref,
}: {
  label: string
  className?: string
  children: ReactNode
  ref?: Ref<HTMLElement>
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: WCAG 2.1.1 wants scrollable regions focusable
    <section ref={ref} className={className} aria-label={label} tabIndex={0}>
      {children}
    </section>
  )
}
