import { type RefObject, useEffect } from 'react'

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }

/** Lets ↑ ↓ J K go from the tick of one row to that of the next. */
export function useListKeys(body: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      const step = STEPS[event.key]
      const { current } = body
      if (step === undefined || event.altKey || event.ctrlKey || event.metaKey || !current) return
      const { activeElement } = document
      const ticks = [...current.querySelectorAll<HTMLElement>('input[type="checkbox"]')]
      const at = activeElement instanceof HTMLElement ? ticks.indexOf(activeElement) : -1
      const next = at < 0 ? undefined : ticks[at + step]
      if (!next) return
      event.preventDefault()
      next.focus()
    }
    document.addEventListener('keydown', hear)
    return () => document.removeEventListener('keydown', hear)
  }, [body])
}
