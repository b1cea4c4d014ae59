import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'

export interface DroppedFile {
  readonly name: string
  /** Text, or bytes. */
  readonly content: string | Uint8Array
}

/** Drops files onto the page as a hand does. */
export async function dropFiles(page: Page, ...files: readonly DroppedFile[]): Promise<void> {
  // Nobody drops anything on a page that is not there yet.
  await page.locator('#main').waitFor()
  const transfer = await page.evaluateHandle(
    (given) => {
      const data = new DataTransfer()
      for (const { name, content } of given)
        data.items.add(new File([typeof content === 'string' ? content : Uint8Array.from(content)], name))
      return data
    },
    files.map(({ name, content }) => ({ name, content: typeof content === 'string' ? content : [...content] })),
  )
  await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer })
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer })
}

/** The lines of the CSV file that the button of a table saves. */
export async function savedLines(page: Page, name: string): Promise<string[]> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: `Save as CSV: ${name}`, exact: true }).click(),
  ])
  return readFileSync(await file.path(), 'utf8')
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
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer })
}
