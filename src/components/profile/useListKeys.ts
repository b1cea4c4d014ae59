import { type KeyboardEvent, useEffect, useRef } from 'react'

/** Keys of a list of which one item is chosen: arrows and J, K one on; Page keys ten; Home and End to the ends. */
export function useListKeys(count: number, index: number, onChoose: (index: number) => void) {
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const list = ref.current
    const item = list?.children[index]
    if (!list || !(item instanceof HTMLElement)) return
    // Within the list only: the page itself must not jump.
    if (item.offsetTop < list.scrollTop) list.scrollTop = item.offsetTop
    else if (item.offsetTop + item.offsetHeight > list.scrollTop + list.clientHeight)
      list.scrollTop = item.offsetTop + item.offsetHeight - list.clientHeight
  }, [index])
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      j: 1,
      ArrowUp: -1,
      k: -1,
      PageDown: 10,
      PageUp: -10,
      Home: -count,
      End: count,
    }
    const step = event.ctrlKey || event.metaKey || event.altKey ? undefined : steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = Math.max(0, Math.min(count - 1, index + step))
    if (next !== index) onChoose(next)
  }
  return { ref, onKeyDown }
}
