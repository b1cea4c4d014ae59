import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { dropFiles } from './files.ts'
import { type ReadWorker, watchReadWorker } from './readWorker.ts'
import { storedRecords } from './records.ts'

/** Numbers and a category; the last row is a copy of the first. */
function table(shift: number): string {
  const rows = Array.from({ length: 90 }, (_, i) => {
    const at = (i % 89) + shift
    return [at % 17, (at * 5) % 13, (at * 11) % 31, ['x', 'y', 'z'][at % 3]].join()
  })
  return `a,b,c,kind\n${rows.join('\n')}\n`
}

async function open(page: Page, name: string, shift = 0) {
  await page.goto('/')
  await dropFiles(page, { name: `${name}.csv`, content: table(shift) })
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await expect
    .poll(async () => (await storedRecords(page, 'dataset')).some((dataset) => dataset.name === name))
    .toBe(true)
  await page.getByRole('link', { name: 'Rows', exact: true }).click()
  await expect(page.getByRole('gridcell').first()).toBeVisible()
}

/** Has the worker die over what `start` asks for; the page says so in place, and one press has it done by another. */
async function die(page: Page, reader: ReadWorker, job: string, start: () => Promise<void>, again: string) {
  await reader.dieOf(job)
  // Only now is it sure that the worker which is to die has been heard of.
  const before = reader.count()
  await start()
  const strip = page.getByRole('alert').filter({ hasText: 'A background worker ended before it was done' })
  await expect(strip.first()).toContainText('out of memory, say')
  await expectAccessible(page, `a worker that died of ${job}`)
  await strip.first().getByRole('button', { name: again }).click()
  await expect(strip).toHaveCount(0)
  // The browser tells of a worker a moment after the page has its answer.
  await expect.poll(() => reader.count()).toBe(before + 1)
}

test.describe('a worker that dies is told where its answer was waited for, and another gives it', () => {
  // Every strip is looked at for accessibility in both themes, which takes long on a busy machine.
  test.describe.configure({ timeout: 180_000 })
  let reader: ReadWorker
  test.beforeEach(async ({ page }) => {
    reader = watchReadWorker(page)
    await page.emulateMedia({ reducedMotion: 'reduce' })
  })

  test('on the profile', async ({ page }) => {
    await open(page, 'table')
    const link = page.getByRole('link', { name: 'Profile', exact: true })
    await die(page, reader, 'profile', () => link.click(), 'Try again')
    await expect(page.getByRole('listbox', { name: 'Columns' }).getByRole('option')).toHaveCount(4)
    await expect(page.getByRole('application', { name: /together/ })).toBeVisible()
    const relate = async () => {
      await page.getByLabel('Target', { exact: true }).selectOption('kind')
    }
    await die(page, reader, 'relate', relate, 'Try again')
    await expect(page.getByRole('region', { name: 'kind by a' })).toBeVisible()
    const other = page.getByRole('button', { name: 'b', exact: true })
    await die(page, reader, 'contrast', () => other.last().click(), 'Try again')
    await expect(page.getByRole('region', { name: 'kind by b' })).toBeVisible()

    const odd = page.getByRole('region', { name: 'Odd rows' })
    const look = odd.getByRole('button', { name: 'Look for odd rows' })
    await die(page, reader, 'rowFindings', () => look.click(), 'Look again')
    await expect(odd.getByText('repeats an earlier row cell for cell')).toBeVisible()
    const show = odd.getByRole('button', { name: /^Show rows: .*repeats/ })
    await die(page, reader, 'window', () => show.click(), 'Show them again')
    await expect(odd.getByRole('link', { name: 'Row 90 in the data' })).toBeVisible()
  })

  test('on a comparison', async ({ page }) => {
    await open(page, 'old')
    await open(page, 'new', 1)
    await page.getByRole('link', { name: 'Versions', exact: true }).click()
    const choose = async () => {
      await page.getByLabel('From', { exact: true }).selectOption({ label: 'old' })
    }
    await die(page, reader, 'diff', choose, 'Try again')
    await expect(page.getByText(/rows? changed in 4 columns/)).toBeVisible()
  })

  test('on a question: leaks, and what a step does', async ({ page }) => {
    await open(page, 'table')
    await page.getByRole('link', { name: 'Columns', exact: true }).click()
    const ask = page.getByRole('button', { name: 'Ask about kind' })
    await die(page, reader, 'leaks', () => ask.click(), 'Check again')
    await expect(page.getByText(/^Checked for leaks: /)).toBeVisible()

    await page.getByRole('button', { name: 'Add a step' }).click()
    await page.getByRole('menuitem', { name: /^Derive a column/ }).click()
    await page.getByLabel('Name', { exact: true }).fill('more')
    const formula = page.getByLabel('Formula')
    await die(page, reader, 'previewStep', () => formula.fill('a + b'), 'Try again')
    await expect(page.getByRole('region', { name: 'After' }).getByRole('row', { name: /^more/ })).toBeVisible()
  })
})
