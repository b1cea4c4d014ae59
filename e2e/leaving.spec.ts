import { expect, test } from '@playwright/test'
import { dropFiles } from './files.ts'

declare global {
  /** In the page: lets the load go on that waits to keep its table. */
  var keep: (() => void) | undefined
}

test('a tab is not closed unasked while its data is being kept', async ({ page }) => {
  await page.goto('/')
  // As long as a sweep holds the tables, what is read waits to be kept.
  await page.evaluate(
    () =>
      new Promise<void>((held) => {
        const work = () => {
          held()
          return new Promise<void>((resolve) => {
            globalThis.keep = resolve
          })
        }
        void navigator.locks.request('assay:tables', work)
      }),
  )
  await dropFiles(page, { name: 'pets.csv', content: 'name,legs\nant,6\ncat,4\n' })
  const heading = page.getByRole('heading', { level: 1, name: /pets/ })
  await expect(heading).toBeVisible()
  // A browser asks only for a page that somebody has used.
  await page.keyboard.press('Shift')

  const asked = page.waitForEvent('dialog')
  await page.close({ runBeforeUnload: true })
  const dialog = await asked
  expect(dialog.type()).toBe('beforeunload')
  await dialog.dismiss()
  await expect(heading).toBeVisible()

  await page.evaluate(() => globalThis.keep?.())
  await expect
    .poll(() => page.evaluate(() => dispatchEvent(new Event('beforeunload', { cancelable: true }))), 'nobody would ask')
    .toBe(true)
  const dialogs: string[] = []
  page.on('dialog', (each) => {
    dialogs.push(each.type())
    void each.accept()
  })
  const closed = page.waitForEvent('close')
  await page.close({ runBeforeUnload: true })
  await closed
  expect(dialogs).toEqual([])
})
