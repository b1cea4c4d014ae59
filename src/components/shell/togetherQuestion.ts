/** What a person wants with several files of one shape; undefined when the question was put away. */
export type Together = 'one' | 'separate' | undefined

export interface TogetherQuestion {
  readonly fileNames: readonly string[]
  answer(together: Together): void
}

let current: TogetherQuestion | undefined
const listeners = new Set<() => void>()

function set(question: TogetherQuestion | undefined) {
  current = question
  for (const listener of listeners) listener()
}

/** Asks once how files of one shape are to be read. Another question takes the place of one that is not answered. */
export function askTogether(fileNames: readonly string[]): Promise<Together> {
  current?.answer(undefined)
  return new Promise((resolve) => {
    set({
      fileNames,
      answer(together) {
        set(undefined)
        resolve(together)
      },
    })
  })
}

/** The question that waits for an answer, for `useSyncExternalStore`. */
export const togetherQuestion = {
  get: () => current,
  subscribe(listener: () => void) {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
}
