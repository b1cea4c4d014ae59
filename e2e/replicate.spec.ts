import { readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { askQuestion } from './penguins.ts'
import { storedRecords } from './records.ts'

test('two specs are trained with further seeds until it is clear which is better', async ({ page }) => {
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await askQuestion(page)
  for (const name of ['Neural network', 'Gradient boosting']) await page.getByRole('checkbox', { name }).uncheck()
  await page.getByRole('button', { name: 'Train 2 models' }).click()
  const statuses = async () => (await storedRecords(page, 'run')).map(({ status }) => status)
  await expect.poll(statuses).toEqual(['done', 'done'])
  const [base, other] = (await storedRecords(page, 'run')).toSorted((a, b) => a.createdAt - b.createdAt)
  await page.goto(`/#/experiment/${base!.experimentId}/compare?runs=${base!.id},${other!.id}&metric=logLoss`)
  const sure = page.getByRole('region', { name: 'Is it sure?', exact: true })

  await test.step('one pair is not enough', async () => {
    await expect(sure.getByText('A and B share one seed so far')).toBeVisible()
    await expect(page.getByRole('region', { name: 'And on other rows?' })).toContainText(
      'One split is one draw of luck',
    )
    await sure.getByLabel('At most').fill('0')
    await expect(sure.getByText('Enter a whole number from 1 to 100.')).toBeVisible()
    await expect(sure.getByRole('button', { name: 'Train further seeds of A and B' })).toBeDisabled()
    await expectAccessible(page, 'nothing replicated yet')
  })

  await test.step('a budget ends it, and what is there is kept over a reload', async () => {
    await sure.getByLabel('At most').fill('1')
    await sure.getByRole('button', { name: 'Train further seeds of A and B' }).click()
    await expect(
      sure.getByText(/^Not clear after 2 pairs\. .* These pairs hold \d+(\.\d)?% of what any number/),
    ).toBeVisible()
    await expect(page).toHaveURL(/sure=/)
    await page.reload()
    await expect(sure.getByRole('region', { name: 'Pair by pair' }).getByRole('row')).toHaveCount(3)
  })

  await test.step('it goes on until it is clear', async () => {
    await sure.getByRole('button', { name: 'Go on' }).click()
    await expect(sure.getByText(/^Clear after \d pairs\. B is better than A/)).toBeVisible({ timeout: 30_000 })
    await expect(sure.getByRole('button', { name: 'Go on' })).toHaveCount(0)
    const over = page.getByRole('region', { name: 'And on other rows?' })
    const overSeeds = over.getByRole('region', { name: 'Verdicts over folds and seeds' })
    await expect(overSeeds.getByRole('row').filter({ hasText: 'Logistic regression' })).toContainText('Better than A')
    await expect(
      over.getByText(/^Over \d seeds: B is better than A: Log loss lower by .*anytime-valid t, p/),
    ).toBeVisible()
    await expectAccessible(page, 'replicated')
  })

  await test.step('the seeds of a spec are one line, which unfolds', async () => {
    const seeds = page.getByRole('region', { name: 'Scores over seeds' })
    const line = seeds.getByRole('row').filter({ hasText: 'Logistic regression' })
    await expect(line).toContainText(/\d seeds\.\d{3} ± \.\d{3}/)
    await expect(line).toContainText('Better than A')
    const rows = await seeds.getByRole('row').count()
    await line.getByRole('button').focus()
    await page.keyboard.press('Enter')
    await expect(seeds.getByRole('rowheader', { name: 'Run B', exact: true })).toBeVisible()
    expect(await seeds.getByRole('row').count()).toBeGreaterThan(rows + 2)
    await expectAccessible(page, 'seeds unfolded')
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as HTML' }).click(),
    ])
    const saved = readFileSync(await file.path(), 'utf8')
    expect(saved).toMatch(/Over \d seeds: B is better than A/)
    expect(saved).toMatch(/Clear after \d pairs/)
    expect(saved).toMatch(/seed 1 \.\d{3}, seed 2 \.\d{3}/)
  })

  await test.step('the runs are tagged', async () => {
    await sure.getByRole('link', { name: 'the Runs page' }).click()
    await expect(page.getByText('seeds of B').first()).toBeVisible()
  })
  expect(errors).toEqual([])
})
