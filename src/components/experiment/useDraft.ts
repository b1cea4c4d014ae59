import { useCallback, useEffect, useState } from 'react'

interface History<T> {
  readonly past: readonly T[]
  readonly present: T
  readonly future: readonly T[]
}

/** A value being edited, with undo and redo of its own; kept in this tab's session under `key`, so that leaving loses nothing. */
export function useDraft<T>(key: string, initial: T) {
  const [history, setHistory] = useState<History<T>>(() => ({ past: [], present: restore(key) ?? initial, future: [] }))

  useEffect(() => {
    if (history.past.length > 0 || history.future.length > 0)
      sessionStorage.setItem(key, JSON.stringify(history.present))
  }, [key, history])

  const change = useCallback(
    (next: T) =>
      setHistory(({ past, present }) => ({ past: [...past, present].slice(-100), present: next, future: [] })),
    [],
  )
  const undo = useCallback(
    () =>
      setHistory((old) => {
        const previous = old.past.at(-1)
        return previous === undefined
          ? old
          : { past: old.past.slice(0, -1), present: previous, future: [old.present, ...old.future] }
      }),
    [],
  )
  const redo = useCallback(
    () =>
      setHistory((old) => {
        const [next, ...rest] = old.future
        return next === undefined ? old : { past: [...old.past, old.present], present: next, future: rest }
      }),
    [],
  )
  /** Forgets the edits: after saving, or to begin again from another value. */
  const reset = useCallback(
    (value: T) => {
      sessionStorage.removeItem(key)
      setHistory({ past: [], present: value, future: [] })
    },
    [key],
  )
  return {
    draft: history.present,
    change,
    undo,
    redo,
    reset,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
  }
}

function restore<T>(key: string): T | undefined {
  try {
    const text = sessionStorage.getItem(key)
    return text === null ? undefined : (JSON.parse(text) as T)
  } catch {
    // What an older page left behind is no reason to fail.
    return undefined
  }
}
