import { AssayError } from '@/core/errors.ts'

const waiting = new Set<(cause: AssayError) => void>()

/**
 * Work that ends as soon as the GPU says that something is wrong with it; some reads would otherwise wait for ever, or
 * give zeros. What is computed from then on is not to be used: `trainEnsemble` goes on from what was safe before.
 */
export const deviceTrouble = {
  report(cause: AssayError): void {
    for (const reject of [...waiting]) reject(cause)
  },

  async during<T>(work: () => Promise<T>): Promise<T> {
    let reject: (cause: AssayError) => void = () => {}
    const trouble = new Promise<never>((_resolve, no) => {
      reject = no
    })
    waiting.add(reject)
    try {
      return await Promise.race([work(), trouble])
    } finally {
      waiting.delete(reject)
    }
  },
}

/** The GPU was taken away: unplugged, its driver updated or reset, its memory given to others. */
export function lostDevice(message: string): AssayError {
  return new AssayError(
    'device.lost',
    `The GPU went away while it was computing${because(message)}. Start again: Assay opens it anew, or uses WebAssembly if it is gone.`,
  )
}

/** The GPU did not do what it was asked, most likely for want of memory; what it computes from then on is not to be used. */
export function refusedWork(message: string): AssayError {
  return new AssayError(
    'device.lost',
    `The GPU could not do a piece of the work${because(message)}. Start again with a smaller batch or fewer units, or choose WebAssembly as the device.`,
  )
}

function because(message: string): string {
  const line = message.split('\n', 1)[0]!.trim().replace(/\.$/, '')
  return line && ` (${line})`
}
