import { expect, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { savedLines } from './files.ts'
import { storedRecords } from './records.ts'
import { askAboutWeather } from './weather.ts'

test('the kinds of rows that a run fails on, and one that a person names', async ({ page }) => {
  test.setTimeout(120_000)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await askAboutWeather(page)
  // Always the most common weather: it fails wherever the weather is another.
  for (const name of ['Neural network', 'Gradient boosting', 'Logistic regression'])
    await page.getByRole('checkbox', { name }).uncheck()
  await page.getByRole('button', { name: 'Train 1 model' }).click()
  await expect
    .poll(async () => (await storedRecords(page, 'run')).map(({ status }) => status), { timeout: 60_000 })
    .toEqual(['done'])
  const [run] = await storedRecords(page, 'run')
  const table = page.getByRole('region', { name: 'Kinds of rows' })

  await test.step('finds them on half of the rows and checks them on the other', async () => {
    await page.goto(`/#/run/${run!.id}`)
    await page.getByRole('link', { name: 'Where it fails' }).click()
    await expect(page.getByText(/kinds? of rows (is|are) worse than the rest\. Worst: where/)).toBeVisible()
    await expect(table.getByRole('row').nth(2)).toContainText('worse')
    const [head, first] = await savedLines(page, 'Kinds of rows')
    expect(head).toMatch(/^Rows where,Rows found,Error found,Rows checked,.*,p adjusted,Verdict$/)
    expect(first).toMatch(/,worse$/)
    await expectAccessible(page, 'where it fails')
  })

  await test.step('by another error, kept in the address', async () => {
    await page.getByLabel('What counts as an error').selectOption('loss')
    await expect(page).toHaveURL(/error=loss/)
    await expect(page.getByText(/the log loss of \d+ rows is/).first()).toBeVisible()
    await page.reload()
    await expect(page.getByLabel('What counts as an error')).toHaveValue('loss')
    await page.getByLabel('What counts as an error').selectOption('wrong')
  })

  await test.step('rows of a choice of one own', async () => {
    await page.getByRole('combobox', { name: 'Column' }).selectOption('precipitation')
    await page.getByRole('button', { name: 'Add a condition…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Filter by precipitation' })
    await dialog.getByLabel('precipitation').selectOption({ label: '>' })
    await dialog.getByLabel('Value').fill('1')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/where=more%3Aprecipitation%3A1/)
    await expect(page.getByText(/% of \d+ rows are wrong, against .* of the others/).last()).toBeVisible()
    await expectAccessible(page, 'a slice of its own')
  })

  await test.step('leads to the rows', async () => {
    await table.getByRole('link', { name: 'See these rows' }).first().click()
    await expect(page).toHaveURL(/rows\?part=validation&where=/)
    await expect(page.getByRole('link', { name: 'Rows', exact: true })).toHaveAttribute('aria-current', 'page')
  })

  await test.step('and to those like them that train, which can count more', async () => {
    const weigh = page.getByRole('button', { name: 'Weigh by' })
    await page.getByRole('button', { name: 'Tick all listed' }).click()
    await expect(page.getByText(/^\d+ rows ticked$/)).toBeVisible()
    // Validation rows train no model.
    await expect(weigh).toBeDisabled()
    await page.getByRole('button', { name: 'Tick those that train' }).click()
    await expect(page.getByText(/^\d+ rows ticked, \d+ of them train$/)).toBeVisible()
    await page.getByRole('textbox', { name: 'Weight of the ticked rows' }).fill('3')
    await weigh.click()
    const repairs = page.getByRole('region', { name: 'Repairs' })
    await expect(repairs.getByText(/^Weighed \d+ rows by 3$/)).toBeVisible()
    await expect(repairs.getByText('Trained from the start.')).toBeVisible({ timeout: 60_000 })
    await repairs.getByRole('button', { name: 'Undo' }).click()
    await expect(repairs).toHaveCount(0)
    await expectAccessible(page, 'rows of a slice')
  })

  expect(errors).toEqual([])
})
