import { expect, type Page, type Worker } from '@playwright/test'

declare global {
  /** In the read worker: goes on with what is held. */
  var letGo: (() => void) | undefined
}

/** The worker that reads for the screen, held and ended as a test needs it. */
export interface ReadWorker {
  /** Once a job of it has told that so much is done, whoever wants to read a file waits for {@link letGo}. */
  hold(done: number): Promise<void>
  letGo(): Promise<void>
  /** Has an error escape from it when it is told to do `job` next, as when its memory is full. */
  dieOf(job: string): Promise<void>
  /** How many such workers there have been. */
  count(): number
}

/** Watches a page for its read worker. Call it before the page is opened. */
export function watchReadWorker(page: Page): ReadWorker {
  const workers: Worker[] = []
  page.on('worker', (worker) => {
    if (worker.url().includes('read.worker')) workers.push(worker)
  })
  const current = async () => {
    await expect.poll(() => workers.length, 'the read worker was started').toBeGreaterThan(0)
    return workers.at(-1)!
  }
  return {
    hold: async (done) =>
      (await current()).evaluate((done) => {
        let isHeld = false
        const released = new Promise<void>((resolve) => {
          globalThis.letGo = resolve
        })
        const post = MessagePort.prototype.postMessage
        MessagePort.prototype.postMessage = function (message, moved?: unknown) {
          if (message?.kind === 'event' && message.event.done >= done) isHeld = true
          return post.call(this, message, moved as StructuredSerializeOptions)
        }
        const read = FileSystemFileHandle.prototype.getFile
        FileSystemFileHandle.prototype.getFile = async function () {
          if (isHeld) await released
          return read.call(this)
        }
      }, done),
    letGo: async () => (await current()).evaluate(() => globalThis.letGo?.()),
    dieOf: async (job) =>
      (await current()).evaluate((job) => {
        const hear = ({ data }: MessageEvent) => {
          if (data?.argumentList?.[0]?.value === job) throw new RangeError('out of memory, say')
        }
        globalThis.addEventListener('message', hear, { capture: true })
      }, job),
    count: () => workers.length,
  }
}
