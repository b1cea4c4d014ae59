import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'

/** The steps of the preparation, in order, each by what it does. */
const steps = (page: Page) =>
  page
    .getByRole('list')
    .filter({ has: page.getByRole('switch') })
    .getByRole('listitem')

async function add(page: Page, kind: string) {
  await page.getByRole('button', { name: 'Add a step' }).click()
  await page.getByRole('menuitem', { name: new RegExp(`^${kind}`) }).click()
}

test('a recipe is written, seen at work, reordered and undone', async ({ page }) => {
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto('/')
  await page.getByRole('button', { name: /Palmer penguins/ }).click()
  await page.getByRole('button', { name: /^Ask about/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: /^Ask about Species/ })).toBeVisible()
  await expect(steps(page)).toHaveCount(1)

  await test.step('a formula says where it is wrong, then shows what it makes', async () => {
    await add(page, 'Derive a column')
    const name = page.getByLabel('Name', { exact: true })
    await name.fill('build')
    const formula = page.getByLabel('Formula')
    await formula.fill('`Body Mass (g)` / Island')
    await expect(steps(page).nth(1)).toContainText(/character 19/)
    await expect(page.getByText('What it does shows once this step and those before it are complete.')).toBeVisible()
    await formula.fill('`Body Mass (g)` / 1000')
    const after = page.getByRole('region', { name: 'After' })
    // 3,750 g, the first penguin.
    await expect(after.getByRole('row', { name: /^build/ })).toContainText('3.75')
    await expect(page.getByRole('region', { name: 'Before' })).toContainText('its columns are new')
    await expect(page.getByText(/^Shown on all 344 rows/)).toBeVisible()
    await expectAccessible(page, 'a step with its preview')
  })

  await test.step('what fills missing cells is shown before and after', async () => {
    await page.getByRole('button', { name: 'Change step 1' }).click()
    const mass = page.getByRole('region', { name: 'After' }).getByRole('row', { name: /^Body Mass \(g\) missing/ })
    await expect(mass).toContainText('true 0.6%')
    await expect(page.getByRole('region', { name: 'Before' }).getByRole('row', { name: /^Body Mass/ })).toContainText(
      'missing',
    )
  })

  await test.step('steps move by dragging and by key, and turn off', async () => {
    await page.getByRole('button', { name: 'Change step 1' }).click()
    await page.getByTitle('Drag to move').nth(1).dragTo(steps(page).nth(0))
    await expect(steps(page).nth(0)).toContainText('Derive build')
    await page.getByRole('button', { name: 'Change step 1' }).focus()
    await page.keyboard.press('Alt+ArrowDown')
    await expect(steps(page).nth(1)).toContainText('Derive build')
    await page.getByRole('switch', { name: 'Use step 2' }).click({ force: true })
    await expect(steps(page).nth(1)).toContainText('off')
  })

  await test.step('a step for training rows shows the answers it leaves', async () => {
    await add(page, 'Balance classes')
    await page.getByLabel('By', { exact: true }).click()
    await page.getByRole('option', { name: 'leaving rows out' }).click()
    // Three classes, the rarest of which has 68 rows.
    await expect(page.getByText(/^204 training rows from all 344 rows/)).toBeVisible()
  })

  await test.step('undo takes it all back, one deed at a time', async () => {
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(steps(page)).toHaveCount(2)
    await page.getByRole('button', { name: 'Redo' }).click()
    await expect(steps(page)).toHaveCount(3)
  })

  await test.step('where rows weigh, a learner that does not look at it says so', async () => {
    await page.getByRole('button', { name: 'Ask this question' }).click()
    const note = page.getByText('Rows count alike here, whatever they weigh')
    await expect(page.getByRole('checkbox', { name: 'Nearest neighbours' })).not.toBeChecked()
    await expect(note).toHaveCount(0)
    await page.getByRole('checkbox', { name: 'Nearest neighbours' }).check()
    await expect(note).toHaveCount(1)
  })
  expect(errors).toEqual([])
})
