import { readFileSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { savedLines } from './files.ts'
import { askQuestion } from './penguins.ts'
import { storedRecords } from './records.ts'

async function openSweeps(page: Page) {
  await askQuestion(page)
  await page.getByRole('link', { name: 'Search settings' }).click()
  await expect(page.getByText(/Nothing is searched yet/)).toBeVisible()
  await page.getByLabel('Device', { exact: true }).selectOption('wasm')
}

test('settings are searched, searched on where it went well, and the best trial becomes a run', async ({ page }) => {
  await openSweeps(page)
  const form = page.getByRole('form', { name: 'Sweep' })

  await test.step('what cannot be searched says why', async () => {
    const from = form.getByLabel('Learning rate from')
    await from.fill('2')
    await expect(form.getByText('Learning rate: the range must begin below its end.')).toBeVisible()
    await expect(form.getByText('Correct what is marked first')).toBeVisible()
    await expectAccessible(page, 'a sweep with a mistake')
    await from.fill('0.001')
    await form.getByLabel('Method').selectOption('grid')
    await expect(form.getByRole('button', { name: 'Search 15 trials' })).toBeVisible()
    await form.getByLabel('Trials, at most').fill('8')
    await expect(form.getByText('The whole grid has 15 trials')).toBeVisible()
  })

  await test.step('trials are trained and shown', async () => {
    await form.getByLabel('Method').selectOption('random')
    await form.getByRole('checkbox', { name: 'Activation' }).check()
    await form.getByLabel('Trials, at most').fill('12')
    await form.getByLabel('Epochs, at most').fill('12')
    await form.getByRole('button', { name: 'Search 12 trials' }).click()
    await expect(page).toHaveURL(/\/experiment\/[^/]+\/sweep\/[^/]+$/)
    await expect(page.getByText(/^Done: 12 of 12 trials/)).toBeVisible({ timeout: 60_000 })
    await expect(page.getByRole('img', { name: /^12 trials over 3 settings; the best is trial \d+/ })).toBeVisible()
    await expect(page.getByRole('region', { name: 'What matters' }).getByRole('row')).toHaveCount(3)
    await expect(page.getByRole('region', { name: 'Trials', exact: true }).getByRole('row')).toHaveCount(13)
    await expectAccessible(page, 'a sweep')
  })

  await test.step('the trials are saved as they were tried', async () => {
    await page.getByRole('button', { name: 'Save: Trials as lines' }).click()
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Values (CSV)' }).click(),
    ])
    const [head, ...lines] = readFileSync(await file.path(), 'utf8')
      .replace(/^\ufeff/, '')
      .trimEnd()
      .split('\n')
    const [sweep] = await storedRecords(page, 'sweep')
    expect(head!.split(',').slice(0, 1)).toEqual(['Trial'])
    expect(lines).toHaveLength(12)
    for (const [i, { number, values, validationLoss }] of sweep!.trials.entries()) {
      const cells = lines[i]!.split(',')
      expect(cells[0]).toBe(String(number))
      expect(cells).toContain(String(values['learningRate']))
      expect(cells.at(-2)).toBe(validationLoss === null ? '' : String(validationLoss))
    }
    // The table has them in its order, the best first.
    const listed = await savedLines(page, 'Trials')
    expect(listed[0]).toBe(head)
    expect(listed.slice(1).toSorted()).toEqual(lines.toSorted())
    const losses = listed
      .slice(1)
      .flatMap((line) => line.split(',').at(-2) || [])
      .map(Number)
    expect(losses).toEqual(losses.toSorted((a, b) => a - b))
  })

  await test.step('an axis is brushed by keyboard, and more is searched there', async () => {
    const low = page.getByRole('slider', { name: 'Learning rate: lower end of what is chosen' })
    await low.focus()
    await page.keyboard.press('PageUp')
    await page.keyboard.press('PageUp')
    await expect(low).toHaveAttribute('aria-valuetext', '0.01')
    await expect(page.getByText(/^\d+ of 12 chosen/)).toBeVisible()
    await page.getByRole('button', { name: 'Search 10 more trials there' }).click()
    await expect(page.getByText(/^Done: 22 of 22 trials/)).toBeVisible({ timeout: 60_000 })
    const [sweep] = await storedRecords(page, 'sweep')
    for (const { values } of sweep!.trials.slice(12))
      expect(Number(values['learningRate'])).toBeGreaterThanOrEqual(0.0099)
    await page.getByRole('button', { name: 'Choose all again' }).click()
  })

  await test.step('the best trial is a run with the same loss', async () => {
    await page.getByRole('button', { name: 'Make the best a run' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Train' })).toBeVisible()
    await expect.poll(async () => (await storedRecords(page, 'run')).map(({ status }) => status)).toEqual(['done'])
    const [sweep] = await storedRecords(page, 'sweep')
    const losses = sweep!.trials.flatMap(({ validationLoss }) => validationLoss ?? [])
    const [result] = await storedRecords(page, 'result')
    expect(result!.history[result!.bestEpoch - 1]!.validationLoss).toBe(Math.min(...losses))
  })
})

test('a sweep is stopped and goes on, also after its tab was closed; it is removed and brought back', async ({
  page,
}) => {
  await openSweeps(page)
  const form = page.getByRole('form', { name: 'Sweep' })
  await form.getByLabel('Method').selectOption('halving')
  await form.getByLabel('Trials, at most').fill('9')
  await form.getByLabel('Epochs, at most').fill('10000')
  await form.getByLabel('Stop early after').fill('0')
  await form.getByRole('button', { name: 'Search 9 trials' }).click()
  await expect(page.getByText(/^Searching: /)).toBeVisible()
  await expect(page.getByText(/Best so far: trial/)).toBeVisible()
  await page.getByRole('button', { name: 'Stop and keep the trials' }).click()
  await expect(page.getByText(/^Stopped: \d of 9 trials/)).toBeVisible({ timeout: 30_000 })
  const kept = (await storedRecords(page, 'sweep'))[0]!.trials
  expect(kept.length).toBeGreaterThan(0)
  expect(kept.length).toBeLessThan(9)

  await page.getByRole('button', { name: /^Go on with \d trial/ }).click()
  await expect(page.getByText(/^Searching: /)).toBeVisible()
  await page.reload()
  await expect(page.getByText(/^Interrupted, as its tab was closed: /)).toBeVisible({ timeout: 20_000 })
  expect((await storedRecords(page, 'sweep'))[0]!.trials.slice(0, kept.length)).toEqual(kept)
  await expectAccessible(page, 'an interrupted sweep')
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(page.getByText(/Nothing is searched yet|This sweep is not in this browser/)).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText(/^Interrupted, as its tab was closed: /)).toBeVisible()
})
