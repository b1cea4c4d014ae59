import { pathToFileURL } from 'node:url'
import { expect, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { askQuestion } from './penguins.ts'
import { changeStored, storedRecords } from './records.ts'

const HOSTILE = '<img src=x onerror=alert(1)> & "friends"'

test('runs are compared, explored, and frozen to a file that opens without network', async ({
  page,
  browser,
}, testInfo) => {
  test.setTimeout(90_000)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await askQuestion(page)
  await page.getByRole('checkbox', { name: 'Neural network' }).uncheck()
  await page.getByRole('button', { name: 'Train 3 models' }).click()
  await expect
    .poll(async () => (await storedRecords(page, 'run')).map(({ status }) => status), { timeout: 60_000 })
    .toEqual(['done', 'done', 'done'])
  const runs = (await storedRecords(page, 'run')).toSorted((a, b) => a.createdAt - b.createdAt)
  const [baseline, logistic, boosting] = runs.map(({ id }) => id) as [string, string, string]
  const { experimentId } = runs[0]!
  const compared = page.getByRole('region', { name: 'Runs compared' })
  const learned = page.getByRole('region', { name: 'How they learned' })

  await test.step('which runs, in which order, is in the address', async () => {
    await page.goto(`/#/experiment/${experimentId}/compare?runs=${baseline},${logistic}&diff=1`)
    await compared.getByRole('button', { name: 'Add a run' }).click()
    await page.getByRole('menuitem', { name: /Gradient boosting/ }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Compare A, B, C')
    await compared.getByRole('button', { name: 'Make run C the base' }).click()
    await expect(page).toHaveURL(new RegExp(`runs=${[boosting, baseline, logistic].join('%2C')}`))
    await expect(page.getByRole('region', { name: 'Is it better?' })).toContainText('Worse than C')
    await compared.getByRole('button', { name: 'Move run A right' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Compare C, B, A')
    await page.goBack()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Compare C, A, B')
  })

  await test.step('rounds and strengths never share an axis', async () => {
    const losses = learned.getByRole('application', { name: /^Validation loss of runs C, B by share of training/ })
    await losses.press('End')
    const heard = learned.locator('[aria-live]').filter({ hasText: /^Percent 100: [CB] .* \.\d+, [CB] .* \.\d+$/ })
    await expect(heard).toHaveCount(1)
    await losses.press('Escape')
    await expect(heard).toHaveCount(0)
    await learned.getByText('Each its own count').click()
    await expect(learned.getByRole('heading', { name: 'By round: C' })).toBeVisible()
    await expect(learned.getByRole('heading', { name: 'By strength: B' })).toBeVisible()
    await learned.getByText('Time', { exact: true }).click()
    await learned.getByRole('slider', { name: 'Smoothing' }).press('ArrowRight')
    await learned.getByRole('switch', { name: 'Log scale of losses' }).press(' ')
    await expect(page).toHaveURL(/along=time&smooth=0.05&log=1/)
    await expect(
      learned.getByRole('application', { name: /by seconds of training, smoothed by .05/ }).first(),
    ).toBeVisible()
  })

  await test.step('settings: only what differs, each value can be copied', async () => {
    const settings = page.getByRole('region', { name: 'Settings', exact: true })
    await expect(settings.getByRole('row', { name: /^Learner/ }).first()).toBeVisible()
    await expect(settings.getByRole('rowheader', { name: 'Target' })).toHaveCount(0)
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    const copy = settings.getByRole('button', { name: 'Copy Learner of run B' })
    await copy.focus()
    await page.keyboard.press('Enter')
    await expect(settings.getByRole('status')).toHaveText('Copied Learner of run B')
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('Logistic regression')
    await expectAccessible(page, 'a comparison')
  })

  await test.step('a saved comparison needs no network, and names in it stay text', async () => {
    await changeStored(page, 'experiment', experimentId, { name: HOSTILE })
    await page.reload()
    await page.getByLabel('p adjusted by').selectOption('benjaminiHochberg')
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save as HTML' }).click()
    const path = testInfo.outputPath('comparison.html')
    await (await download).saveAs(path)
    // A context without the policy of the page that is tested: axe puts its script into this one.
    const context = await browser.newContext({ offline: true, bypassCSP: true })
    const saved = await context.newPage()
    const asked: string[] = []
    saved.on('request', (request) => asked.push(request.url()))
    saved.on('dialog', (dialog) => errors.push(dialog.message()))
    await saved.goto(pathToFileURL(path).href)
    await expect(saved.getByText(/^A is worse than C: Accuracy lower by .*95% interval.*adjusted p/)).toBeVisible()
    await expect(saved.getByText(/Adjusted for 2 comparisons \(Benjamini–Hochberg\)/)).toBeVisible()
    await expect(saved.getByRole('row', { name: /^Accuracy/ }).first()).toContainText(/(\.\d{3} to (\.\d|1\.0).*){3}/)
    await expect(saved.getByText(/^A fixed \d+ rows? of C and broke \d+ of/)).toBeVisible()
    await expect(saved.getByText(/^One split is one draw of luck/)).toBeVisible()
    await expect(saved.getByText(/^C and A share one seed so far/)).toBeVisible()
    await expect(saved.getByRole('region', { name: 'Pair by pair' }).getByRole('row')).toHaveCount(2)
    await expect(saved.getByText(HOSTILE).first()).toBeVisible()
    await expect(saved.getByRole('img', { name: /^Validation loss of runs C, B/ })).toBeVisible()
    await expect(saved.getByRole('rowheader', { name: 'Target' })).toBeHidden()
    await saved.getByLabel('Diff only').uncheck()
    await expect(saved.getByRole('rowheader', { name: 'Target' })).toBeVisible()
    await expectAccessible(saved, 'a saved comparison')
    expect(asked).toEqual([pathToFileURL(path).href])
    await context.close()
  })

  await test.step('all runs as lines and points; those on a brushed part are ticked and compared', async () => {
    await page.goto(`/#/experiment/${experimentId}/runs`)
    await page.getByRole('link', { name: 'Explore' }).click()
    await expect(page.getByRole('img', { name: /^3 runs over Learner, .*Accuracy; 3 runs chosen/ })).toBeVisible()
    const low = page.getByRole('slider', { name: 'Accuracy: lower end of what is chosen', exact: true })
    await low.press('PageUp')
    await low.press('PageUp')
    await expect(page.getByText('2 of 3 chosen')).toBeVisible()
    await expect(page).toHaveURL(/brush=accuracy/)
    await page.getByRole('button', { name: 'Axis Accuracy' }).click()
    await page.getByRole('menuitem', { name: /^Flip/ }).click()
    await expect(page).toHaveURL(/flip=accuracy/)
    await page.reload()
    await expect(page.getByText('2 of 3 chosen')).toBeVisible()
    const points = page.getByRole('application', { name: /^3 runs by/ })
    await points.press('ArrowRight')
    await expect(page.locator('[aria-live]').filter({ hasText: /^Run [ABC], .*: / })).toBeAttached()
    await expectAccessible(page, 'exploring runs')
    await page.getByRole('button', { name: 'Tick all listed' }).click()
    await page.getByRole('toolbar', { name: 'Ticked runs' }).getByRole('button', { name: 'Compare' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Compare [BC], [BC]$/)
  })

  expect(errors).toEqual([])
})
