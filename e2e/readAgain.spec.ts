import { readFile } from 'node:fs/promises'
import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { dropFiles } from './files.ts'
import { changeStored, storedRecords } from './records.ts'

const TOWNS = ['Köln', 'Bonn', '']
/** Semicolons, decimal commas, and two rows that are too long. */
const text = `Preis;Ort;Zahl\n${Array.from({ length: 40 }, (_, i) => `${i},5;${TOWNS[i % 3]};${i % 9}${i % 20 === 3 ? ';=x' : ''}\n`).join('')}`

async function dropFile(page: Page, name = 'preise.csv', content = text) {
  await page.goto('/')
  await dropFiles(page, { name, content })
  await expect(page.getByRole('heading', { level: 1, name: name.replace('.csv', '') })).toBeVisible()
  // What is shown may not be kept yet.
  await expect.poll(async () => (await storedRecords(page, 'dataset')).length).toBe(1)
}

const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Read preise.csv again' })
const change = (page: Page) => page.getByRole('button', { name: 'Change how the file is read' }).click()
const chip = (page: Page, name: string) =>
  page.getByRole('region', { name: 'Read as' }).getByText(name, { exact: true })

test('a file is read again otherwise, after looking at what that makes of it', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await dropFile(page)
  await expect(chip(page, 'semicolon')).toBeVisible()
  await expect(chip(page, 'decimal comma')).toBeVisible()
  const dialog = dialogOf(page)
  const heads = dialog.getByRole('columnheader').locator('[title]')
  const title = dialog.getByRole('status')
  const between = dialog.getByLabel('Between cells', { exact: true })

  await test.step('the dialog says what was found and shows what the reader makes of it', async () => {
    await change(page)
    await expect(title).toHaveText('The first 20 of 40 rows, 3 columns')
    await expect(heads).toHaveText(['Preis', 'Ort', 'Zahl'])
    await expect(dialog.getByRole('columnheader').getByRole('img', { name: 'integer' })).toHaveCount(1)
    await expect(dialog.getByText('2 long rows cut to the columns there are')).toBeVisible()
    await expect(between.locator('option:checked')).toHaveText('Found: semicolon')
    await expectAccessible(page, 'read again')
  })

  await test.step('the preview follows what is changed, and finds again what is given back', async () => {
    await between.selectOption('vertical bar')
    await expect(heads).toHaveCount(1)
    await expect(dialog.getByLabel('Decimal mark').locator('option').first()).toHaveText(/^Found: /)
    await expect(between.locator('option').first()).toHaveText('Found: semicolon')
    await between.selectOption('other')
    await dialog.getByLabel('Character between cells').fill('a')
    await expect(dialog.getByText('One sign, such as ^ or ~')).toBeVisible()
    await dialog.getByRole('button', { name: 'Find it: Between cells' }).click()
    await expect(between).toBeFocused()
    await expect(heads).toHaveText(['Preis', 'Ort', 'Zahl'])
    await dialog.getByLabel('First row', { exact: true }).selectOption('is data')
    await expect(heads).toHaveText(['column 1', 'column 2', 'column 3'])
    await expect(title).toHaveText('The first 20 of 41 rows, 3 columns')
    await expectAccessible(page, 'read again, changed')
  })

  await test.step('reading again takes the place of the first reading, and an undo brings that back', async () => {
    await dialog.getByRole('button', { name: 'Read again' }).click()
    await expect(chip(page, 'no header row')).toBeVisible()
    const read = (await storedRecords(page, 'dataset')).find(({ deletedAt }) => !deletedAt)
    expect(read).toMatchObject({ name: 'preise', rows: 41, source: { fixed: { header: false } } })
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(chip(page, 'header row')).toBeVisible()
  })

  await test.step('the same content keeps its record, which says how it was read last', async () => {
    await change(page)
    await dialog.getByLabel('Around text').selectOption('single quotes')
    await expect(dialog.getByRole('region', { name: 'Preview' })).toHaveAttribute('aria-busy', 'false')
    await dialog.getByRole('button', { name: 'Read again' }).click()
    await expect(chip(page, 'single quotes')).toBeVisible()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(chip(page, 'double quotes')).toBeVisible()
  })

  await test.step('a reading that cannot be says why in place', async () => {
    await change(page)
    await dialog.getByLabel('Encoding').selectOption('UTF-16 LE')
    await dialog.getByLabel('First row', { exact: true }).selectOption('is the header')
    await expect(dialog.getByRole('alert')).toContainText('no row under it')
    await expect(dialog.getByRole('button', { name: 'Read again' })).toBeDisabled()
    await expectAccessible(page, 'read again, refused')
    await page.keyboard.press('Escape')
  })

  await test.step('after a reload the file is chosen once more, and shown before it is read', async () => {
    await page.reload()
    await change(page)
    await expect(dialog.getByText('Choose preise.csv once more')).toBeVisible()
    const chooser = page.waitForEvent('filechooser')
    await dialog.getByRole('button', { name: 'Choose the file' }).click()
    await (await chooser).setFiles({ name: 'preise.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
    await expect(heads).toHaveText(['Preis', 'Ort', 'Zahl'])
    await dialog.getByLabel('Words for missing').fill('Bonn')
    await page.keyboard.press('Enter')
    await expect(dialog.getByRole('cell', { name: 'Bonn' })).toHaveCount(0)
    await dialog.getByRole('button', { name: 'Read again' }).click()
    await expect(chip(page, 'Bonn = missing')).toBeVisible()
  })
})

test('a file that could not be read as it was found is read as the person says', async ({ page }) => {
  await page.goto('/')
  await dropFiles(page, { name: 'one.csv', content: 'a,b,c\n' })
  await expect(page.getByRole('alert')).toContainText('no row under it')
  await page.getByRole('button', { name: 'Read it otherwise' }).click()
  const dialog = page.getByRole('dialog', { name: 'Read one.csv otherwise' })
  await expect(dialog.getByRole('alert')).toContainText('no row under it')
  await expect(dialog.getByRole('button', { name: 'Read it so' })).toBeDisabled()
  await dialog.getByLabel('First row', { exact: true }).selectOption('is data')
  await expect(dialog.getByRole('status')).toHaveText('The one row, 3 columns')
  await expectAccessible(page, 'read otherwise')
  await dialog.getByRole('button', { name: 'Read it so' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'one' })).toBeVisible()
  await expect(chip(page, 'no header row')).toBeVisible()
  await expect(page.getByRole('alert')).toHaveCount(0)
})

test('what was pasted is pasted once more to be read otherwise after a reload', async ({ page }) => {
  const pasted = 'town\tn\nKöln\t1\nBonn\t2\n'
  await page.goto('/')
  await page.getByRole('button', { name: 'Paste a table' }).click()
  await page.getByLabel('Cells, a row a line').fill(pasted)
  await page.getByRole('button', { name: 'Read the table' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'pasted table' })).toBeVisible()
  await expect.poll(async () => (await storedRecords(page, 'dataset')).length).toBe(1)
  await page.reload()
  await change(page)
  const dialog = page.getByRole('dialog', { name: 'Read pasted table again' })
  await dialog.getByRole('button', { name: 'Paste it once more' }).click()
  await page.getByLabel('Cells, a row a line').fill(pasted)
  await page.getByRole('button', { name: 'Read the table' }).click()
  await dialog.getByLabel('First row', { exact: true }).selectOption('is data')
  await expect(dialog.getByRole('status')).toHaveText('All 3 rows, 2 columns')
  await dialog.getByRole('button', { name: 'Read again' }).click()
  await expect(chip(page, 'no header row')).toBeVisible()
})

test('what was put right is listed, filtered and exported', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await dropFile(page)
  const [dataset] = await storedRecords(page, 'dataset')
  const made = (line: number) => ({ kind: 'coerced', line, column: 'Zahl', raw: '?', reason: 'No number.' }) as const
  const samples = [...dataset!.issues.samples, ...Array.from({ length: 200 }, (_, i) => made(i + 10))]
  await changeStored(page, 'dataset', dataset!.id, { issues: { counts: { cut: 2, coerced: 1_234 }, samples } })
  await page.reload()
  await page.getByRole('button', { name: 'Review what was put right' }).click()
  const dialog = page.getByRole('dialog', { name: 'What was put right' })
  const rows = dialog.locator('tbody tr')
  await expect(dialog.getByText('the first 200 are listed')).toBeVisible()
  await expect(rows).toHaveCount(100)
  await expect(rows.first()).toContainText('=x')
  await expectAccessible(page, 'what was put right')
  await dialog.getByRole('button', { name: 'Next' }).click()
  await expect(dialog.getByRole('status')).toHaveText('101 to 200 of 202')
  await dialog.getByLabel('Show').selectOption('cut (2)')
  await expect(rows).toHaveCount(2)
  const download = page.waitForEvent('download')
  await dialog.getByRole('button', { name: /^Export/ }).click()
  const lines = (await readFile(await (await download).path(), 'utf8')).trim().split('\n')
  expect(lines).toHaveLength(203)
  expect(lines[0]).toBe('line,column,kind,raw,reason')
  expect(lines[1]).toContain(`"'=x"`)
})

test('doubts are answered by reading again, or settled for good', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const air = `CO,day\n${Array.from({ length: 60 }, (_, i) => `${i % 9 === 4 ? -200 : 20 + i},0${1 + (i % 9)}/02/2020`).join('\n')}\n`
  await dropFile(page, 'air.csv', air)
  const strip = page.getByRole('region', { name: 'For you to decide' })
  const mark = strip.getByText('-200 stands 7 times in CO, far from its other values.')
  const dates = strip.getByText('is the day first or the month?')
  await expect(mark).toBeVisible()
  await expect(dates).toBeVisible()
  await expectAccessible(page, 'doubts')

  await test.step('one that is settled is not asked again, unless that is undone', async () => {
    await strip.getByRole('button', { name: 'It is a number' }).click()
    await expect(mark).toHaveCount(0)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(mark).toBeVisible()
  })

  await test.step('an answer reads the file again', async () => {
    await strip.getByRole('button', { name: 'Month first' }).click()
    await expect(chip(page, 'dates month first')).toBeVisible()
    await expect(dates).toHaveCount(0)
    await expect(page.getByRole('button', { name: 'Type of day: datetime' })).toBeVisible()
    await expect(page.getByText('no zone in the file, read as UTC')).toBeVisible()
  })

  await test.step('after a reload it asks for the file, and what was answered before holds', async () => {
    await page.reload()
    const chooser = page.waitForEvent('filechooser')
    await strip.getByRole('button', { name: 'Read as missing' }).click()
    await (await chooser).setFiles({ name: 'air.csv', mimeType: 'text/csv', buffer: Buffer.from(air) })
    await expect(chip(page, '-200 = missing')).toBeVisible()
    await expect(chip(page, 'dates month first')).toBeVisible()
    await expect(strip).toHaveCount(0)
    const read = (await storedRecords(page, 'dataset')).find(({ deletedAt }) => !deletedAt)
    expect(read?.columns[0]?.summary.missing).toBe(7)
  })
})

test('the order of dates is decided without the file too', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const days = `x,day\n${Array.from({ length: 30 }, (_, i) => `${i * 1.5},0${1 + (i % 9)}/02/2020`).join('\n')}\n`
  await dropFile(page, 'days.csv', days)
  await expect(page.getByRole('region', { name: 'For you to decide' })).toBeVisible()
  await expect.poll(async () => (await storedRecords(page, 'dataset')).length).toBe(1)
  await page.reload()
  await page.getByRole('button', { name: 'Day first' }).click()
  await expect(page.getByRole('button', { name: 'Type of day: datetime' })).toBeVisible()
  await expect(page.getByText('2020-02-01 to 2020-02-09')).toBeVisible()
  await expect(page.getByRole('region', { name: 'For you to decide' })).toHaveCount(0)
})
