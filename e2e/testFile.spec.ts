import { expect, type Page, test } from '@playwright/test'
import { dropFiles } from './files.ts'
import { storedRecords } from './records.ts'

/** Readings of which `many` in sixty are −200, days that may be read either way, and a class to be told by them. */
const air = (from: number, many: number) =>
  `CO,day,kind\n${Array.from({ length: 60 }, (_, i) => `${i < many ? -200 : from + i},0${1 + (i % 9)}/02/2020,${i % 2 ? 'a' : 'b'}`).join('\n')}\n`

const strip = (page: Page) => page.getByRole('region', { name: 'For you to decide' })

test('a test file is read with what was answered for the file that trains', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto('/')
  await dropFiles(page, { name: 'air.csv', content: air(20, 7) })
  await strip(page).getByRole('button', { name: 'Month first' }).click()
  await expect(page.getByText('dates month first')).toBeVisible()
  await strip(page)
    .getByRole('button', { name: /-200: .*missing/i })
    .click()
  await expect(page.getByText(/-200 = missing|-200.*= missing/)).toBeVisible()

  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Add a test file…' }).click()
  // One mark alone would be no doubt: nothing in this file says that it is one.
  await (await chooser).setFiles({ name: 'later.csv', mimeType: 'text/csv', buffer: Buffer.from(air(25, 1)) })
  await expect(page.getByText(/Not this one/)).toHaveCount(0)
  await expect(page.getByRole('combobox', { name: 'Test file' })).toHaveValue('later')
  const test = (await storedRecords(page, 'dataset')).find(({ name }) => name === 'later')
  expect(test!.source.fixed).toMatchObject({ dateOrder: 'mdy' })
  expect(test!.columns.map(({ type, summary }) => [type, summary.missing])).toEqual([
    ['integer', 1],
    ['datetime', 0],
    ['category', 0],
  ])
})
