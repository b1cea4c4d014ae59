import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { askQuestion } from './penguins.ts'
import { storedRecords } from './records.ts'

/** The runs that are done once there are so many, oldest first. */
async function runsDone(page: Page, count: number) {
  await expect
    .poll(async () => (await storedRecords(page, 'run')).map(({ status }) => status), { timeout: 60_000 })
    .toEqual(Array.from({ length: count }, () => 'done'))
  return (await storedRecords(page, 'run')).toSorted((a, b) => a.createdAt - b.createdAt)
}

test('a run is calibrated and given sets, whose coverage test rows show; a number has its interval', async ({
  page,
}) => {
  test.setTimeout(180_000)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await askQuestion(page)
  const own = page.getByRole('region', { name: 'Calibration and prediction sets' })

  await test.step('the same spec with a calibration is the same model', async () => {
    await page.getByRole('checkbox', { name: 'Neural network' }).uncheck()
    await page.getByRole('checkbox', { name: 'Gradient boosting' }).uncheck()
    await page.getByRole('button', { name: 'Train 2 models' }).click()
    const plain = (await runsDone(page, 2))[1]!
    await page.goto(`/#/run/${plain.id}`)
    await own.getByLabel('How to calibrate').selectOption('temperature')
    await expect(own.getByText(/the likeliest class stays/)).toBeVisible()
    await own.getByRole('button', { name: 'Calibrate this run' }).click()
    await expect(page).toHaveURL(/\/train$/)
    const calibrated = (await runsDone(page, 3))[2]!
    const results = await storedRecords(page, 'result')
    const digestOf = (id: string) => results.find((result) => result.id === id)!.weightsDigest
    expect(digestOf(calibrated.id)).toBe(digestOf(plain.id))
    await page.goto(`/#/run/${calibrated.id}`)
    await expect(own.getByText(/^Probabilities are calibrated by temperature scaling/)).toContainText('cross-fitted')
    await expect(own.getByRole('button', { name: 'Calibrate this run' })).toHaveCount(0)
  })

  await test.step('sets are added to it, and counted on test rows', async () => {
    await own.getByLabel('How often the truth is inside').selectOption('0.8')
    await own.getByLabel('Kind of sets').selectOption('aps')
    await own.getByRole('button', { name: 'Add sets' }).click()
    const both = (await runsDone(page, 4))[3]!
    expect(both.spec.postprocessing).toEqual({ calibration: 'temperature', conformal: { level: 0.8, sets: 'aps' } })
    await page.goto(`/#/run/${both.id}`)
    await expect(own.getByText(/Open the test rows, above/)).toBeVisible()
    await page.getByRole('button', { name: 'Open the test rows' }).click()
    await expect(own.getByTestId('coverage')).toContainText(/test rows the truth was inside in .*where 80% is promised/)
    const slices = own.getByRole('table', { name: 'Coverage per slice' })
    await expect(slices.getByRole('rowheader', { name: 'Gentoo' })).toBeVisible()
    await expectAccessible(page, 'coverage')
    await page.getByRole('link', { name: 'Predict', exact: true }).click()
    await expect(page.getByTestId('bounds')).toContainText('(80% of such sets hold the true class)')
    await page.getByRole('link', { name: 'Pasted rows' }).click()
    await page
      .getByLabel('Rows to predict')
      .fill(
        'Island,Beak Length (mm),Beak Depth (mm),Flipper Length (mm),Body Mass (g),Sex\nBiscoe,47,14,220,5400,MALE\n',
      )
    await page.getByRole('button', { name: 'Predict these rows' }).click()
    await expect(page.getByRole('columnheader', { name: 'set' })).toBeVisible()
    await page.goto(`/#/experiment/${both.experimentId}/compare?runs=${(await runsDone(page, 4)).map(({ id }) => id)}`)
    await expect(page.getByRole('row', { name: /^Prediction sets/ })).toContainText('80%, adaptive sets (APS)')
  })

  await test.step('a number is predicted between two others', async () => {
    const datasetId = (await storedRecords(page, 'dataset'))[0]!.id
    await page.goto(`/#/ask/${datasetId}?target=${encodeURIComponent('Body Mass (g)')}`)
    await page.getByRole('button', { name: 'Ask this question' }).click()
    await expect(page.getByLabel('Calibration')).toHaveCount(0)
    await page.getByLabel('Intervals', { exact: true }).selectOption('0.9')
    await expect(page.getByText(/The truth is inside in 90% of rows/)).toBeVisible()
    await expectAccessible(page, 'train with intervals')
    for (const name of ['Neural network', 'Gradient boosting']) await page.getByRole('checkbox', { name }).uncheck()
    await page.getByRole('button', { name: 'Train 2 models' }).click()
    const line = (await runsDone(page, 6))[5]!
    await page.goto(`/#/run/${line.id}/predict`)
    await expect(page.getByTestId('bounds')).toHaveText(/^between [\d,.]+ and [\d,.]+ \(90%\)$/)
  })

  expect(errors).toEqual([])
})
