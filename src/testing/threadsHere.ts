import { helpWithParts, type PartAnswer } from '@/engine/table/parts/helper.ts'
import type { PartInput } from '@/engine/table/parts/readPart.ts'
import type { Threads } from '@/engine/threads.ts'

/**
 * Threads that read parts of a file by turns on this one; messages are copied as between real ones. Also says how many parts
 * they read that ended with a record.
 */
export function threadsHere(count: number): { readonly threads: Threads; readonly wholeParts: () => number } {
  let whole = 0
  return {
    wholeParts: () => whole,
    threads: {
      count,
      start(onMessage) {
        let isStopped = false
        const hear = (answer: PartAnswer, memory: ArrayBuffer[]) => {
          const sent = structuredClone(answer, { transfer: memory })
          queueMicrotask(() => {
            if (isStopped) return
            if (sent.kind === 'read' && sent.part.isWhole) whole++
            onMessage(sent)
          })
        }
        const read = helpWithParts(hear)
        return {
          post(message) {
            void read(structuredClone(message) as PartInput)
          },
          stop() {
            isStopped = true
          },
        }
      },
    },
  }
}
