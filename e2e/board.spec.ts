import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { askQuestion } from './penguins.ts'
import { storedRecords } from './records.ts'

test('the leaderboard: ranked, filtered, grouped and kept in its address; test rows counted', async ({ page }) => {
  test.setTimeout(180_000)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await askQuestion(page)
  await page.getByRole('checkbox', { name: 'Neural network' }).uncheck()
  for (const runs of [3, 5]) {
    await page.getByRole('button', { name: /^Train \d models/ }).click()
    await expect
      .poll(async () => (await storedRecords(page, 'run')).filter(({ status }) => status === 'done').length)
      .toBe(runs)
    await page.getByLabel('Seed').fill('7')
    await page.getByRole('checkbox', { name: 'Logistic regression' }).check()
  }
  await page.getByRole('navigation', { name: 'Stages' }).locator('a[title="Runs"]').click()
  const board = page.getByRole('region', { name: 'Leaderboard' })
  const rows = board.locator('tbody tr')
  const filter = page.getByRole('textbox', { name: 'Filter runs' })

  await test.step('every score has its interval; another metric ranks', async () => {
    await expect(rows).toHaveCount(5)
    await expect(board.getByRole('img', { name: /^Accuracy .*95% interval/ })).toHaveCount(5)
    await page.getByLabel('Ranked by').selectOption('logLoss')
    await expect(page).toHaveURL(/by=logLoss/)
    await expect(page.getByText(/reached Log loss/)).toBeVisible()
    await expect(board.getByRole('columnheader', { name: 'Log loss' })).toHaveAttribute('aria-sort', 'ascending')
  })

  await test.step('a filter, and what is wrong with one', async () => {
    await page.keyboard.press('/')
    await expect(filter).toBeFocused()
    await filter.fill('learner:boosting accuracyy>.5')
    await expect(page.getByText(/There is nothing called “accuracyy” to filter by/)).toBeVisible()
    await expect(filter).toHaveAttribute('aria-invalid', 'true')
    await filter.fill('learner:boosting accuracy > .5')
    await expect(rows).toHaveCount(2)
    await expect(page.getByText('2 of 5 runs')).toBeVisible()
  })

  await test.step('groups by keyboard, pinned and hidden runs, colours, columns', async () => {
    await filter.fill('')
    await page.getByLabel('Group by').selectOption('spec')
    await expect(page.getByText('5 runs in 3 groups')).toBeVisible()
    await page.keyboard.press('Escape')
    await filter.blur()
    await page.getByLabel('Group by').blur()
    await page.keyboard.press('j')
    await expect(rows.first().getByRole('button')).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(rows).toHaveCount(5)
    await page.keyboard.press('j')
    await page.keyboard.press('Space')
    await expect(page.getByText('1 run ticked')).toBeVisible()
    await page.getByRole('button', { name: 'Pin', exact: true }).click()
    await expect(rows).toHaveCount(6)
    await page.getByRole('button', { name: 'Untick' }).click()
    await page.getByLabel('Colour by').selectOption('seed')
    await expect(board.getByRole('columnheader', { name: 'Colour: Seed' })).toBeVisible()
    await page.getByRole('button', { name: 'Columns' }).click()
    await page.getByRole('checkbox', { name: 'Device', exact: true }).check()
    await page.getByRole('button', { name: 'Move Device to the left' }).click()
    await page.keyboard.press('Escape')
    await expect(board.getByRole('columnheader', { name: 'Device' })).toBeVisible()
    await expectAccessible(page, 'groups')
  })

  await test.step('the address has all of it, and so has the file', async () => {
    const heads = await board.getByRole('columnheader').allTextContents()
    const texts = await rows.allTextContents()
    await page.goto('about:blank')
    await page.goBack()
    await expect(rows).toHaveCount(6)
    expect(await board.getByRole('columnheader').allTextContents()).toEqual(heads)
    expect(await rows.allTextContents()).toEqual(texts)
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save as CSV' }).click()
    const lines = (await readFile(await (await download).path(), 'utf8')).trim().split('\n')
    expect(lines).toHaveLength(7)
    expect(lines[0]).toMatch(/^Group,Runs,Run,Name,Id,Log loss,Log loss low,Log loss high,Log loss mean/)
  })

  await test.step('test rows that are opened are counted, those of the baseline beside them are not', async () => {
    await page.getByLabel('Group by').selectOption('')
    for (const letter of ['B', 'C']) {
      await board
        .getByRole('link', { name: new RegExp(`^Run ${letter} `) })
        .first()
        .click()
      await page.getByRole('button', { name: 'Open the test rows' }).click()
      await expect(page.getByTestId('test-accuracy')).toBeVisible()
      await expect(page.getByTestId('test-looks')).toContainText(
        `opened for ${letter === 'B' ? '1 run:' : '2 runs; picking the best of 2'}`,
      )
      if (letter === 'C') await expect(page.getByTestId('test-looks')).toContainText('(Bonferroni)')
      await page.goBack()
    }
    await expect(page.getByTestId('test-looks')).toContainText(/up to \.\d+ better by Log loss than it is/)
    await page.setViewportSize({ width: 900, height: 700 })
    await board.evaluate((element) => element.scrollTo(400, 0))
    await expect(board.getByRole('link', { name: /^Run C / }).first()).toBeInViewport()
    await expectAccessible(page, 'runs on a narrow page')
  })

  expect(errors).toEqual([])
})

test('pinball losses of two quantiles are two metrics: ranked apart, and compared with the reason', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto('/')
  await page.getByRole('button', { name: /Palmer penguins/ }).click()
  await page.getByRole('link', { name: 'Columns', exact: true }).click()
  await page
    .getByRole('button', { name: /^Body Mass/ })
    .last()
    .click()
  await page.getByRole('button', { name: /^Ask about Body Mass/ }).click()
  await page.getByRole('button', { name: 'Ask this question' }).click()
  for (const name of ['Linear regression', 'Neural network']) await page.getByRole('checkbox', { name }).uncheck()
  // Those of boosting are the only ones left.
  await page.getByText(/more settings/).click()
  await page.getByLabel('Loss', { exact: true }).selectOption('quantile')
  for (const [quantile, runs] of [
    ['0.9', 2],
    ['0.1', 3],
  ] as const) {
    await page.getByLabel('Quantile', { exact: true }).fill(quantile)
    await page.getByRole('button', { name: /^Train \d models?$/ }).click()
    await expect
      .poll(async () => (await storedRecords(page, 'run')).filter(({ status }) => status === 'done').length)
      .toBe(runs)
  }
  const [baseline, upper, lower] = (await storedRecords(page, 'run')).toSorted((a, b) => a.createdAt - b.createdAt)
  const board = page.getByRole('region', { name: 'Leaderboard' })
  await page.goto(`/#/experiment/${baseline!.experimentId}/runs?by=pinball`)
  await expect(board.getByRole('columnheader', { name: 'Pinball loss (τ .9)' })).toBeVisible()
  await expect(board.locator('tbody tr').first()).toContainText('quantile 0.90')
  await expect(board.getByText(/at τ \.1$/)).toHaveCount(1)
  await expect(board.getByText(/at τ \.5$/)).toHaveCount(1)
  await page.getByLabel('Ranked by').selectOption({ label: 'Pinball loss (τ .1)' })
  await expect(page).toHaveURL(/tau=0\.1/)
  await expect(board.locator('tbody tr').first()).toContainText('quantile 0.10')
  await expectAccessible(page, 'quantiles')
  await page.goto(`/#/experiment/${baseline!.experimentId}/compare?runs=${upper!.id},${lower!.id}&metric=pinball`)
  await expect(
    page.getByText(/^No verdict on C\. Its pinball loss is of another quantile than that of B/),
  ).toBeVisible()
  await expect(page.getByRole('row', { name: /^Pinball loss \(τ \.9\)/ })).toContainText('at τ .1')
})
