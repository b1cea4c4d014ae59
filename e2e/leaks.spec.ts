import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { dropFiles } from './files.ts'
import { storedRecords } from './records.ts'

/** Rides of an hour as the sum of two kinds of riders, which nobody knows before the hour is over. */
function rides(): string {
  const lines = Array.from({ length: 600 }, (_, i) => {
    const hour = (i * 7) % 24
    const casual = ((i * i) % 37) + hour
    const registered = ((i * 53) % 211) + 4 * hour
    return `${hour},${((i * 31) % 17) / 4},${['clear', 'mist', 'rain'][(i * i) % 3]},${casual},${registered},${casual + registered}`
  })
  return `hour,wind,sky,casual,registered,rides\n${lines.join('\n')}\n`
}

const leak = (page: Page) => page.getByRole('list', { name: 'Leaks' }).getByRole('listitem').first()
const summary = (page: Page) => page.getByRole('complementary', { name: 'The question' })

test('leaks are found, answered and undone, and a question says what it is for', async ({ page }) => {
  test.setTimeout(180_000)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto('/')
  await dropFiles(page, { name: 'rides.csv', content: rides() })
  await expect(page.getByRole('heading', { level: 1, name: /rides/ })).toBeVisible()
  await page.getByRole('button', { name: 'Ask about rides' }).click()

  await test.step('the parts of the target are suspected, with what they add up to', async () => {
    await expect(page.getByText(/Checked for leaks: 1 suspicious/)).toBeVisible()
    await expect(leak(page)).toContainText('rides = registered + casual')
    await page.getByText(/checks found nothing/).click()
    await expect(page.getByText('No test row equals a training row.')).toBeVisible()
    await expectAccessible(page, 'leaks')
  })

  await test.step('what is not known leaves the question; undo and redo take it back and forth', async () => {
    await leak(page).getByRole('radio', { name: 'No', exact: true }).check()
    await expect(page.getByText(/nothing suspicious, 1 put right/)).toBeVisible()
    await expect(summary(page)).toContainText('casual and registered')
    await expect(page.getByRole('checkbox', { name: 'casual' })).not.toBeChecked()
    await page.getByRole('button', { name: 'Undo edit' }).click()
    await expect(page.getByText(/Checked for leaks: 1 suspicious/)).toBeVisible()
    await leak(page).getByRole('radio', { name: 'Yes' }).check()
    await expect(page.getByText(/1 known to be fine/)).toBeVisible()
    await expect(leak(page)).toContainText('rides = registered + casual')
    await leak(page).getByRole('radio', { name: 'No', exact: true }).check()
    await expect(page.getByText(/nothing suspicious, 1 put right/)).toBeVisible()
  })

  await test.step('a column is given a role by hand, from the keyboard', async () => {
    await page.getByRole('button', { name: /^Role of hour/ }).focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('menuitemradio', { name: /Known later/ })).toBeVisible()
    await expectAccessible(page, 'roles')
    await page.getByRole('menuitemradio', { name: /^Group/ }).click()
    await expect(page.getByRole('button', { name: 'Role of hour: Group' })).toBeVisible()
    await page.getByRole('button', { name: 'Undo edit' }).click()
    await expect(page.getByRole('button', { name: 'Role of hour: Learned from' })).toBeVisible()
  })

  await test.step('what it is for, with what the costs come to', async () => {
    await page.getByRole('button', { name: 'Say what it is for' }).click()
    await page.getByLabel('Who decides what').fill('How many bikes are brought out')
    await page.getByLabel('A rides too high costs').fill('1')
    await page.getByLabel('A rides too low costs').fill('3')
    await expect(page.getByText('τ = C_under / (C_under + C_over)')).toBeVisible()
    await expect(page.getByText(/stays below in 75% of cases/)).toBeVisible()
    await expectAccessible(page, 'purpose')
  })

  await test.step('the question keeps all of it; a run repeats only what changes its result', async () => {
    await page.getByRole('button', { name: 'Ask this question' }).click()
    await expect(page).toHaveURL(/\/train$/)
    const [experiment] = await storedRecords(page, 'experiment')
    expect(experiment?.question).toMatchObject({
      roles: { casual: 'later', registered: 'later' },
      purpose: { decision: 'How many bikes are brought out', costs: { over: 1, under: 3 } },
    })
    await page.getByRole('button', { name: /^Train \d+ models?$/ }).click()
    await expect
      .poll(async () => (await storedRecords(page, 'run')).filter(({ status }) => status === 'done').length, {
        timeout: 120_000,
      })
      .toBeGreaterThan(0)
    const [run] = await storedRecords(page, 'run')
    expect(run?.spec.question).toMatchObject({ roles: { casual: 'later', registered: 'later' } })
    expect(run?.spec.question).not.toHaveProperty('purpose')
    const [pipeline] = await storedRecords(page, 'pipeline')
    const inputs = pipeline?.contract.inputs.map(({ name }) => name)
    expect(inputs).toEqual(['hour', 'wind', 'sky'])
    await page.goto(`/#/run/${run?.id}`)
    await expect(page.getByText('for: How many bikes are brought out; best at the .75 quantile')).toBeVisible()
  })

  await test.step('the purpose is changed on the question’s page, and that undone', async () => {
    const [experiment] = await storedRecords(page, 'experiment')
    await page.goto(`/#/experiment/${experiment?.id}`)
    await page.getByLabel('What is done today').fill('by the weather')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await expect(page.getByText('Changed the question')).toBeVisible()
    const today = async () => (await storedRecords(page, 'experiment'))[0]?.question.purpose?.today
    expect(await today()).toBe('by the weather')
    expect(await storedRecords(page, 'experiment')).toHaveLength(1)
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    await expect.poll(today).toBeUndefined()
  })
})

/** Deliveries of which a third are in the file twice. */
function deliveries(): string {
  const lines = Array.from({ length: 400 }, (_, i) => {
    const weight = ((i * 7_919) % 1_009) / 10
    return `${weight},${((i * 104_729) % 613) / 4},${['north', 'east', 'south'][(i * i) % 3]},${weight + 3 * ((i * 37) % 50) > 120 ? 'yes' : 'no'}`
  })
  return `weight,distance,side,late\n${[...lines, ...lines.slice(0, 200)].join('\n')}\n`
}

test('copies across the split lead to their rows, and are dropped by one press that can be undone', async ({
  page,
}) => {
  test.setTimeout(180_000)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto('/')
  await dropFiles(page, { name: 'deliveries.csv', content: deliveries() })
  await page.getByRole('button', { name: 'Ask about late' }).click()
  await page.getByRole('button', { name: 'Ask this question' }).click()
  await expect(page).toHaveURL(/\/train$/)
  const [experiment] = await storedRecords(page, 'experiment')
  const copies = page
    .getByRole('list', { name: 'Leaks' })
    .getByRole('listitem')
    .filter({ hasText: 'equal a training row' })
  const address = `/#/experiment/${experiment?.id}`

  await test.step('each row that shows it leads to the grid, where its copy stands beside it', async () => {
    await page.goto(address)
    await expect(copies).toBeVisible()
    await copies.getByRole('button', { name: /^Show rows/ }).click()
    await expect(copies.getByText('below it the training row that it equals')).toBeVisible()
    const table = copies.getByRole('region', { name: /^Rows:/ })
    await expect(table.getByRole('columnheader', { name: 'weight' })).toBeVisible()
    await expectAccessible(page, 'the rows of a leak')
    await table
      .getByRole('link', { name: /^Row \d+ in the data/ })
      .first()
      .click()
    await expect(page.getByRole('heading', { name: '2 of 600 rows' })).toBeVisible()
    await page.goBack()
  })

  await test.step('without them the test is honest; the question that was asked stays as it is', async () => {
    await copies.getByRole('button', { name: /^Drop \d+ copies from the test/ }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Ask about late' })).toBeVisible()
    await expect(page.getByText(/Checked for leaks: nothing suspicious/)).toBeVisible()
    await expect(copies).toHaveCount(0)
    const experiments = await storedRecords(page, 'experiment')
    expect(experiments).toHaveLength(1)
    expect(experiments[0]?.question).toEqual(experiment?.question)
  })

  await test.step('undo brings them back, and the question to them', async () => {
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    await expect(page).toHaveURL(new RegExp(`${experiment?.question.datasetId}`))
    await expect(copies).toBeVisible()
  })
})
