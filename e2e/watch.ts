import type { Page, Worker } from '@playwright/test'

declare global {
  var submits: number | undefined
}

/** Counts what the train worker hands to the GPU, from before its first line of work. */
export function watchGpu(page: Page): () => Promise<number> {
  let trainer: Worker | undefined
  page.on('worker', (worker) => {
    if (!worker.url().includes('train.worker')) return
    trainer = worker
    void worker.evaluate(() => {
      globalThis.submits = 0
      const submit = GPUQueue.prototype.submit
      GPUQueue.prototype.submit = function (buffers) {
        globalThis.submits = (globalThis.submits ?? 0) + 1
        return submit.call(this, buffers)
      }
    })
  })
  return async () => (trainer ? await trainer.evaluate(() => globalThis.submits ?? 0) : 0)
}

/** Watches for a text that may be there for a moment only; what it gives back says whether it ever was. */
export async function watchText(page: Page, text: RegExp): Promise<() => Promise<boolean>> {
  const seen = await page.evaluateHandle((source) => {
    const state = { was: false }
    const look = () => {
      state.was ||= new RegExp(source).test(document.body.textContent)
    }
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true })
    return state
  }, text.source)
  return () => seen.evaluate(({ was }) => was)
}
