/** A question that a dialog asks for whoever needs the answer; undefined is the answer where it is put away. */
export type Question<Asked, Answer> = Asked & { answer(answer: Answer | undefined): void }

/** A kind of question, of which one at most waits for its answer. */
export function makeQuestion<Asked extends object, Answer>() {
  let current: Question<Asked, Answer> | undefined
  const listeners = new Set<() => void>()
  const set = (question: Question<Asked, Answer> | undefined) => {
    current = question
    for (const listener of listeners) listener()
  }
  return {
    /** Asks once. Another question takes the place of one that is not answered. */
    ask(asked: Asked): Promise<Answer | undefined> {
      current?.answer(undefined)
      return new Promise((resolve) => {
        set({
          ...asked,
          answer(answer) {
            set(undefined)
            resolve(answer)
          },
        })
      })
    },
    // The question that waits for an answer, for `useSyncExternalStore`.
    get: () => current,
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
