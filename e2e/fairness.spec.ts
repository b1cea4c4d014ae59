import { expect, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { dropFiles } from './files.ts'
import { storedRecords } from './records.ts'

/** Loans that hang on the income alone, which is lower for one sex than the other. */
function loans(): string {
  const lines = ['sex,age,income,approved']
  for (let i = 0; i < 1_500; i++) {
    const sex = i % 5 < 2 ? 'female' : 'male'
    const income = ((i * 7_919) % 1_000) / 10 + (sex === 'male' ? 30 : 0)
    const luck = ((i * 104_729) % 997) / 997
    lines.push(`${sex},${20 + ((i * 31) % 50)},${income.toFixed(1)},${income + 30 * luck > 85 ? 'yes' : 'no'}`)
  }
  return `${lines.join('\n')}\n`
}

test('how a run does by group', async ({ page }) => {
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto('/')
  await dropFiles(page, { name: 'loans.csv', content: loans() })
  await page.getByRole('link', { name: 'Columns', exact: true }).click()
  await page.getByRole('button', { name: 'Ask about approved' }).click()
  await page.getByRole('button', { name: 'Ask this question' }).click()
  for (const name of ['Neural network', 'Gradient boosting']) await page.getByRole('checkbox', { name }).uncheck()
  await page.getByRole('button', { name: /^Train \d models?$/ }).click()
  await expect.poll(async () => (await storedRecords(page, 'run')).every(({ status }) => status === 'done')).toBe(true)
  const run = (await storedRecords(page, 'run')).find(({ spec }) => spec.learner.kind !== 'baseline')
  const gaps = page.getByRole('region', { name: /^Differences from/ })

  await test.step('by the column whose name says so, against the largest group', async () => {
    await page.goto(`/#/run/${run!.id}`)
    await page.getByRole('link', { name: 'Groups', exact: true }).click()
    await expect(page.getByLabel('Groups by')).toHaveValue('sex')
    await expect(
      page.getByText(/differences? from male (is|are) shown.* the .* of female is [\d.]+%, [\d.]+ points lower/),
    ).toBeVisible()
    await expect(page.getByText('Demographic parity difference')).toBeVisible()
    await expect(gaps.getByRole('row', { name: /female/ })).toContainText('lower')
    await expectAccessible(page, 'groups of a run')
  })

  await test.step('another reference and another measure, kept in the address', async () => {
    await page.getByLabel('held against').selectOption('female')
    await page.getByLabel('Measure', { exact: true }).selectOption('baseRate')
    await expect(page).toHaveURL(/reference=female&measure=baseRate/)
    await page.reload()
    await expect(gaps.getByRole('row', { name: /^male/ })).toContainText('higher')
  })

  await test.step('the thresholds that would be needed are shown, with what speaks against them', async () => {
    await expect(page.getByText(/For the selection rate that female has from \.5 up, .* male from \./)).toBeVisible()
    await expect(page.getByText(/may be unlawful/)).toBeVisible()
    await page.getByRole('button', { name: 'Show as table: Selection rate' }).click()
    await expect(page.getByRole('columnheader', { name: 'Threshold', exact: true })).toBeVisible()
  })

  await test.step('numbers make groups between their quartiles', async () => {
    await page.getByLabel('Groups by').selectOption('age')
    await expect(page.getByRole('region', { name: 'Measures by group' }).getByRole('rowheader')).toHaveCount(4)
  })

  await test.step('on the test rows once they are open, with their look counted', async () => {
    await page.goto(`/#/run/${run!.id}`)
    await page.getByRole('button', { name: 'Open the test rows' }).click()
    await expect(page.getByTestId('test-looks')).toBeVisible()
    await page.getByRole('link', { name: 'Groups', exact: true }).click()
    await page.getByLabel('Groups by').selectOption('sex')
    await expect(page.getByText(/^\s*\d+ test rows/).first()).toBeVisible()
    await page.getByText('Validation rows', { exact: true }).click()
    await expect(page).toHaveURL(/part=validation/)
    await page.getByText('Test rows', { exact: true }).click()
    await expect(page).toHaveURL(/part=test/)
    await expect(gaps.getByRole('row', { name: /female/ })).toBeVisible()
    await expectAccessible(page, 'groups of the test rows')
  })
  expect(errors).toEqual([])
})
