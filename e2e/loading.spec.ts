import { expect, test } from '@playwright/test'
import { storedRecords } from './records.ts'

test('two tabs at once share what is kept', async ({ page, context }) => {
  await page.goto('/')
  await page.getByRole('button', { name: /Palmer penguins/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: /penguins/ })).toBeVisible()
  const other = await context.newPage()
  await other.goto('/')
  await expect(other.getByRole('link', { name: /penguins/ })).toBeVisible()
  await page.getByRole('button', { name: /^Rename/ }).click()
  await page.getByRole('textbox', { name: 'Name of the data' }).fill('birds of two tabs')
  await page.keyboard.press('Enter')
  await expect(other.getByRole('link', { name: /birds of two tabs/ })).toBeVisible()
})

test('bad files are refused with a reason, and a load can be cancelled', async ({ page }) => {
  await page.goto('/')
  const open = async (name: string, text: string) => {
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Open a file' }).click()
    await (await chooser).setFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
  }
  await open('empty.csv', '')
  await expect(page.getByRole('alert')).toContainText(/^Reading [^ ]+: This file is empty/)
  await page.getByRole('alert').getByRole('button', { name: 'Close' }).click()
  await open('header.csv', 'a,b,c\n')
  await expect(page.getByRole('alert')).toContainText('no row under it')
  await page.getByRole('alert').getByRole('button', { name: 'Close' }).click()

  const row = `${'1234567.891,'.repeat(30)}x\n`
  await open('large.csv', `${Array.from({ length: 31 }, (_, i) => `c${i}`).join(',')}\n${row.repeat(100_000)}`)
  await expect(page.getByRole('progressbar')).toBeVisible()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('progressbar')).toHaveCount(0)
  expect(await storedRecords(page, 'dataset')).toEqual([])
})
