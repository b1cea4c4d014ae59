import { unattended } from '@/core/task.ts'
import type { ReadProgress } from '../scan.ts'
import { NotUtf8 } from '../source.ts'
import { memoryOf, type PartInput, type PartRead, readPart } from './readPart.ts'

/** What a thread that reads parts says: that it is there, how far it is, and how its part ended. */
export type PartAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'progress'; readonly progress: ReadProgress }
  | { readonly kind: 'read'; readonly part: PartRead }
  /** The bytes are not UTF-8. */
  | { readonly kind: 'notUtf8' }
  /** Whatever else went wrong will go wrong where one thread reads the file, or will not. */
  | { readonly kind: 'failed' }

/** Tells the leader; `memory` is moved to it. */
type Post = (answer: PartAnswer, memory: ArrayBuffer[]) => void

/** What a helper says first: parts are dealt to those that are there. */
export function helpWithParts(post: Post): (input: PartInput) => Promise<void> {
  post({ kind: 'ready' }, [])
  return async (input) => {
    const report = (progress: ReadProgress) => post({ kind: 'progress', progress }, [])
    try {
      // A helper that is not to go on is ended from outside.
      const part = await readPart(input, { ...unattended, report })
      post({ kind: 'read', part }, memoryOf(part))
    } catch (cause) {
      post({ kind: cause instanceof NotUtf8 ? 'notUtf8' : 'failed' }, [])
    }
  }
}
