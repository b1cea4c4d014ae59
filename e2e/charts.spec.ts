import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { dropFiles } from './files.ts'
import { storedRecords } from './records.ts'

/** Customers of whom some left, more of those who called often, but not all. */
function customers(rows: number): string {
  // The same numbers every time (Park and Miller 1988).
  let state = 1
  const random = () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
  const lines = Array.from({ length: rows }, () => {
    const [calls, months] = [Math.floor(random() * 10), Math.floor(random() * 60)]
    return `${calls},${months},${calls / 10 - months / 120 + random() > 0.9 ? 'left' : 'kept'}`
  })
  return ['calls,months,outcome', ...lines].join('\n')
}

test('the charts of a run, and a threshold that is chosen by what errors cost', async ({ page }) => {
  test.setTimeout(120_000)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto('/')
  await dropFiles(page, { name: 'customers.csv', content: customers(400) })
  await expect.poll(async () => (await storedRecords(page, 'dataset')).length).toBe(1)
  const [dataset] = await storedRecords(page, 'dataset')
  await page.goto(`/#/ask/${dataset!.id}?target=outcome`)
  await page.getByRole('button', { name: 'Ask this question' }).click()
  for (const name of ['Neural network', 'Gradient boosting']) await page.getByRole('checkbox', { name }).uncheck()
  await page.getByRole('button', { name: 'Train 2 models' }).click()
  await expect
    .poll(async () => (await storedRecords(page, 'run')).map(({ status }) => status), { timeout: 60_000 })
    .toEqual(['done', 'done'])
  const runs = (await storedRecords(page, 'run')).toSorted((a, b) => a.createdAt - b.createdAt)
  const [baseline, run] = runs as [(typeof runs)[0], (typeof runs)[0]]
  const positive = run.spec.question.classes[1]!
  const thresholdOf = async () => (await storedRecords(page, 'pipeline')).find(({ id }) => id === run.id)?.threshold

  await test.step('say what they show, to eyes, keys and files', async () => {
    await page.goto(`/#/run/${run.id}`)
    await page.getByRole('link', { name: 'Charts', exact: true }).click()
    await expect(page.getByText(/^AUC \.\d{3} \(\.\d{3} to/)).toBeVisible()
    const roc = page.getByRole('application', { name: /^AUC/ })
    await roc.focus()
    await page.keyboard.press('End')
    await expect(page.getByText(`of ${positive}, found 100%`).first()).toBeAttached()
    await page.keyboard.press('Home')
    for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/at=0\.\d+/)
    await page.getByRole('button', { name: 'Show as table: Calibration' }).click()
    await expect(
      page.getByRole('region', { name: 'Calibration, as a table' }).getByRole('columnheader', { name: 'Came true' }),
    ).toBeVisible()
    await page.getByRole('button', { name: 'Save: ROC curve', exact: true }).click()
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Values (CSV)' }).click(),
    ])
    expect(file.suggestedFilename()).toBe('roc-curve.csv')
    expect(await readFile(await file.path(), 'utf8')).toMatch(
      /^\ufeffThreshold,False positive rate,True positive rate\n/,
    )
  })

  const threshold = page.getByRole('region', { name: 'Threshold' })
  await test.step('find the threshold that costs least, and make the model use it', async () => {
    await expect(threshold.getByText(/to see where acting pays/)).toBeVisible()
    await threshold.getByLabel('A false alarm costs').fill('1')
    await threshold.getByLabel('A miss costs').fill('20')
    await expect(page).toHaveURL(/costs=1%2C20%2C0/)
    await expect(threshold.getByText(/^Least from \.\d+ up/)).toBeVisible()
    await expectAccessible(page, 'charts')
    await threshold.getByRole('button', { name: /^Least cost/ }).click()
    await threshold.getByRole('button', { name: 'Use this threshold' }).click()
    await expect(page.getByText(new RegExp(`^called ${positive} from`))).toBeVisible()
    const chosen = await thresholdOf()
    expect(chosen).toBeLessThan(0.5)
    // The scores that are kept are those at it.
    const evaluation = (await storedRecords(page, 'evaluation')).find(({ id }) => id === `${run.id}/validation`)!
    await expect(threshold.getByText(`recall ${evaluation.metrics.recall!.toFixed(3).replace(/^0/, '')}`)).toBeVisible()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(thresholdOf).toBe(0.5)
    await expect(page.getByText(new RegExp(`^called ${positive} from`))).toHaveCount(0)
    await threshold.getByRole('button', { name: 'Use this threshold' }).click()
    await expect.poll(thresholdOf).toBe(chosen)
  })

  await test.step('which the comparison names, and the test rows judge', async () => {
    await page.goto(`/#/experiment/${run.experimentId}/compare?runs=${baseline.id},${run.id}`)
    await expect(page.getByRole('row', { name: /^Threshold \.5 \.\d+ chosen/ })).toBeVisible()
    await page.goto(`/#/run/${run.id}`)
    await page.getByRole('button', { name: 'Open the test rows' }).click()
    await expect(page.getByTestId('test-accuracy')).toBeVisible()
    await page.goto(`/#/run/${run.id}/charts?part=test`)
    await expect(threshold.getByText(/These are test rows/)).toBeVisible()
    await expect(threshold.getByRole('button', { name: 'Use this threshold' })).toHaveCount(0)
  })

  expect(errors).toEqual([])
})
