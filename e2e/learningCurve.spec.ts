import { expect, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { askQuestion } from './penguins.ts'
import { storedRecords } from './records.ts'

test('how a run would do with more rows', async ({ page }) => {
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await askQuestion(page)
  for (const name of ['Neural network', 'Logistic regression']) await page.getByRole('checkbox', { name }).uncheck()
  await page.getByRole('button', { name: 'Train 2 models' }).click()
  await expect
    .poll(async () => (await storedRecords(page, 'run')).map(({ status }) => status))
    .toEqual(['done', 'done'])
  const run = (await storedRecords(page, 'run')).find(({ spec }) => spec.learner.kind === 'boosting')

  await test.step('the view has an address, and nothing yet', async () => {
    await page.goto(`/#/run/${run!.id}`)
    await page.getByRole('navigation', { name: 'View of the run' }).getByRole('link', { name: 'More data' }).click()
    await expect(page).toHaveURL(/\/run\/[^/]+\/learning$/)
    await expect(
      page.getByText(/small parts several times, and always scored on the same validation rows/),
    ).toBeVisible()
    await expectAccessible(page, 'no learning curve yet')
  })

  await test.step('a stop keeps what is done', async () => {
    await page.getByRole('button', { name: 'Draw the learning curve' }).click()
    await expect(page.getByText(/^Training [3-9] of 15, on \d+ rows/)).toBeVisible()
    await page.getByRole('button', { name: 'Stop', exact: true }).click()
    await expect(page.getByRole('button', { name: /^Go on with \d+ trainings/ })).toBeVisible()
    const [curve] = await storedRecords(page, 'learningCurve')
    expect(curve!.status).toBe('stopped')
    expect(curve!.trainings.length).toBeGreaterThan(1)
  })

  await test.step('it goes on, says what more rows would bring, and is there on the next visit', async () => {
    await page.getByRole('button', { name: /^Go on with \d+ trainings/ }).click()
    await expect
      .poll(async () => (await storedRecords(page, 'learningCurve'))[0]!.status, { timeout: 40_000 })
      .toBe('done')
    const verdict = /^(Twice the rows would lift Accuracy from|More rows bring little here|From .* goes up and down)/
    await expect(page.getByText(verdict)).toBeVisible()
    await page.reload()
    await expect(page.getByText(verdict)).toBeVisible()
    await page.getByLabel('Scored by').selectOption('logLoss')
    await expect(page).toHaveURL(/learning\?metric=logLoss$/)
    await page.reload()
    await expect(page.getByLabel('Scored by')).toHaveValue('logLoss')
    const chart = page.getByRole('application', { name: /from all \d+ training rows/ })
    await chart.press('End')
    await expect(page.locator('[aria-live]').filter({ hasText: /^training: rows \d+, Log loss \.\d+$/ })).toBeAttached()
    await expectAccessible(page, 'a learning curve')
    await page.getByRole('button', { name: 'Show as table: Log loss' }).click()
    await expect(page.getByRole('region', { name: 'Log loss, as a table' }).getByRole('row')).not.toHaveCount(0)
    await expectAccessible(page, 'a learning curve as a table')
  })

  await test.step('it is removed and brought back', async () => {
    await page.getByRole('button', { name: 'Remove the curve' }).click()
    await expect(page.getByRole('button', { name: 'Draw the learning curve' })).toBeVisible()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(page.getByRole('button', { name: 'Remove the curve' })).toBeVisible()
  })
  expect(errors).toEqual([])
})
