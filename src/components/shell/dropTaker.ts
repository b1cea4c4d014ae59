import { useEffect } from 'react'

/** What a page does with dropped files, and how the drop target announces it. */
export interface DropTaker {
  readonly verb: string
  take(files: readonly File[]): void
}

let current: DropTaker | undefined

/** The page's own use of dropped files, where it has one; bundles are imported on every page. */
export function currentDropTaker(): DropTaker | undefined {
  return current
}

/** While mounted, files dropped anywhere go to `taker` instead of being opened as tables. */
export function useDropTaker(taker: DropTaker): void {
  useEffect(() => {
    current = taker
    return () => {
      if (current === taker) current = undefined
    }
  }, [taker])
}
