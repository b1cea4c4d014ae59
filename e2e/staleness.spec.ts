import { expect, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { dropFiles } from './files.ts'
import { storedRecords } from './records.ts'

const DAY = 86_400_000

/** Orders over four years, in which what makes a customer leave turns from price to waiting. */
function orders(): string {
  const lines = ['ordered,price,wait,churn']
  for (let i = 0; i < 1_500; i++) {
    const date = new Date(Date.UTC(2020, 0, 1) + i * DAY).toISOString().slice(0, 10)
    const [price, wait] = [((i * 7_919) % 1_000) / 1_000, ((i * 104_729) % 997) / 997]
    const turn = (i / 1_500) * Math.PI
    const score = Math.cos(turn) * (price - 0.5) + Math.sin(turn) * (wait - 0.5)
    lines.push(`${date},${price},${wait.toFixed(3)},${score + 0.2 * (((i * 31) % 100) / 100 - 0.5) > 0 ? 'yes' : 'no'}`)
  }
  return `${lines.join('\n')}\n`
}

test('how a model ages', async ({ page }) => {
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto('/')
  await dropFiles(page, { name: 'orders.csv', content: orders() })
  await page.getByRole('link', { name: 'Columns', exact: true }).click()
  await page.getByRole('button', { name: 'Ask about churn' }).click()
  await page.getByRole('button', { name: 'Ask this question' }).click()
  for (const name of ['Neural network', 'Gradient boosting']) await page.getByRole('checkbox', { name }).uncheck()
  await page.getByRole('button', { name: /^Train \d models?$/ }).click()
  await expect.poll(async () => (await storedRecords(page, 'run')).every(({ status }) => status === 'done')).toBe(true)
  const run = (await storedRecords(page, 'run')).find(({ spec }) => spec.learner.kind !== 'baseline')

  await test.step('the view has an address, and says what it would do', async () => {
    await page.goto(`/#/run/${run!.id}`)
    await page.getByRole('link', { name: 'Ageing', exact: true }).click()
    await expect(page.getByText(/cut along ordered into six to eight periods/)).toBeVisible()
    await expectAccessible(page, 'no ageing yet')
  })

  await test.step('its scores say that they are drawn in blocks of time, and so does a verdict', async () => {
    await page.getByRole('link', { name: 'Overview', exact: true }).click()
    await expect(
      page.getByText(/for rows like these, drawn in blocks of neighbouring times \(block bootstrap\)/),
    ).toBeVisible()
    const baseline = (await storedRecords(page, 'run')).find(({ spec }) => spec.learner.kind === 'baseline')
    await page.goto(`/#/experiment/${run!.experimentId}/compare?runs=${baseline!.id},${run!.id}`)
    await expect(page.getByRole('region', { name: 'Is it better?' }).getByRole('row').last()).toContainText(
      'paired block bootstrap',
    )
    await page.goto(`/#/run/${run!.id}`)
  })

  await test.step('mistakes along the dates are among its charts', async () => {
    await page.getByRole('link', { name: 'Charts', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'Mistakes along ordered' })).toBeVisible()
    const says = /^In \d+ of 8 stretches the interval leaves the share over all of them, [\d.]+%, out/
    await page.getByRole('application', { name: says }).focus()
    await page.keyboard.press('ArrowRight')
    await expect(
      page.getByText(/^ordered 2022-\d\d-\d\d to [\d-]+, wrong [\d.]+%, 95% interval [\d.]+% to [\d.]+%, rows 30$/),
    ).toBeVisible()
    await expectAccessible(page, 'mistakes along dates')
    await page.getByRole('link', { name: 'Ageing', exact: true }).click()
  })

  await test.step('old models do worse than fresh ones, which is there on the next visit', async () => {
    await page.getByRole('button', { name: 'Train on old rows, score on new ones' }).click()
    const verdict = page.getByText(/^A model loses about .* with each period \(about \d+ months\) that it ages/)
    await expect(verdict).toBeVisible({ timeout: 20_000 })
    await expect.poll(async () => (await storedRecords(page, 'ageing'))[0]!.status).toBe('done')
    await page.getByLabel('Scored by').selectOption('logLoss')
    await expect(page).toHaveURL(/metric=logLoss/)
    await page.reload()
    await expect(page.getByText(/^A model gains about .* Log loss with each period/)).toBeVisible()
    await expect(
      page.getByRole('region', { name: 'Scores by training and period' }).getByRole('rowheader'),
    ).toHaveCount(5)
    await expectAccessible(page, 'the ageing of a model')
  })

  await test.step('it is removed and brought back', async () => {
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    await expect(page.getByRole('button', { name: 'Train on old rows, score on new ones' })).toBeVisible()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(page.getByText(/^A model gains about/)).toBeVisible()
  })
  expect(errors).toEqual([])
})
