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

async function trainOnFlowers(page: Page) {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto('/')
  await dropFiles(page, { name: 'flowers.csv', content: flowers(420) })
  await page.getByRole('link', { name: 'Columns', exact: true }).click()
  await page.getByRole('button', { name: 'Ask about kind' }).click()
  await page.getByRole('button', { name: 'Ask this question' }).click()
  for (const name of ['Neural network', 'Gradient boosting']) await page.getByRole('checkbox', { name }).uncheck()
  await page.getByRole('button', { name: 'Train 2 models' }).click()
  await expect
    .poll(async () => (await storedRecords(page, 'run')).map(({ status }) => status))
    .toEqual(['done', 'done'])
  return (await storedRecords(page, 'run')).find(({ spec }) => spec.learner.kind === 'glm')!
}

test('labels that look wrong are found, repaired, compared and taken back', async ({ page }) => {
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  const run = await trainOnFlowers(page)
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
  })

  await test.step('relabels, trains again, and compares on rows that were not changed', async () => {
    await page.getByRole('button', { name: 'Relabel as suggested' }).click()
    await expect(
      page.getByText(/^(The repaired model is better than the model before|No evidence that the repaired model)/),
    ).toBeVisible()
    await expect(page.getByText(/that the repair relabelled or dropped (is|are) left out/)).toBeVisible()
    expect((await storedRecords(page, 'dataset')).map(({ version }) => version).sort()).toEqual([0, 1])
    await expectAccessible(page, 'a repair')
    await page.getByRole('button', { name: 'Keep', exact: true }).click()
    // The record is written before the page says so.
    await expect(page.getByText(/its run A, kept/)).toBeVisible()
    await page.reload()
    await expect(page.getByText(/its run A, kept/)).toBeVisible()
  })

  await test.step('takes it back with its version, question and run', async () => {
    await page.getByRole('region', { name: 'Repairs' }).getByRole('button', { name: 'Undo' }).click()
    await expect(page.getByRole('region', { name: 'Repairs' })).toBeHidden()
    const live = (await storedRecords(page, 'dataset')).filter(({ deletedAt }) => !deletedAt)
    expect(live.map(({ version }) => version)).toEqual([0])
  })
  expect(errors).toEqual([])
})
