import { expect, type Page, type Worker } from '@playwright/test'

declare global {
  /** In the read worker: goes on with what is held. */
  var letGo: (() => void) | undefined
}

/** The worker that reads for the screen, held and ended as a test needs it. */
export interface ReadWorker {
  /** Once it is told to do `job`, only so many files of columns are opened; whoever wants another waits for {@link letGo}. */
  hold(job: string, files: number): Promise<void>
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
    hold: async (job, files) =>
      (await current()).evaluate(
        ({ job, files }) => {
          const opened = new Set<string>()
          let isTold = false
          const released = new Promise<void>((resolve) => {
            globalThis.letGo = resolve
          })
          // Comlink's message of a call: the name of the job comes first.
          const hear = ({ data }: MessageEvent) => {
            if (data?.argumentList?.[0]?.value === job) isTold = true
          }
          globalThis.addEventListener('message', hear, { capture: true })
          const read = FileSystemFileHandle.prototype.getFile
          FileSystemFileHandle.prototype.getFile = async function () {
            if (isTold && !opened.has(this.name) && opened.size >= files) await released
            if (isTold) opened.add(this.name)
            return read.call(this)
          }
        },
        { job, files },
      ),
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
