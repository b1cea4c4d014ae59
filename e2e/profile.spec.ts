import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { dropFiles } from './files.ts'
import { storedRecords } from './records.ts'

/** A table with most of what a profile finds. */
function makeCsv(): string {
  const lines = Array.from({ length: 600 }, (_, i) => {
    const amount = i % 9 === 0 ? '' : ((i * 7_919) % 601) / 4
    const age = i % 60 === 0 ? -999 : 18 + (i % 60)
    const city = i % 40 === 0 ? 'oslo' : i % 2 ? 'Oslo' : 'Bergen'
    const day = new Date(Date.UTC(2020, 0, 1 + i + (i < 300 ? 0 : 200))).toISOString().slice(0, 10)
    return `${amount},${amount === '' ? '' : 2 * amount + 1},${age},${city},${day},${Number(amount) > 70 ? 'yes' : 'no'}`
  })
  return `amount,twice,age,city,day,bought\n${lines.join('\n')}\n`
}

const part = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const finding = (page: Page, text: string | RegExp) =>
  part(page, 'Findings').getByRole('listitem').filter({ hasText: text })

test('a shipped sample is profiled: columns by keyboard, a target, associations, missing cells', async ({ page }) => {
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto('/')
  await page.getByRole('button', { name: /penguins/i }).click()
  await page.getByRole('link', { name: 'Profile', exact: true }).click()
  await expect(finding(page, 'Sex is missing in 10 rows, 2.9% of all.')).toBeVisible()

  const list = page.getByRole('listbox', { name: 'Columns' })
  await list.focus()
  await page.keyboard.press('End')
  await expect(page).toHaveURL(/profile\?column=Sex/)
  await page.keyboard.press('ArrowUp')
  await expect(page).toHaveURL(/column=Body/)
  const columns = part(page, 'Columns')
  // Known of the Palmer penguins: mean body mass 4201.75 g, median 4050 g, 2 birds not weighed.
  await expect(columns.getByRole('row', { name: 'Mean 4,201.8' })).toBeVisible()
  await expect(columns.getByRole('row', { name: 'Median 4,050' })).toBeVisible()
  await expect(columns.getByRole('row', { name: 'Missing 2 (0.6%)' })).toBeVisible()
  const histogram = columns.getByRole('application', { name: /The fullest of 50 ranges/ })
  await histogram.press('End')
  await expect(
    columns.locator('[aria-live]').filter({ hasText: /^range .* to 6,?300, rows \d+, share / }),
  ).toBeAttached()
  await columns.getByRole('button', { name: 'Show as table: Body Mass (g) by ranges' }).click()
  await expect(columns.getByRole('region', { name: /by ranges, as a table/ }).getByRole('row')).toHaveCount(51)

  await page.getByLabel('Target', { exact: true }).selectOption('Species')
  const against = part(page, 'Columns against a target')
  await expect(against.getByText('Flipper Length (mm) tells most about Species (.882)')).toBeVisible()
  await expect(against.getByRole('region', { name: 'Species by Body Mass (g)' }).getByRole('row')).toHaveCount(12)
  await against.getByRole('button', { name: 'Island' }).click()
  await expect(page).toHaveURL(/column=Island&target=Species/)
  await expect(
    against.getByRole('region', { name: 'Species by Island' }).getByRole('row', { name: /Biscoe/ }),
  ).toBeVisible()

  const pairs = part(page, 'Columns against each other')
  const map = pairs.getByRole('application', { name: /go together most/ })
  await map.press('ArrowRight')
  await map.press('ArrowRight')
  await expect(pairs.locator('[aria-live]').filter({ hasText: /^.* and .*: .* on \d+ rows$/ })).toBeAttached()
  await expectAccessible(page, 'the profile')
  await pairs.getByRole('button', { name: /Show as table/ }).click()
  await expect(pairs.getByRole('row')).toHaveCount(22)
  await expect(part(page, 'Missing cells').getByText('334 of 344 rows are complete.')).toBeVisible()
  await page.reload()
  await expect(against.getByRole('region', { name: 'Species by Island' })).toBeVisible()
  expect(errors).toEqual([])
})

test('findings show their rows, and are mended: in the next question, or in the data, and back', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto('/')
  await dropFiles(page, { name: 'shop.csv', content: makeCsv() })
  await page.getByRole('link', { name: 'Profile', exact: true }).click()

  await test.step('the rows that show one', async () => {
    await expect(finding(page, 'age is −999 in 10 rows')).toBeVisible()
    await expect(finding(page, 'amount and twice say nearly the same')).toBeVisible()
    await expectAccessible(page, 'findings')
    await finding(page, 'age is −999').getByRole('link').click()
    await expect(page.getByRole('heading', { name: '10 of 600 rows' })).toBeVisible()
    await page.goBack()
  })

  await test.step('a step goes into the next question, once it is asked', async () => {
    const missing = finding(page, /^.*amount is missing/)
    await missing.getByRole('button', { name: 'Fill amount with the median, and mark where' }).click()
    await expect(missing.getByText('In the next question')).toBeVisible()
    await finding(page, 'amount and twice').getByRole('button', { name: 'Drop twice' }).click()
    await expect(page.getByText('2 steps will be in the recipe of the next question')).toBeVisible()
    await page.keyboard.press('Control+z')
    await expect(finding(page, 'amount and twice').getByRole('button', { name: 'Drop twice' })).toBeVisible()
    await page.keyboard.press('Control+Shift+z')
    await page.getByLabel('Target', { exact: true }).selectOption('bought')
    await page.getByRole('link', { name: 'ask it' }).click()
    await expect(page.getByRole('heading', { name: 'Ask about bought' })).toBeVisible()
    await expect(page.getByRole('checkbox', { name: 'twice' })).not.toBeChecked()
    await page.goBack()
  })

  await test.step('an edit makes the next version of the data, and undo takes it back', async () => {
    const variants = finding(page, 'city writes one value in several ways')
    await variants.getByRole('button', { name: 'Write each in its most common way' }).click()
    await expect(page.getByRole('button', { name: 'Version 1' })).toBeVisible()
    await expect(finding(page, 'age is −999')).toBeVisible()
    await expect(variants).toHaveCount(0)
    await page.keyboard.press('Control+z')
    await expect(variants).toBeVisible()
    await finding(page, 'age is −999').getByRole('button', { name: 'Make −999 missing' }).click()
    await expect(finding(page, 'age is missing in 10 rows')).toBeVisible()
    await expect(finding(page, 'age is −999')).toHaveCount(0)
  })
})

test('a question that was asked is offered what was chosen among the findings since', async ({ page }) => {
  test.setTimeout(180_000)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto('/')
  await dropFiles(page, { name: 'shop.csv', content: makeCsv() })
  await page.getByRole('button', { name: 'Ask about bought' }).click()
  await page.getByRole('button', { name: 'Ask this question' }).click()
  await expect(page).toHaveURL(/\/train$/)
  const [experiment] = await storedRecords(page, 'experiment')
  const steps = async () => (await storedRecords(page, 'experiment'))[0]?.question.recipe.steps.map(({ id }) => id)
  const asked = await steps()

  await test.step('steps are chosen in the profile, which says where they are offered', async () => {
    await page.goto(`/#/data/${experiment?.question.datasetId}/profile`)
    await finding(page, 'amount and twice').getByRole('button', { name: 'Drop twice' }).click()
    await finding(page, /amount is missing/)
      .getByRole('button', { name: /^Fill amount/ })
      .click()
    await expect(page.getByText(/2 steps will be in the recipe of the next question/)).toBeVisible()
    await page.getByRole('link', { name: 'bought in shop', exact: true }).click()
  })

  const notice = page.getByRole('region', { name: 'Chosen among the findings' })
  await test.step('they go into the draft when told to, and out by undo; nothing is kept until it is saved', async () => {
    // What fills amount is in the proposal, so there is nothing to offer of it.
    await expect(notice.getByRole('listitem')).toHaveCount(1)
    await expect(notice).toContainText('amount and twice say nearly the same')
    await expect(page.getByRole('checkbox', { name: 'twice' })).toBeChecked()
    await expectAccessible(page, 'a question with steps offered')
    await notice.getByRole('button', { name: 'Add: Drop twice' }).click()
    await expect(notice).toHaveCount(0)
    await expect(page.getByRole('checkbox', { name: 'twice' })).not.toBeChecked()
    expect(await steps()).toEqual(asked)
    await page.keyboard.press('Control+z')
    await expect(page.getByRole('checkbox', { name: 'twice' })).toBeChecked()
    await notice.getByRole('button', { name: 'Leave it out' }).click()
    await expect(notice).toHaveCount(0)
    await page.keyboard.press('Control+Shift+z')
    await expect(page.getByRole('checkbox', { name: 'twice' })).not.toBeChecked()
  })

  await test.step('a plan that is taken back is told of, and left to the person', async () => {
    await page.goto(`/#/data/${experiment?.question.datasetId}/profile`)
    await finding(page, 'amount and twice').getByRole('button', { name: 'Take back: Drop twice' }).click()
    await page.goto(`/#/experiment/${experiment?.id}`)
    const back = page.getByRole('region', { name: 'Taken back among the findings' })
    await expect(back).toContainText('still in this question')
    await expect(page.getByRole('checkbox', { name: 'twice' })).not.toBeChecked()
    await back.getByRole('button', { name: 'Take out: Drop twice' }).click()
    await expect(page.getByRole('checkbox', { name: 'twice' })).toBeChecked()
    await page.keyboard.press('Control+z')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await expect.poll(async () => (await steps())?.length).toBe((asked?.length ?? 0) + 1)
  })
})

test('data of one column, of one row, or with an empty column has a profile that says so', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto('/')
  await dropFiles(page, { name: 'one.csv', content: 'x\n1\n2\n2\n5\n' })
  await page.getByRole('link', { name: 'Profile', exact: true }).click()
  await expect(page.getByText('Nothing here looks suspicious.')).toBeVisible()
  await expect(page.getByText('There are no two columns here that can be measured against each other.')).toBeVisible()
  await page.getByLabel('Target', { exact: true }).selectOption('x')
  await expect(page.getByText('There is no other column that could be measured against x.')).toBeVisible()

  const columns = part(page, 'Columns')
  await dropFiles(page, { name: 'row.csv', content: 'a,kind\n1,x\n' })
  await expect(page.getByRole('heading', { level: 1, name: 'row' })).toBeVisible()
  await page.getByRole('link', { name: 'Profile', exact: true }).click()
  await expect(columns.getByText('a is 1 in the only row.')).toBeVisible()
  await expect(columns.getByRole('application')).toHaveCount(0)
  await expect(page.getByText('No cell is missing in 1 row.')).toBeVisible()
  await page.getByLabel('Target', { exact: true }).selectOption('kind')
  await expect(page.getByText('Nothing can be measured against kind: one value only.')).toBeVisible()
  await page.getByRole('button', { name: 'Look for odd rows' }).click()
  await expect(page.getByText('Nothing odd found in 1 row.')).toBeVisible()
  await expectAccessible(page, 'the profile of one row')
  await page.getByRole('link', { name: 'Columns', exact: true }).click()
  await expect(page.getByText('One row is too few to learn from.')).toBeVisible()

  const gone = Array.from({ length: 12 }, (_, i) => `${(i * 7) % 5},,${i % 2 ? 'x' : 'y'}`)
  await dropFiles(page, { name: 'gone.csv', content: `a,gone,kind\n${gone.join('\n')}\n` })
  await expect(page.getByRole('heading', { level: 1, name: 'gone' })).toBeVisible()
  await page.getByRole('link', { name: 'Profile', exact: true }).click()
  await columns.getByRole('option', { name: 'gone' }).click()
  await expect(columns.getByText('gone is empty in all 12 rows.')).toBeVisible()
  await expect(columns.getByRole('row', { name: 'Missing 12 (100%)' })).toBeVisible()
  await expect(columns.getByRole('row', { name: /Mean length/ })).toHaveCount(0)
  await expect(
    page.getByText('Only gone has missing cells, in 12 rows (100%). None of 12 rows is complete.'),
  ).toBeVisible()
  await page.getByLabel('Target', { exact: true }).selectOption('kind')
  await expect(page.getByText('gone is the same in every row, so it does not tell kind apart.')).toBeVisible()
  await expectAccessible(page, 'the profile of an empty column')
})
