import { expect, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { askQuestion } from './penguins.ts'
import { storedRecords } from './records.ts'

test('a row of the data, what it might be instead, and what is like it', async ({ page }) => {
  test.setTimeout(90_000)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await askQuestion(page)
  for (const name of ['Neural network', 'Gradient boosting']) await page.getByRole('checkbox', { name }).uncheck()
  await page.getByRole('button', { name: 'Train 2 models' }).click()
  await expect
    .poll(async () => (await storedRecords(page, 'run')).map(({ status }) => status), { timeout: 60_000 })
    .toEqual(['done', 'done'])
  const run = (await storedRecords(page, 'run')).find(({ spec }) => spec.learner.kind === 'glm')
  const flipper = page.getByRole('textbox', { name: 'Flipper Length (mm)', exact: true })
  const prediction = page.getByTestId('prediction')
  const settled = () => expect(page.getByRole('region', { name: 'Prediction' })).toHaveAttribute('aria-busy', 'false')

  await test.step('from the rows of a run to one of them', async () => {
    await page.goto(`/#/run/${run!.id}/rows?was=Adelie&only=right`)
    await page.getByRole('row').nth(1).click()
    await page.getByRole('link', { name: 'What if it were otherwise?' }).click()
    await expect(page).toHaveURL(/predict\?part=validation&row=\d+$/)
    await expect(page.getByText('truly is Adelie')).toBeVisible()
    await expect(prediction).toHaveText('Adelie')
  })

  await test.step('edits move prediction and explanation, and stand in the address', async () => {
    const before = await flipper.inputValue()
    await flipper.fill('231')
    await expect(page.getByText(`was ${before}`)).toBeVisible()
    await settled()
    await expect(page).toHaveURL(/set=Flipper/)
    const adds = page.getByRole('region', { name: 'What each column adds' })
    await expect(adds.getByRole('row', { name: /Flipper Length \(mm\) 231 \(changed\)/ })).toBeVisible()
    const curve = page.getByRole('region', { name: 'Change one column alone' })
    await expect(
      curve.getByText(/^With Flipper Length \(mm\) alone changed, the probability of Adelie goes from/),
    ).toBeVisible()
    await page.reload()
    await expect(flipper).toHaveValue('231')
    await page.getByRole('button', { name: 'Put back Flipper Length (mm)' }).click()
    await expect(flipper).toHaveValue(before)
    await settled()
    await expect(page).not.toHaveURL(/set=/)
  })

  await test.step('the nearest changes to another class, taken over and undone', async () => {
    await page.getByRole('combobox', { name: 'The class it is to be called' }).selectOption('Gentoo')
    await page.getByRole('button', { name: 'Set limits' }).click()
    await page.getByRole('checkbox', { name: 'Island' }).check()
    await page.getByRole('button', { name: 'Find the nearest changes' }).click()
    await expect(page.getByText(/ways? to be called Gentoo, by \d changes? at the least/)).toBeVisible({
      timeout: 30_000,
    })
    await expectAccessible(page, 'what if')
    await expect(page).toHaveURL(/goal=class%3AGentoo&limit=Island%3Afixed%3A%3A%3A&find=1/)
    await page.reload()
    await expect(page.getByRole('checkbox', { name: 'Island' })).toBeChecked()
    await expect(page.getByText(/ways? to be called Gentoo, by \d changes? at the least/)).toBeVisible({
      timeout: 30_000,
    })
    await page.getByRole('button', { name: 'Take over way 1' }).click()
    await expect(prediction).toHaveText('Gentoo')
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(prediction).toHaveText('Adelie')
  })

  await test.step('what is within no limits is said plainly', async () => {
    for (const box of await page.getByRole('region', { name: 'Limits of what may change' }).getByRole('checkbox').all())
      await box.check()
    await page.getByRole('button', { name: 'Find the nearest changes' }).click()
    await expect(page.getByText('None found within these limits')).toBeVisible()
  })

  await test.step('what is like it in training, and what is like nothing', async () => {
    const near = page.getByRole('region', { name: 'Most like it in training' })
    await expect(near.getByText(/Of the 50 nearest training rows, .*% are Adelie/)).toBeVisible()
    await expect(near.getByText('The model has seen nothing like it')).toHaveCount(0)
    await flipper.fill('900')
    await expect(near.getByText('The model has seen nothing like it')).toBeVisible()
    await near
      .getByRole('link', { name: /^Row [\d,]+ in the data$/ })
      .first()
      .click()
    await expect(page).toHaveURL(/\/rows\?row=\d+/)
  })

  expect(errors).toEqual([])
})
