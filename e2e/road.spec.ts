import { readFile } from 'node:fs/promises'
import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { dropSlowly } from './files.ts'
import { storedRecords } from './records.ts'
import { watchGpu, watchText } from './watch.ts'

/** The stage of that name in the side, whatever its note says. */
const stage = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Stages' }).locator(`a[title="${name}"]`)

test('the whole road on penguins', async ({ page, browser }, info) => {
  test.setTimeout(360_000)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  const gpuSubmits = watchGpu(page)
  await page.emulateMedia({ reducedMotion: 'reduce' })

  await test.step('first sight', async () => {
    const response = await page.goto('/')
    expect(response?.headers()['content-security-policy']).toContain("connect-src 'self'")
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Drop a table here')
    await expect(page.getByText('nothing leaves this tab')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Open a file' })).toBeVisible()
    for (const sample of ['Palmer penguins', 'Seattle weather', '200,000 rows'])
      await expect(page.getByText(sample).first()).toBeVisible()
    await expectAccessible(page, 'home')
  })

  await test.step('data: a dropped file is read, shown and can be renamed with undo', async () => {
    const text = await readFile('public/samples/penguins.csv', 'utf8')
    await dropSlowly(page, { name: 'birds.csv', content: text }, () =>
      expect(page.getByText('Drop to read it')).toBeVisible(),
    )
    await expect(page.getByRole('heading', { level: 1, name: /birds/ })).toBeVisible()
    await expect(page.getByText('18 missing cells in 5 columns')).toBeVisible()
    await expectAccessible(page, 'data')

    await page.getByRole('button', { name: /^Rename/ }).click()
    await page.getByRole('textbox', { name: 'Name of the data' }).fill('penguins')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: /penguins/ })).toBeVisible()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(page.getByRole('heading', { level: 1, name: /birds/ })).toBeVisible()

    await page.getByRole('button', { name: /Type of Flipper Length/ }).click()
    await page.getByRole('menuitemradio', { name: /^category/ }).click()
    await expect(page.getByRole('button', { name: /Type of Flipper Length.*category/ })).toBeVisible()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(page.getByRole('button', { name: /Type of Flipper Length.*integer/ })).toBeVisible()

    await page.getByRole('link', { name: 'Rows', exact: true }).click()
    const grid = page.getByRole('grid')
    await expect(grid).toHaveAttribute('aria-rowcount', '345')
    await expect(grid.getByText('Torgersen').first()).toBeVisible()
    await expectAccessible(page, 'rows')
    await page.getByRole('link', { name: 'Columns', exact: true }).click()
  })

  await test.step('ask: everything is proposed with a reason and can be changed', async () => {
    await page.getByRole('button', { name: 'Ask about Species' }).click()
    await expect(page.getByText('Which Species is it, of 3?')).toBeVisible()
    await expect(page.getByText(/No column holds dates/)).toBeVisible()
    await expectAccessible(page, 'ask')
    await page.getByRole('button', { name: 'Ask this question' }).click()
    await expect(page).toHaveURL(/\/experiment\/[^/]+\/train$/)
  })

  await test.step('train: baseline, logistic regression, boosting, and a network on WebGPU', async () => {
    await expect(page.getByRole('heading', { level: 1, name: 'Train' })).toBeVisible()
    await expect(page.getByText('SwiftShader (software)').first()).toBeVisible()
    await page.getByLabel('Device', { exact: true }).selectOption('webgpu')
    await expectAccessible(page, 'train, before')
    const sawEpoch = await watchText(page, /Epoch \d+ of/)
    await page.getByRole('button', { name: 'Train 4 models' }).click()
    await expect
      .poll(async () => (await storedRecords(page, 'run')).map(({ status }) => status), { timeout: 180_000 })
      .toEqual(['done', 'done', 'done', 'done'])
    const runs = await storedRecords(page, 'run')
    const kinds = runs.toSorted((a, b) => a.createdAt - b.createdAt).map(({ spec }) => spec.learner.kind)
    expect(kinds).toEqual(['baseline', 'glm', 'boosting', 'network'])
    expect(runs.find(({ spec }) => spec.learner.kind === 'network')!.device?.backend).toBe('webgpu')
    expect(await gpuSubmits()).toBeGreaterThan(100)
    expect(await sawEpoch()).toBe(true)
  })

  await test.step('runs: ranked with the baseline in it, tagged, removed with undo', async () => {
    await stage(page, 'Runs').click()
    await expect(page.getByRole('heading', { level: 1, name: 'Runs' })).toBeVisible()
    const rows = page.getByRole('region', { name: 'Leaderboard' }).locator('tbody tr')
    await expect(rows).toHaveCount(4)
    await expect(rows.last()).toContainText('Baseline')
    await expect(page.getByText('best', { exact: true })).toBeVisible()
    await expectAccessible(page, 'runs')
    await page.getByRole('checkbox', { name: 'Tick run A' }).check()
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    await expect(rows).toHaveCount(3)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(rows).toHaveCount(4)
  })

  await test.step('compare: scores, curves and the settings that differ', async () => {
    await page.getByRole('checkbox', { name: 'Tick every run' }).check()
    await page.getByRole('button', { name: 'Compare', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
    await expect(page.getByRole('switch', { name: 'Diff only' })).toBeChecked()
    await expect(page.getByRole('rowheader', { name: 'Target' })).toHaveCount(0)
    await page.getByRole('switch', { name: 'Diff only' }).uncheck()
    await expect(page.getByRole('rowheader', { name: 'Target' })).toBeVisible()
    await expect(page).not.toHaveURL(/diff=1/)
    await expect(page.getByRole('application', { name: /Validation loss of runs/ })).toBeVisible()
    await expectAccessible(page, 'compare')
    await page.getByRole('link', { name: 'Back to the runs' }).click()
  })

  await test.step('a run: test rows opened on purpose, above the baseline', async () => {
    await page
      .getByRole('region', { name: 'Leaderboard' })
      .getByRole('link', { name: /Neural network/ })
      .click()
    await expect(page.getByRole('heading', { name: 'Right and wrong' })).toBeVisible()
    expect(await storedRecords(page, 'evaluation')).toHaveLength(4)
    await page.getByRole('button', { name: 'Open the test rows' }).click()
    await expect(page.getByTestId('test-accuracy')).toBeVisible({ timeout: 30_000 })
    await expect
      .poll(async () => (await storedRecords(page, 'evaluation')).filter(({ part }) => part === 'test').length)
      .toBe(2)
    const runs = await storedRecords(page, 'run')
    const tests = (await storedRecords(page, 'evaluation')).filter(({ part }) => part === 'test')
    const accuracyOf = (kind: string) =>
      tests.find(({ runId }) => runs.find(({ id }) => id === runId)?.spec.learner.kind === kind)?.metrics.accuracy
    expect(accuracyOf('network')).toBeGreaterThanOrEqual(0.95)
    expect(accuracyOf('network')).toBeGreaterThan(accuracyOf('baseline') ?? 1)
    await expectAccessible(page, 'run')
  })

  const probability = (where: Page) => where.locator('[data-probability]').first().getAttribute('data-probability')
  let before = ''
  await test.step('predict: one row, pasted rows, a whole file', async () => {
    await page.getByRole('link', { name: 'Predict', exact: true }).click()
    await page.getByLabel('Flipper Length (mm)').fill('230')
    await page.getByLabel('Beak Depth (mm)').fill('14.5')
    await page.getByLabel('Body Mass (g)').fill('5600')
    await expect(page.getByTestId('prediction')).toHaveText('Gentoo')
    // The answer to the last field, not to one before it.
    await expect(page.getByRole('region', { name: 'Prediction' })).toHaveAttribute('aria-busy', 'false')
    before = (await probability(page)) ?? ''
    expect(Number(before)).toBeGreaterThan(0.5)
    await expectAccessible(page, 'predict')

    await page.getByRole('link', { name: 'Pasted rows' }).click()
    const csv = await readFile('public/samples/penguins.csv', 'utf8')
    await page.getByLabel('Rows to predict').fill(csv.split('\n').slice(0, 4).join('\n'))
    await page.getByRole('button', { name: 'Predict these rows' }).click()
    await expect(page.getByRole('heading', { name: '3 rows predicted' })).toBeVisible()
    await expectAccessible(page, 'pasted rows')

    await page.getByRole('link', { name: 'A whole file' }).click()
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Choose a file' }).click()
    await (await chooser).setFiles('public/samples/penguins.csv')
    await expect(page.getByRole('heading', { name: '344 rows predicted' })).toBeVisible()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: /^Download/ }).click()
    const scored = await readFile(await (await download).path(), 'utf8')
    const [head, ...lines] = scored.trim().split(/\r?\n/)
    expect(head).toContain('prediction,probability Adelie,probability Chinstrap,probability Gentoo')
    expect(lines).toHaveLength(344)
    const cells = lines.map((line) => line.split(','))
    const hits = cells.filter((row) => row[0] === row[7]).length
    expect(hits / 344).toBeGreaterThan(0.95)
  })

  const bundle = info.outputPath('run.assay')
  await test.step('share: a bundle, imported elsewhere, predicts the same', async () => {
    await page.getByRole('main').getByRole('link', { name: 'Neural network' }).click()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export' }).click()
    await (await download).saveAs(bundle)

    const other = await (await browser.newContext()).newPage()
    await other.goto('/')
    const chooser = other.waitForEvent('filechooser')
    await other.getByRole('button', { name: 'Open a file' }).click()
    await (await chooser).setFiles(bundle)
    await expect(other.getByRole('heading', { level: 1, name: /Neural network/ })).toBeVisible()
    await expectAccessible(other, 'an imported run')
    await other.getByRole('link', { name: 'Predict', exact: true }).click()
    await other.getByLabel('Flipper Length (mm)').fill('230')
    await other.getByLabel('Beak Depth (mm)').fill('14.5')
    await other.getByLabel('Body Mass (g)').fill('5600')
    await expect(other.getByTestId('prediction')).toHaveText('Gentoo')
    await expect.poll(async () => Math.abs(Number(await probability(other)) - Number(before))).toBeLessThanOrEqual(1e-6)

    await other.goto('/')
    const again = other.waitForEvent('filechooser')
    await other.getByRole('button', { name: 'Open a file' }).click()
    await (await again).setFiles(bundle)
    await expect(other.getByText('The run in run.assay is here already. Nothing was changed.')).toBeVisible()
    await expect(other.getByRole('heading', { level: 1, name: /Neural network/ })).toBeVisible()

    const bytes = await readFile(bundle)
    bytes[Math.floor(bytes.length / 2)]! ^= 0xff
    const damaged = other.waitForEvent('filechooser')
    await other.goto('/')
    await other.getByRole('button', { name: 'Open a file' }).click()
    await (await damaged).setFiles({ name: 'damaged.assay', mimeType: 'application/zip', buffer: bytes })
    await expect(other.getByRole('alert')).toBeVisible()
    await expectAccessible(other, 'a refused bundle')
    await other.context().close()
  })

  await test.step('come back: a run cut off by closing the tab says so and starts again', async () => {
    await stage(page, 'Train').click()
    // One network, and so wide that no machine is done with it when the tab is closed.
    for (const learner of ['Logistic regression', 'Gradient boosting'])
      await page.getByRole('checkbox', { name: learner }).uncheck()
    await page.getByRole('button', { name: /more settings/ }).click()
    await page.getByLabel('Hidden layers').fill('256, 256')
    await page.getByLabel('Epochs, at most').fill('10000')
    await page.getByLabel('Stop early after').fill('0')
    await page.getByRole('button', { name: 'Train 1 model', exact: true }).click()
    const safe = async () =>
      (await storedRecords(page, 'run')).some(({ checkpointEpoch }) => Number(checkpointEpoch) > 0)
    await expect.poll(safe, { timeout: 60_000 }).toBe(true)
    const url = page.url()
    const context = page.context()
    await page.close()
    const again = await context.newPage()
    await again.goto(url)
    await expect(again.getByText('Interrupted').first()).toBeVisible({ timeout: 20_000 })
    await expect
      .poll(async () => (await storedRecords(again, 'run')).filter(({ status }) => status === 'done').length)
      .toBe(4)
    await again.getByRole('button', { name: /^Go on after epoch/ }).click()
    await expect(again.getByText(/Epoch \d[\d,]+ of/).first()).toBeVisible({ timeout: 60_000 })
    await expectAccessible(again, 'training')
    await again.getByRole('button', { name: /Stop and keep/ }).click()
    await expect
      .poll(async () => (await storedRecords(again, 'run')).filter(({ status }) => status === 'stopped').length)
      .toBe(1)
    await again
      .getByRole('button', { name: /Start again/ })
      .first()
      .click()
    await expect(again.getByText(/Epoch ([2-9]|\d\d+|\d,\d+) of/).first()).toBeVisible({ timeout: 60_000 })
    await again.getByRole('button', { name: /Stop and keep/ }).click()
    await expect
      .poll(async () => (await storedRecords(again, 'run')).filter(({ status }) => status === 'stopped').length, {
        timeout: 30_000,
      })
      .toBe(2)

    await again.keyboard.press('Control+k')
    await again.getByPlaceholder(/Find a page/).fill('kept in this browser')
    await expectAccessible(again, 'palette')
    await again.keyboard.press('Enter')
    await expect(again.getByRole('heading', { level: 1, name: 'Kept in this browser' })).toBeVisible()
    await expect(again.getByText(/granted/).first()).toBeVisible()
    await expectAccessible(again, 'storage')
    await again.keyboard.press('?')
    await expect(again.getByRole('dialog', { name: 'Shortcuts' })).toBeVisible()
    await expectAccessible(again, 'shortcuts')
  })

  expect(errors).toEqual([])
})
