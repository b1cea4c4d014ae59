import { readFileSync } from 'node:fs'
import type { JSHandle, Page } from '@playwright/test'

export interface DroppedFile {
  readonly name: string
  /** Text, or bytes. */
  readonly content: string | Uint8Array
}

/** Drops files onto the page as a hand does. */
export async function dropFiles(page: Page, ...files: readonly DroppedFile[]): Promise<void> {
  await drop(page, await holdFiles(page, files))
}

/** Files as a hand holds them. */
function holdFiles(page: Page, files: readonly DroppedFile[]): Promise<JSHandle<DataTransfer>> {
  return page.evaluateHandle(
    (given) => {
      const data = new DataTransfer()
      for (const { name, content } of given)
        data.items.add(new File([typeof content === 'string' ? content : Uint8Array.from(content)], name))
      return data
    },
    files.map(({ name, content }) => ({ name, content: typeof content === 'string' ? content : [...content] })),
  )
}

async function drop(page: Page, dataTransfer: JSHandle<DataTransfer>, whileHeld?: () => Promise<void>): Promise<void> {
  // Nobody drops anything on a page that is not there yet.
  await page.locator('#main').waitFor()
  await page.dispatchEvent('body', 'dragover', { dataTransfer })
  await whileHeld?.()
  await page.dispatchEvent('body', 'drop', { dataTransfer })
}

/** Drops a file as {@link dropFiles} does, after a look at the page while it is held above it. */
export async function dropSlowly(page: Page, file: DroppedFile, whileHeld: () => Promise<void>): Promise<void> {
  await drop(page, await holdFiles(page, [file]), whileHeld)
}

/** The lines of the CSV file that the button of a table saves, without its byte order mark. */
export async function savedLines(page: Page, name: string): Promise<string[]> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: `Save as CSV: ${name}`, exact: true }).click(),
  ])
  return readFileSync(await file.path(), 'utf8')
    .replace(/^\ufeff/, '')
    .trimEnd()
    .split('\n')
}

/** Drops a table of numbers that is made in the page, since megabytes are slow to send there. */
export async function dropLarge(page: Page, name: string, rows: number): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName, count]) => {
      const row = (i: number) => `${i * 1.37},${(i * 7919) % 1000003},${Math.sin(i)},text ${i}\n`
      // The same ten thousand over and over: what takes time is to be the reading, not the making.
      const block = new Blob(Array.from({ length: 10_000 }, (_, i) => row(i)))
      const blocks = Array.from({ length: Math.ceil(count / 10_000) }, () => block)
      const data = new DataTransfer()
      data.items.add(new File(['a,b,c,d\n', ...blocks], fileName))
      return data
    },
    [name, rows] as const,
  )
  await drop(page, transfer)
}
