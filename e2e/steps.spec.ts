import { expect, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { beginQuestion } from './penguins.ts'

test('a step of a new kind, for every column of a type', async ({ page }) => {
  await beginQuestion(page)
  await page.getByRole('button', { name: 'Add a step' }).click()
  // What moves the button out of sight (here a lower window, or leaks that are found above it) leaves the menu open.
  await page.setViewportSize({ width: 1440, height: 400 })
  await page.getByRole('menuitem', { name: /^Scale/ }).click()
  await page.setViewportSize({ width: 1440, height: 900 })

  const row = page
    .getByRole('listitem')
    .filter({ has: page.getByRole('switch', { name: /^Use step/ }) })
    .last()
  const phrase = row.getByRole('paragraph').first()
  await expect(phrase).toHaveText('Scale no column to mean 0 and deviation 1')
  await expect(row.getByText('choose at least one column')).toBeVisible()

  await row.getByRole('checkbox', { name: /Also every column/ }).check()
  await expect(phrase).toHaveText('Scale every column of numbers to mean 0 and deviation 1')
  await expect(row.getByText('choose at least one column')).toBeHidden()
  await row.getByRole('textbox', { name: 'Name has' }).fill('beak')
  await expect(row.getByText('Here that is Beak Length (mm) and Beak Depth (mm).')).toBeVisible()
  await row.getByLabel('But not').click()
  await page.getByRole('option', { name: 'Beak Depth (mm)' }).click()
  await page.keyboard.press('Escape')
  await expect(row.getByText('Here that is Beak Length (mm).')).toBeVisible()
  await expect(phrase).toHaveText(
    'Scale every column of numbers whose name has “beak” but Beak Depth (mm) to mean 0 and deviation 1',
  )
  await row.getByLabel('How').click()
  await page.getByRole('option', { name: 'by rank' }).click()
  await row.getByLabel('Ranks become').click()
  await page.getByRole('option', { name: 'a bell curve' }).click()
  await expect(phrase).toContainText('by rank, to a bell curve')
  await expectAccessible(page, 'a step with a selector')

  await page.getByRole('button', { name: 'Ask this question' }).click()
  await expect(page).toHaveURL(/\/experiment\/[^/]+\/train$/)
})

test('columns are renamed by a rule, for every column of a role', async ({ page }) => {
  await beginQuestion(page)
  await page.getByRole('button', { name: 'Role of Island: Learned from' }).click()
  await page.getByRole('menuitemradio', { name: /^Group/ }).click()
  await page.getByRole('button', { name: 'Add a step' }).click()
  await page.getByRole('menuitem', { name: /^Rename columns/ }).click()

  const row = page
    .getByRole('listitem')
    .filter({ has: page.getByRole('switch', { name: /^Use step/ }) })
    .last()
  const phrase = row.getByRole('paragraph').first()
  await expect(row.getByRole('checkbox', { name: /Also every column/ })).toBeHidden()
  await row.getByRole('checkbox', { name: /^By a rule/ }).check()
  await row.getByRole('checkbox', { name: /Also every column/ }).check()
  await row.getByLabel('Of role').click()
  await expect(page.getByRole('option', { name: 'Known later' })).toHaveCount(0)
  await page.getByRole('option', { name: 'Group' }).click()
  await page.keyboard.press('Escape')
  await expect(row.getByText('Here that is Island.')).toBeVisible()
  await expect(row.getByText('say what is replaced in the names')).toBeVisible()
  await row.getByLabel('Replace in names').fill('Is')
  await row.getByLabel('By', { exact: true }).fill('is')
  await row.getByLabel('Put before').fill('home ')
  await expect(phrase).toHaveText('Rename every column that is a group: “Is” to “is”, “home ” before')
  await expect(page.getByRole('region', { name: 'After' }).getByRole('row', { name: /^home island/ })).toBeVisible()
  await expectAccessible(page, 'a step that renames')
  await row.getByRole('checkbox', { name: /^By a rule/ }).uncheck()
  await expect(row.getByRole('checkbox', { name: /Also every column/ })).toBeHidden()
  await expect(row.getByText('choose at least one column')).toBeVisible()
})
