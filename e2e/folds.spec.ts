import { expect, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { beginQuestion } from './penguins.ts'

test('on a question with folds auto chooses by them, and the page says so', async ({ page }) => {
  test.setTimeout(120_000)
  await beginQuestion(page)
  await page.getByLabel('Cross-validation').selectOption('3')
  await page.getByRole('button', { name: 'Ask this question' }).click()
  await page.getByLabel('Device', { exact: true }).selectOption('wasm')
  const ticked = page.getByRole('checkbox', { checked: true, disabled: false })
  while ((await ticked.count()) > 0) await ticked.first().uncheck()
  await page.getByRole('checkbox', { name: 'Auto' }).check()
  await page.getByLabel('Time', { exact: true }).fill('5')
  await page.getByRole('button', { name: /^Train \d/ }).click()
  await page.getByRole('navigation', { name: 'Stages' }).locator('a[title="Runs"]').click()
  const leaderboard = page.getByRole('region', { name: 'Leaderboard' })
  await leaderboard.getByRole('link', { name: /Auto/ }).click({ timeout: 60_000 })
  const tried = page.getByRole('region', { name: 'What was tried' })
  await expect(tried.getByText(/over 3 folds/)).toBeVisible()
  await expect(tried.getByText(/compared on each fold by models that had not seen it/)).toBeVisible()
  await expect(page.getByRole('region', { name: 'Over folds' })).toContainText('over 3 folds, from')
  await expect(page.getByRole('region', { name: 'Over folds' })).toContainText(
    /Over 3 folds: run A is better than the baseline/,
  )
  await expectAccessible(page, 'a run of auto on folds')

  await page.getByRole('link', { name: 'Compare the two' }).click()
  const others = page.getByRole('region', { name: 'And on other rows?' })
  await expect(others.getByRole('listitem')).toHaveText(
    /^Over 3 folds: A is better than B: Accuracy higher by .* corrected resampled t, p/,
  )
  const row = others.getByRole('row').filter({ hasText: 'Auto' })
  await expect(row).toContainText('3 folds')
  await expect(row).toContainText(/corrected resampled t, t = [\d.]+, df = 2/)
  await expectAccessible(page, 'folds compared')
})
