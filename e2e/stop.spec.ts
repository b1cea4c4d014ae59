import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { dropFiles } from './files.ts'
import { type ReadWorker, watchReadWorker } from './readWorker.ts'
import { storedRecords } from './records.ts'

/** Five columns of numbers, none of which names its rows; `shift` tells two tables apart. */
function numbers(shift: number): string {
  const rows = Array.from({ length: 60 }, (_, i) => [3, 5, 7, 11, 13].map((k) => ((i + shift) * k) % 17).join())
  return `a,b,c,d,e\n${rows.join('\n')}\n`
}

/** Opens a table and its rows, which starts the worker that reads. */
async function open(page: Page, name: string, shift = 0) {
  await page.goto('/')
  await dropFiles(page, { name: `${name}.csv`, content: numbers(shift) })
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await expect
    .poll(async () => (await storedRecords(page, 'dataset')).some((dataset) => dataset.name === name))
    .toBe(true)
  await page.getByRole('link', { name: 'Rows', exact: true }).click()
  await expect(page.getByRole('gridcell').first()).toBeVisible()
  await page.getByRole('link', { name: 'Columns', exact: true }).click()
}

/**
 * What is held under way tells how far it is; a stop ends it at once, the page says what became of it, and one press has it
 * done, by the same worker: one that had not heard the stop would have been ended.
 */
async function stopAndStart(
  page: Page,
  reader: ReadWorker,
  said: { readonly what: string; readonly far: string; readonly stopped: string; readonly again: string },
) {
  const workers = reader.count()
  const status = page.getByRole('status').filter({ has: page.getByRole('progressbar') })
  await expect(status).toContainText(said.far)
  await expectAccessible(page, `${said.what} under way`)
  await status.getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByText(said.stopped)).toBeVisible()
  await expect(page.getByRole('progressbar')).toHaveCount(0)
  await expectAccessible(page, `${said.what} stopped`)
  await reader.letGo()
  await page.getByRole('button', { name: said.again }).click()
  await expect(page.getByText(said.stopped)).toHaveCount(0)
  expect(reader.count()).toBe(workers)
}

test.describe('what takes long is stopped and started again', () => {
  // Each looks for accessibility twice in both themes, which takes long on a busy machine.
  test.describe.configure({ timeout: 180_000 })
  let reader: ReadWorker
  test.beforeEach(async ({ page }) => {
    reader = watchReadWorker(page)
    await page.emulateMedia({ reducedMotion: 'reduce' })
  })
  test('a profile', async ({ page }) => {
    await open(page, 'numbers')
    await reader.hold(1)
    await page.getByRole('link', { name: 'Profile', exact: true }).click()
    await stopAndStart(page, reader, {
      what: 'a profile',
      far: '1 of 5 columns',
      stopped: 'Profiling the columns was stopped; the data is as it was.',
      again: 'Start again',
    })
    await expect(page.getByRole('listbox', { name: 'Columns' }).getByRole('option')).toHaveCount(5)
  })

  test('a comparison of two tables', async ({ page }) => {
    await open(page, 'old')
    await open(page, 'new', 1)
    await reader.hold(1)
    await page.getByRole('link', { name: 'Versions', exact: true }).click()
    await page.getByLabel('From', { exact: true }).selectOption({ label: 'old' })
    await stopAndStart(page, reader, {
      what: 'a comparison',
      far: '1 of 5 columns',
      stopped: 'Comparing the tables was stopped; the data is as it was.',
      again: 'Start again',
    })
    await expect(page.getByText(/^60 rows changed in 5 columns/)).toBeVisible()
  })

  test('a search for leaks', async ({ page }) => {
    await open(page, 'numbers')
    await reader.hold(1)
    await page.getByRole('button', { name: 'Ask about e' }).click()
    await stopAndStart(page, reader, {
      what: 'a search for leaks',
      far: '1 of 4',
      stopped: 'Not checked for leaks.',
      again: 'Check for leaks',
    })
    await expect(page.getByText(/^Checked for leaks: /)).toBeVisible()
  })
})
