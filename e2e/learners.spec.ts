import { expect, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { askQuestion } from './penguins.ts'
import { storedRecords } from './records.ts'

test('every learner trains, says what it goes by, and the mix of auto predicts', async ({ page, browser }, info) => {
  test.setTimeout(240_000)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await askQuestion(page)
  await page.getByLabel('Device', { exact: true }).selectOption('wasm')
  const leaderboard = page.getByRole('region', { name: 'Leaderboard' })

  await test.step('settings are proposed, and a wrong one says what to enter', async () => {
    for (const name of ['Auto', 'Random forest', 'Nearest neighbours', 'Logistic by descent'])
      await page.getByRole('checkbox', { name }).check()
    await page.getByLabel('Time', { exact: true }).fill('soon')
    await expect(page.getByText('Enter a whole number from 1 to 86,400.')).toBeVisible()
    await page.getByLabel('Time', { exact: true }).fill('4')
    await page.getByLabel('Strength').fill('lots')
    await expect(page.getByText('Enter auto, or a number from 0 to 1,000,000.')).toBeVisible()
    await page.getByLabel('Strength').fill('auto')
    await expectAccessible(page, 'train, every learner')
  })

  await test.step('all of them end with a model', async () => {
    await page.getByRole('button', { name: 'Train 8 models' }).click()
    await expect
      .poll(async () => (await storedRecords(page, 'run')).map(({ status }) => status), { timeout: 120_000 })
      .toEqual(Array.from({ length: 8 }, () => 'done'))
    const evaluations = await storedRecords(page, 'evaluation')
    const runs = await storedRecords(page, 'run')
    for (const { runId, metrics } of evaluations) {
      const { kind } = runs.find(({ id }) => id === runId)!.spec.learner
      if (kind !== 'baseline') expect(metrics.accuracy, kind).toBeGreaterThan(0.85)
    }
    // What is asked of the device reaches those that have use for it: auto for its networks.
    const wished = runs.filter(({ spec }) => spec.device === 'wasm').map(({ spec }) => spec.learner.kind)
    expect(wished.sort()).toEqual(['auto', 'linear', 'network'])
    await page.getByRole('navigation', { name: 'Stages' }).locator('a[title="Runs"]').click()
    await expect(leaderboard.locator('tbody tr')).toHaveCount(8)
    await expectAccessible(page, 'runs of every learner')
  })

  await test.step('a line says its coefficients, trees their gains', async () => {
    await leaderboard.getByRole('link', { name: /Logistic regression/ }).click()
    const insight = page.getByRole('region', { name: 'What it goes by' })
    await expect(insight.getByRole('columnheader', { name: '95% interval' })).toBeVisible()
    await insight.getByLabel('Class').selectOption('Gentoo')
    await expect(insight.getByText(/the log-odds of Gentoo/)).toBeVisible()
    await expectAccessible(page, 'a line')
    await page.goBack()
    await leaderboard.getByRole('link', { name: /Gradient boosting/ }).click()
    await expect(insight.getByText(/^Splits by .* gained most/)).toBeVisible()
    await expectAccessible(page, 'boosted trees')
    await page.goBack()
  })

  await test.step('a forest has a curve, and a sentence without holes', async () => {
    await leaderboard.getByRole('link', { name: /Random forest/ }).click()
    const learned = page.getByRole('region', { name: 'How it learned' })
    await expect(learned.getByRole('application', { name: /^Validation loss \S+ after tree 200\.$/ })).toBeVisible()
    await expect(
      learned.getByRole('application', { name: /^Accuracy \S+ on validation rows after tree 200\.$/ }),
    ).toBeVisible()
    await page.goBack()
  })

  await test.step('a model that holds its rows is shared on purpose', async () => {
    await leaderboard.getByRole('link', { name: /Nearest neighbours/ }).click()
    await page.getByRole('button', { name: 'Export' }).click()
    const dialog = page.getByRole('dialog', { name: 'This model holds its training rows' })
    await expect(dialog.getByText(/Whoever has the file has them/)).toBeVisible()
    await expectAccessible(page, 'a question before an export')
    await dialog.getByRole('button', { name: 'Keep it here' }).click()
    await expect(dialog).toBeHidden()
    await page.goBack()
  })

  const bundle = info.outputPath('mix.assay')
  await test.step('auto tells what it tried; its mix predicts, here and where it is imported', async () => {
    await leaderboard.getByRole('link', { name: /Auto/ }).click()
    const tried = page.getByRole('region', { name: 'What was tried' })
    await expect(tried.getByRole('rowheader', { name: /^Gradient boosting/ }).first()).toBeVisible()
    await expect(tried.getByText(/repeat this run exactly/)).toBeVisible()
    await expect(page.getByRole('application', { name: /^Validation loss \S+ after try \d+\.$/ })).toBeVisible()
    await expectAccessible(page, 'a run of auto')
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export' }).click()
    await (await download).saveAs(bundle)
    const answer = async (where: typeof page) => {
      await where.getByRole('link', { name: 'Predict', exact: true }).click()
      await where.getByLabel('Flipper Length (mm)').fill('230')
      await where.getByLabel('Beak Depth (mm)').fill('14.5')
      await where.getByLabel('Body Mass (g)').fill('5600')
      await expect(where.getByTestId('prediction')).toHaveText('Gentoo')
      await expect(where.getByRole('region', { name: 'Prediction' })).toHaveAttribute('aria-busy', 'false')
      return Number(await where.locator('[data-probability]').first().getAttribute('data-probability'))
    }
    const here = await answer(page)
    const other = await (await browser.newContext()).newPage()
    await other.goto('/')
    const chooser = other.waitForEvent('filechooser')
    await other.getByRole('button', { name: 'Open a file' }).click()
    await (await chooser).setFiles(bundle)
    await expect(other.getByRole('heading', { level: 1, name: /Auto/ })).toBeVisible()
    expect(Math.abs((await answer(other)) - here)).toBeLessThanOrEqual(1e-6)
    await other.context().close()
  })

  expect(errors).toEqual([])
})
