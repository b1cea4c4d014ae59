import { readFileSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { dropFiles } from './files.ts'
import { storedRecords } from './records.ts'

/** Flowers of two kinds that their petals tell apart, every fifteenth of which is labelled as the other kind. */
function flowers(rows: number): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const isWide = (i * 7) % 13 < 6
    const noise = ((i * 7919) % 101) / 101
    const kind = isWide !== (i % 15 === 4) ? 'rose' : 'lily'
    return `${(isWide ? 3 : 1) + noise},${((i * 31) % 97) / 10},${kind}`
  })
  return ['petal,stem,kind', ...lines].join('\n')
}

async function trainOnFlowers(page: Page, kind: 'glm' | 'network') {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto('/')
  await dropFiles(page, { name: 'flowers.csv', content: flowers(420) })
  await page.getByRole('link', { name: 'Columns', exact: true }).click()
  await page.getByRole('button', { name: 'Ask about kind' }).click()
  await page.getByRole('button', { name: 'Ask this question' }).click()
  const other = kind === 'glm' ? 'Neural network' : 'Logistic regression'
  for (const name of [other, 'Gradient boosting']) await page.getByRole('checkbox', { name }).uncheck()
  await page.getByRole('button', { name: 'Train 2 models' }).click()
  await expect
    .poll(async () => (await storedRecords(page, 'run')).map(({ status }) => status))
    .toEqual(['done', 'done'])
  return (await storedRecords(page, 'run')).find(({ spec }) => spec.learner.kind === kind)!
}

test('labels that look wrong are found, repaired, compared and taken back', async ({ page }) => {
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  const run = await trainOnFlowers(page, 'glm')
  const list = page.getByRole('region', { name: 'Suspects' })

  await test.step('finds them by models that never saw them', async () => {
    await page.goto(`/#/run/${run.id}`)
    await page.getByRole('navigation', { name: 'View of the run' }).getByRole('link', { name: 'Labels' }).click()
    await expect(page).toHaveURL(/\/run\/[^/]+\/labels$/)
    await expectAccessible(page, 'labels, not checked yet')
    await page.getByRole('button', { name: 'Check the labels' }).click()
    await expect(page.getByText(/^[12]\d of 336 labels look wrong, [5-7]\.\d%; most often /)).toBeVisible()
  })

  await test.step('filters, shows cells, and ticks by keyboard', async () => {
    await page.getByLabel('What is mistaken for what').selectOption({ index: 1 })
    await expect(page).toHaveURL(/label=\w+&seems=\w+/)
    await list
      .getByRole('button', { name: /Show the cells of row/ })
      .first()
      .click()
    await expect(list.locator('dt').first()).toHaveText('petal')
    await expect(list.locator('dd').first()).toHaveText(/^\d\.\d+$/)
    await list
      .getByRole('checkbox', { name: /^Tick row/ })
      .first()
      .focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('j')
    await page.keyboard.press('Space')
    await expect(page.getByText('2 rows ticked')).toBeVisible()
    await page.getByLabel('What is mistaken for what').selectOption({ index: 0 })
    await list.getByRole('checkbox', { name: /^Tick all/ }).click()
    await expect(page.getByText(/^[12]\d rows ticked/)).toBeVisible()
    await page.getByLabel('How many rows to tick').fill('12')
    await page.getByRole('button', { name: 'Tick the likeliest' }).click()
    await expect(page.getByText('12 rows ticked')).toBeVisible()
    await expect(list.getByRole('checkbox', { name: /^Tick row/ }).nth(11)).toBeChecked()
    await expect(list.getByRole('checkbox', { name: /^Tick row/ }).nth(12)).not.toBeChecked()
    await list.getByRole('checkbox', { name: /^Tick all/ }).click()
  })

  await test.step('relabels, trains again, and compares on rows that were not changed', async () => {
    await page.getByRole('button', { name: 'Relabel as suggested' }).click()
    await expect(
      page.getByText(/^(The repaired model is better than the model before|No evidence that the repaired model)/),
    ).toBeVisible()
    await expect(page.getByText(/that the repair relabelled or dropped (is|are) left out/)).toBeVisible()
    expect((await storedRecords(page, 'dataset')).map(({ version }) => version).sort()).toEqual([0, 1])
    await expectAccessible(page, 'a repair')
    await page.getByLabel('Compared by').selectOption({ label: 'Log loss' })
    await expect(page).toHaveURL(/by=logLoss/)
    await expect(page.getByText(/^Log loss before/)).toBeVisible()
    await page.getByRole('button', { name: 'Keep', exact: true }).click()
    // The record is written before the page says so.
    await expect(page.getByText(/its run A, kept/)).toBeVisible()
    await page.reload()
    await expect(page.getByText(/its run A, kept/)).toBeVisible()
    await expect(page.getByLabel('Compared by')).toHaveValue('logLoss')
  })

  await test.step('runs of both versions are compared on the rows that neither dropped nor relabelled', async () => {
    const runs = await storedRecords(page, 'run')
    const [baseline, first] = runs.toSorted((a, b) => a.createdAt - b.createdAt)
    const here = page.url()
    await page.goto(`/#/experiment/${first!.experimentId}/compare?runs=${baseline!.id},${first!.id}`)
    await page.getByRole('button', { name: 'Add a run' }).click()
    await page.getByRole('menuitem', { name: /, on v1$/ }).click()
    // The repaired run is A of its own question.
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Compare A, B, A′')
    const better = page.getByRole('region', { name: 'Is it better?' })
    await better.getByLabel('Judged by').selectOption('accuracy')
    await expect(
      better.getByText(
        /^A′ is better than A: .*Judged on the \d+ validation rows that v0 \(A\) and v1 \(A′\) both have with one answer\. Left out: \d+ relabelled\.$/,
      ),
    ).toBeVisible()
    await expectAccessible(page, 'two versions compared')
    const byRow = page.getByRole('region', { name: 'Row by row' })
    const fixed = byRow.getByRole('link', { name: /fixed/ }).last()
    const count = Number((await fixed.textContent())!.match(/\d+/)![0])
    expect(count).toBeGreaterThan(0)
    await fixed.click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rows of A and A′')
    await expect(page.getByText(/^Judged on the \d+ validation rows/)).toBeVisible()
    await expect(page.getByRole('columnheader', { name: /A′ called/ })).toBeVisible()
    await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', String(count + 1))
    // Beside the other run too it has the letter that it has among all three.
    await page.getByRole('combobox', { name: 'Base' }).selectOption(first!.id)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rows of B and A′')
    await page.getByRole('button', { name: 'List all rows' }).click()
    await expect(page.getByRole('columnheader', { name: /A′ called/ })).toBeVisible()
    await page.goto(here)
  })

  await test.step('takes it back with its version, question and run', async () => {
    await page.getByRole('region', { name: 'Repairs' }).getByRole('button', { name: 'Undo' }).click()
    await expect(page.getByRole('region', { name: 'Repairs' })).toBeHidden()
    const live = (await storedRecords(page, 'dataset')).filter(({ deletedAt }) => !deletedAt)
    expect(live.map(({ version }) => version)).toEqual([0])
  })
  expect(errors).toEqual([])
})

test('rows that a run gets wrong are tagged, kept, and repaired from its own weights', async ({ page }) => {
  test.setTimeout(120_000)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  const run = await trainOnFlowers(page, 'network')
  const grid = page.getByRole('grid')
  const bar = page.getByRole('region', { name: 'What to do with the ticked rows' })

  await test.step('ticks by keyboard, and tags', async () => {
    await page.goto(`/#/run/${run.id}/rows?only=wrong`)
    await expect(grid.getByRole('row').nth(1)).toContainText(/lily|rose/)
    await grid.focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Space')
    await expect(bar.getByText('2 rows ticked')).toBeVisible()
    await expect(grid.getByText('ticked, row')).toHaveCount(2)
    await page.keyboard.press('t')
    await expect(page.getByLabel('Tag of the ticked rows')).toBeFocused()
    await page.keyboard.type('wrong label')
    await page.keyboard.press('Enter')
    await expect(grid.getByText('wrong label')).toHaveCount(2)
    await expectAccessible(page, 'tagged rows')
  })

  await test.step('keeps the tags, asks for them, and writes them', async () => {
    await page.reload()
    await expect(grid.getByText('wrong label')).toHaveCount(2)
    const where = encodeURIComponent('is:tag:wrong%20label')
    await page.goto(`/#/run/${run.id}/rows?where=${where}`)
    await expect(page.getByRole('heading', { name: /^2 of \d+ rows$/ })).toBeVisible()
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export CSV' }).click(),
    ])
    expect(file.suggestedFilename()).toBe('flowers rows of run B.csv')
    const text = readFileSync(await file.path(), 'utf8')
    expect(text.split('\n').filter((line) => line.includes('wrong label'))).toHaveLength(2)
  })

  await test.step('trains on from the weights that there are', async () => {
    await page.getByRole('button', { name: 'Tick all listed' }).click()
    await page.getByLabel('kind of the ticked rows').selectOption('rose')
    await bar.getByRole('button', { name: 'Relabel as' }).click()
    const repairs = page.getByRole('region', { name: 'Repairs' })
    await expect(repairs.getByText(/Trained on from the weights of run B/)).toBeVisible({ timeout: 60_000 })
    await expect(repairs.getByText('Relabelled 2 rows as rose')).toBeVisible()
    const again = (await storedRecords(page, 'run')).find(({ spec }) => spec.warmStart)!
    const [made, first] = await Promise.all(
      [again.id, run.id].map(async (id) => (await storedRecords(page, 'result')).find((each) => each.id === id)!),
    )
    expect(again.spec.warmStart).toEqual({ weightsDigest: first!.weightsDigest })
    const kept = first!.history.find(({ epoch }) => epoch === first!.bestEpoch)!
    expect(made!.start).toMatchObject({ kind: 'warm' })
    // The same network on the same rows, but for two labels of the validation rows.
    expect(Math.abs((made!.start as { validationLoss: number }).validationLoss - kept.validationLoss)).toBeLessThan(0.5)
    await expectAccessible(page, 'a warm-started repair')
    await page.goto(`/#/run/${again.id}`)
    await expect(page.getByText(/run B, weights [0-9a-f]{10}/)).toBeVisible()
  })

  await test.step('copies and outliers can be ticked too', async () => {
    await page.goto(`/#/run/${run.id}/labels`)
    await page.getByRole('button', { name: 'Look for odd rows' }).click()
    const item = page.getByRole('button', { name: /^Show rows/ }).first()
    await item.click()
    await page
      .getByRole('checkbox', { name: /^Tick row/, disabled: false })
      .first()
      .check()
    await expect(page.getByRole('region', { name: 'What to do with the ticked odd rows' })).toBeVisible()
    await expectAccessible(page, 'odd rows to repair')
  })

  await test.step('test rows are no part of a repair', async () => {
    await page.goto(`/#/run/${run.id}`)
    await page.getByRole('button', { name: 'Open the test rows' }).click()
    await expect(page.getByTestId('test-looks')).toBeVisible()
    await page.goto(`/#/run/${run.id}/rows?part=test`)
    await expect(page.getByText(/Test rows can be tagged, but are not repaired/)).toBeVisible()
    await expect(bar.getByRole('button', { name: 'Drop' })).toBeHidden()
  })
  expect(errors).toEqual([])
})
