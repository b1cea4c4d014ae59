import { expect, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { savedLines } from './files.ts'
import { storedRecords } from './records.ts'
import { askAboutWeather } from './weather.ts'

test('why a run says what it says: columns, one column, and one row', async ({ page }) => {
  test.setTimeout(120_000)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await askAboutWeather(page)
  for (const name of ['Neural network', 'Logistic regression']) await page.getByRole('checkbox', { name }).uncheck()
  await page.getByRole('button', { name: 'Train 2 models' }).click()
  await expect
    .poll(async () => (await storedRecords(page, 'run')).map(({ status }) => status), { timeout: 60_000 })
    .toEqual(['done', 'done'])
  const run = (await storedRecords(page, 'run')).find(({ spec }) => spec.learner.kind === 'boosting')
  const importances = page.getByRole('region', { name: 'Columns by importance' })
  const steps = page.getByRole('region', { name: 'The answer of one row, step by step' })

  await test.step('says which columns it needs', async () => {
    await page.goto(`/#/run/${run!.id}`)
    await page.getByRole('link', { name: 'Why', exact: true }).click()
    await expect(page.getByText(/^Permuting precipitation raises the log loss by 1\.\d+ \(95% interval/)).toBeVisible()
    const [head, ...lines] = await savedLines(page, 'Columns by importance')
    expect(head).toBe('Column,Rise of the log loss,Low,High,p,Shown')
    expect(lines[0]).toMatch(/^precipitation,1\.\d{6,},[\d.]+,[\d.]+,[\d.e-]+,needed$/)
    expect(lines).toHaveLength(5)
    await expect(importances.getByRole('row').nth(1)).toContainText(/precipitation.*< \.001.*needed/)
    await expect(steps).toBeVisible()
    await expectAccessible(page, 'why')
  })

  await test.step('follows a column and a class, kept in the address', async () => {
    await importances.getByRole('button', { name: 'wind' }).click()
    await page.getByLabel('Class to explain').selectOption('rain')
    await expect(page).toHaveURL(/column=wind&output=rain/)
    await expect(page.getByText(/^The mean probability of rain is least, \.\d+, where wind is/)).toBeVisible()
    await page.reload()
    await expect(page.getByLabel('Column to follow')).toHaveValue('wind')
    await page.getByRole('button', { name: 'Show as table: Partial dependence' }).click()
    await expect(page.getByRole('region', { name: 'Partial dependence, as a table' })).toContainText('95% interval')
    await expect(
      page.getByText(/By TreeSHAP, in the score of rain before the softmax, as the trees counted/),
    ).toBeVisible()
  })

  await test.step('takes a row apart: one from the plot, one by its number, and none that is elsewhere', async () => {
    const plot = page.getByRole('application', { name: /To the right a cell makes the answer higher/ })
    await plot.focus()
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/row=\d+/)
    const row = page.getByRole('textbox', { name: 'Row' })
    // The validation rows that are explained are some of all: this one is asked for by itself.
    const taken = Number(/row=(\d+)/.exec(page.url())![1])
    await expect(page.getByText(`For row ${(taken + 1).toLocaleString('en')} the score of rain`)).toBeVisible()
    await expect(steps.getByRole('row').nth(1)).toContainText('Expected of any row')
    await row.fill('999999')
    await row.press('Enter')
    await expect(page.getByText('Row 999,999 is not among the validation rows. Choose another.')).toBeVisible()
    await page.getByRole('button', { name: 'Back to a row that is' }).click()
    await expect(steps).toBeVisible()
  })

  await test.step('trains without each column, and keeps what was found', async () => {
    await page.getByRole('button', { name: 'Train without each of 5' }).click()
    const without = page.getByRole('region', { name: 'Trained without a column' })
    await expect(without.getByRole('row')).toHaveCount(6, { timeout: 60_000 })
    await expect(page.getByText(/^Without precipitation .* worse \(95% interval/)).toBeVisible()
    await page.reload()
    await expect(without.getByRole('row').nth(1)).toContainText(/precipitation.*needed/)
    const [left, first] = await savedLines(page, 'Trained without a column')
    expect(left).toMatch(/^Without,Change of [^,]+,Low,High,p,Shown$/)
    expect(first).toMatch(/^precipitation,-?[\d.]+,-?[\d.]+,-?[\d.]+,[\d.e-]+,needed$/)
    await page.getByRole('button', { name: 'Remove what was found' }).click()
    await expect(page.getByRole('button', { name: 'Train without each of 5' })).toBeVisible()
  })

  expect(errors).toEqual([])
})
