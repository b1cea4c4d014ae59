import { expect, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { askQuestion } from './penguins.ts'
import { storedRecords } from './records.ts'

test('whether a run is better than another, as far as chance lets that be told', async ({ page }) => {
  test.setTimeout(180_000)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await askQuestion(page)
  await page.getByRole('checkbox', { name: 'Neural network' }).uncheck()
  await page.getByRole('button', { name: 'Train 3 models' }).click()
  await expect
    .poll(async () => (await storedRecords(page, 'run')).map(({ status }) => status), { timeout: 120_000 })
    .toEqual(['done', 'done', 'done'])
  const runs = (await storedRecords(page, 'run')).toSorted((a, b) => a.createdAt - b.createdAt)
  const [baseline, logistic, boosting] = runs as [(typeof runs)[0], (typeof runs)[0], (typeof runs)[0]]
  const verdicts = page.getByRole('region', { name: 'Is it better?' })
  const rowOf = (name: string) => verdicts.getByRole('row').filter({ hasText: name })

  await test.step('both models are better than the baseline, on validation rows', async () => {
    const ids = [baseline, logistic, boosting].map(({ id }) => id).join(',')
    await page.goto(`/#/experiment/${baseline.experimentId}/compare?runs=${ids}`)
    for (const name of ['Logistic regression', 'Gradient boosting']) {
      await expect(rowOf(name)).toContainText('Better than A')
      await expect(rowOf(name)).toContainText('< .001')
    }
    await expect(verdicts.getByRole('listitem')).toHaveText([
      /^B is better than A: Accuracy higher by \.\d{3} \(95% interval .* to .*\), McNemar(, exact)?, adjusted p < \.001\.$/,
      /^C is better than A: /,
    ])
    await expect(verdicts.getByText(/Adjusted for 2 comparisons \(Holm\): a chance of 5%/)).toBeVisible()
    await verdicts.getByLabel('p adjusted by').selectOption('benjaminiHochberg')
    await expect(page).toHaveURL(/adjust=benjaminiHochberg/)
    await expect(verdicts.getByText(/Adjusted for 2 comparisons \(Benjamini–Hochberg\)/)).toBeVisible()
    const scores = page.getByRole('region', { name: 'Scores on validation rows' })
    await expect(scores.getByRole('row', { name: /^Accuracy/ }).first()).toContainText(
      /\.314 to \.567.*\.935 to 1\.000/,
    )
    await expect(verdicts.getByText(/^.*Validation rows took part in choosing/)).toBeVisible()
    await expect(verdicts.getByText('Test rows', { exact: true })).toHaveCount(0)
    await expectAccessible(page, 'verdicts')
  })

  await test.step('another metric by keyboard, kept in the address', async () => {
    await verdicts.getByLabel('Judged by').focus()
    await page.keyboard.type('Log')
    await expect(page).toHaveURL(/metric=logLoss/)
    await expect(rowOf('Gradient boosting')).toContainText('paired bootstrap')
    await page.keyboard.press('Tab')
    await expect(verdicts.getByLabel('p adjusted by')).toBeFocused()
    await page.keyboard.press('Tab')
    await expect(verdicts.getByRole('region', { name: 'Verdicts' })).toBeFocused()
    await page.reload()
    await expect(verdicts.getByLabel('Judged by')).toHaveValue('logLoss')
    await expect(rowOf('Logistic regression')).toContainText('Better than A')
    await verdicts.getByLabel('Judged by').selectOption('mcc')
    await expect(rowOf('Logistic regression')).toContainText('No verdict')
    await expect(verdicts.getByText(/^No verdict on B\. MCC has no value here.*Choose another metric/)).toBeVisible()
  })

  await test.step('a run says the same of itself beside the baseline', async () => {
    await page.goto(`/#/experiment/${baseline.experimentId}/compare?runs=${baseline.id},${logistic.id}`)
    const said = await verdicts.getByRole('listitem').textContent()
    await page.goto(`/#/run/${logistic.id}`)
    await expect(page.getByText(/^Run B reached Accuracy .*; the baseline has \.436\.$/)).toBeVisible()
    await expect(page.getByText(said!.replace('B is better than A', 'Run B is better than the baseline'))).toBeVisible()
    await expect(page.getByRole('link', { name: 'Compare the two' })).toHaveAttribute(
      'href',
      new RegExp(`runs=${baseline.id}%2C${logistic.id}`),
    )
    await page.goto(`/#/run/${baseline.id}`)
    await expect(page.getByText(/what every other run has to beat\.$/)).toBeVisible()
    await expect(page.getByText(/the baseline:/)).toHaveCount(0)
  })

  await test.step('scores have intervals, and each class its own', async () => {
    await page.goto(`/#/run/${logistic.id}`)
    const accuracy = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: /^Accuracy/ }) })
    await expect(accuracy).toContainText(/\.9\d\d to (1\.000|\.9\d\d)/)
    await expect(page.getByText(/scaled, 2 categories one-hot/)).toBeVisible()
    await expect(
      page.getByRole('region', { name: 'Scores by class' }).getByRole('rowheader', { name: 'Gentoo' }),
    ).toBeVisible()
    await page.getByRole('button', { name: 'Open the test rows' }).click()
    await expect(page.getByTestId('test-accuracy')).toContainText(' to ')
    await expect(page.getByText(/^On test rows: run B is better than the baseline: Accuracy higher by/)).toBeVisible()
    await expectAccessible(page, 'a run with intervals')
  })

  await test.step('on test rows once they are open, of those that have opened them', async () => {
    const ids = [baseline, logistic, boosting].map(({ id }) => id).join(',')
    await page.goto(`/#/experiment/${baseline.experimentId}/compare?runs=${ids}`)
    await verdicts.getByText('Test rows', { exact: true }).click()
    await expect(page).toHaveURL(/part=test/)
    await expect(rowOf('Logistic regression')).toContainText('Better than A')
    await expect(rowOf('Gradient boosting')).toContainText('No verdict')
    await expect(verdicts.getByText('No verdict on C. The test rows of run C are still closed.')).toBeVisible()
    await expect(page.getByRole('region', { name: 'Scores on test rows' })).toContainText('Run B is ahead')
    await expect(verdicts.getByText(/Test rows took no part/)).toBeVisible()
    await expectAccessible(page, 'verdicts on test rows')
  })

  await test.step('a run of another seed is scored on other rows, and gets a baseline there', async () => {
    await page.getByRole('navigation', { name: 'Stages' }).locator('a[title="Train"]').click()
    for (const name of ['Baseline', 'Gradient boosting']) await page.getByRole('checkbox', { name }).uncheck()
    await page.getByRole('checkbox', { name: 'Logistic regression' }).check()
    await page.getByLabel('Seed').fill('7')
    await page.getByRole('button', { name: 'Train 1 model' }).click()
    const done = async () => (await storedRecords(page, 'run')).filter(({ status }) => status === 'done')
    await expect.poll(async () => (await done()).length).toBe(4)
    const seeded = (await done()).find(({ spec }) => spec.seed === 7)!
    await page.goto(`/#/experiment/${baseline.experimentId}/compare?runs=${baseline.id},${logistic.id},${seeded.id}`)
    await expect(
      page.getByText(/^Run B is ahead .* D is scored on other rows than A \(.*\), and so not ranked\.$/),
    ).toBeVisible()
    await page.goto(`/#/experiment/${baseline.experimentId}/runs`)
    await expect(page.getByText(/^Scored on 2 sets of validation rows, one for each seed/)).toBeVisible()
    await page.goto(`/#/run/${seeded.id}`)
    await expect(page.getByText(/^No verdict against the baseline\. Scored on other rows than A/)).toBeVisible()
    await page.getByRole('button', { name: 'Train a baseline on these rows' }).click()
    await expect(page.getByText(/^Run D is better than the baseline: Accuracy higher by/)).toBeVisible()
    expect(
      (await done()).filter(({ spec }) => spec.learner.kind === 'baseline').map(({ spec }) => spec.seed),
    ).toContain(7)
  })
  expect(errors).toEqual([])
})
