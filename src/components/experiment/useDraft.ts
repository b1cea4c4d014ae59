import { useCallback, useEffect, useState } from 'react'
import type { DatasetId } from '@/core/dataset/dataset.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import { canonicalJson } from '@/core/hash.ts'
import { questionSchema } from '@/core/schema/experiment.ts'

/** Undefined stands for the question as it is kept: a draft without edits follows it. */
type Version = Question | undefined

interface History {
  readonly past: readonly Version[]
  readonly present: Version
  readonly future: readonly Version[]
  /** What the last edit was of; further edits of the same belong to it, so that typing 25 is one step. */
  readonly topic?: string | undefined
}

const EMPTY: History = { past: [], present: undefined, future: [] }
/** Edits that can be undone. */
const DEPTH = 100

export interface Draft {
  readonly question: Question
  readonly isChanged: boolean
  readonly canUndo: boolean
  readonly canRedo: boolean
  readonly change: (next: Question, topic?: string) => void
  readonly undo: () => void
  readonly redo: () => void
  /** Forgets every edit. */
  readonly reset: () => void
}

/**
 * A question being edited, with undo and redo of its own. It is kept in this tab's session under `key`, so that leaving
 * the page loses nothing. Ctrl Z undoes edits here before anything that was done elsewhere.
 */
export function useDraft(key: string, kept: Question): Draft {
  const [history, setHistory] = useState<History>(() => ({ ...EMPTY, present: restore(key) }))
  const { past, present, future } = history
  const canUndo = past.length > 0
  const canRedo = future.length > 0

  useEffect(() => {
    if (present) leaveDraft(key, present)
    else sessionStorage.removeItem(key)
  }, [key, present])

  const change = useCallback(
    (next: Question, topic?: string) =>
      setHistory((old) => ({
        past: topic !== undefined && topic === old.topic ? old.past : [...old.past, old.present].slice(-DEPTH),
        present: next,
        future: [],
        topic,
      })),
    [],
  )
  const undo = useCallback(
    () =>
      setHistory((old) =>
        old.past.length === 0
          ? old
          : { past: old.past.slice(0, -1), present: old.past.at(-1), future: [old.present, ...old.future] },
      ),
    [],
  )
  const redo = useCallback(
    () =>
      setHistory((old) =>
        old.future.length === 0
          ? old
          : { past: [...old.past, old.present], present: old.future[0], future: old.future.slice(1) },
      ),
    [],
  )
  const reset = useCallback(() => setHistory(EMPTY), [])
  useUndoKeys({ canUndo, canRedo, undo, redo })

  return {
    question: present ?? kept,
    isChanged: present !== undefined && canonicalJson(present) !== canonicalJson(kept),
    canUndo,
    canRedo,
    change,
    undo,
    redo,
    reset,
  }
}

/** Takes Ctrl Z and Ctrl Shift Z before the page's own undo does, where there is an edit; text fields keep theirs. */
function useUndoKeys({ canUndo, canRedo, undo, redo }: Pick<Draft, 'canUndo' | 'canRedo' | 'undo' | 'redo'>): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'z' || !(event.ctrlKey || event.metaKey) || event.altKey) return
      if (isTyping(event.target) || !(event.shiftKey ? canRedo : canUndo)) return
      event.preventDefault()
      event.stopImmediatePropagation()
      if (event.shiftKey) redo()
      else undo()
    }
    window.addEventListener('keydown', press, { capture: true })
    return () => window.removeEventListener('keydown', press, { capture: true })
  }, [canUndo, canRedo, undo, redo])
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && !target.readOnly && !['radio', 'checkbox'].includes(target.type)
}

/** The key of the question about a column that is not asked yet. */
export function askKey(datasetId: DatasetId, target: string): string {
  return `ask/${datasetId}/${target}`
}

/** Leaves a question to be found as the draft when its page opens. */
export function leaveDraft(key: string, question: Question): void {
  sessionStorage.setItem(key, JSON.stringify(question))
}

function restore(key: string): Question | undefined {
  const text = sessionStorage.getItem(key)
  if (text === null) return undefined
  try {
    return questionSchema.parse(JSON.parse(text))
  } catch {
    // What an older page left behind is no reason to fail.
    return undefined
  }
}
