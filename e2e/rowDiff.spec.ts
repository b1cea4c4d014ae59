import { expect, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { askQuestion } from './penguins.ts'
import { storedRecords } from './records.ts'

test('the rows behind a score, and those on which two runs differ', async ({ page }) => {
  test.setTimeout(180_000)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await askQuestion(page)
  for (const name of ['Neural network', 'Gradient boosting']) await page.getByRole('checkbox', { name }).uncheck()
  await page.getByRole('button', { name: 'Train 2 models' }).click()
  await expect
    .poll(async () => (await storedRecords(page, 'run')).map(({ status }) => status), { timeout: 120_000 })
    .toEqual(['done', 'done'])
  const runs = (await storedRecords(page, 'run')).toSorted((a, b) => a.createdAt - b.createdAt)
  const [baseline, logistic] = runs as [(typeof runs)[0], (typeof runs)[0]]
  const grid = page.getByRole('grid')
  const rows = grid.getByRole('row').filter({ has: page.getByRole('gridcell') })

  await test.step('a cell of the confusion matrix opens its rows, by keyboard', async () => {
    await page.goto(`/#/run/${baseline.id}`)
    const cell = page
      .getByRole('region', { name: 'Confusion matrix' })
      .getByRole('row', { name: /^Gentoo/ })
      .getByRole('link')
    const count = Number((await cell.locator('b').textContent())!)
    await cell.focus()
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/\/rows\?was=Gentoo&called=Adelie/)
    await expect(grid).toHaveAttribute('aria-rowcount', String(count + 1))
    await expect(page.getByRole('heading', { name: `${count} of 55 rows` })).toBeVisible()
    await expect(rows.first()).toContainText('GentooAdelie')
    await expectAccessible(page, 'rows of a run')
  })

  await test.step('filters gather, and Back undoes them', async () => {
    const heading = page.getByRole('heading', { name: /of 55 rows/ })
    await page.getByLabel('Called', { exact: true }).selectOption('any')
    await page.getByLabel('Was', { exact: true }).selectOption('any')
    await page.getByText('Wrong', { exact: true }).click()
    await expect(page).toHaveURL(/\/rows\?only=wrong$/)
    const wrong = await heading.textContent()
    await page.goBack()
    await expect(page.getByRole('heading', { name: '55 rows' })).toBeVisible()
    await page.goForward()
    await expect(heading).toHaveText(wrong!)
  })

  await test.step('a row leads to its place in the data', async () => {
    await expect(grid).toHaveAttribute('aria-busy', 'false')
    await expect(rows.first().getByRole('rowheader')).toHaveText(/\d/)
    const number = await rows.first().getByRole('rowheader').textContent()
    await grid.focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/\/data\/.*\/rows\?row=\d+$/)
    await expect(grid.locator('[data-active]').locator('..').getByRole('rowheader')).toHaveText(number!)
    await expect(page.getByText(new RegExp(`^Row ${number}, `))).toBeVisible()
  })

  await test.step('what one run does to the rows of another', async () => {
    await page.goto(`/#/experiment/${baseline.experimentId}/compare?runs=${baseline.id},${logistic.id}`)
    const section = page.getByRole('region', { name: 'Row by row' })
    await expect(
      section.getByText(/^B fixed \d+ rows of A and broke \d of 55 validation rows \(McNemar, p < \.001\)/),
    ).toBeVisible()
    const fixed = section.getByRole('link', { name: /fixed/ })
    const count = Number(await fixed.locator('b').textContent())
    expect(count).toBeGreaterThan(20)
    await fixed.click()
    await expect(page).toHaveURL(/\/compare\/rows\?.*only=fixed/)
    await expect(page.getByRole('heading', { name: `${count} of 55 rows` })).toBeVisible()
    await expect(rows.first()).toContainText('fixed')
  })

  await test.step('where they differ: a value lists its rows, several together, and Back undoes it', async () => {
    const panel = page.getByRole('region', { name: 'Where they differ' })
    const gentoo = panel.getByRole('button', { name: /^Species Gentoo/ })
    const said = (await gentoo.getAttribute('aria-label'))!.match(/(\d+) listed/)![1]!
    await gentoo.focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: `${said} of 55 rows` })).toBeVisible()
    await expect(gentoo).toHaveAttribute('aria-pressed', 'true')
    await expect(page).toHaveURL(/where=is%3ASpecies%3AGentoo/)
    await panel.getByRole('button', { name: /^Island Biscoe/ }).click()
    const chips = page.getByRole('list', { name: 'What is shown' })
    await expect(chips.getByRole('listitem')).toHaveCount(2)
    await expectAccessible(page, 'rows of two runs')
    await page.goBack()
    await expect(chips.getByRole('listitem')).toHaveCount(1)
    await chips.getByRole('button', { name: /^Remove the filter Species/ }).click()
    await expect(gentoo).toHaveAttribute('aria-pressed', 'false')
    await page.getByText(/^Broke \d+$/).click()
    await expect(page).toHaveURL(/only=broke/)
  })

  expect(errors).toEqual([])
})
