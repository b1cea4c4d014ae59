import { expect, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'

test('a step of a new kind, for every column of a type', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto('/')
  await page.getByRole('button', { name: /Palmer penguins/ }).click()
  await page.getByRole('link', { name: 'Columns', exact: true }).click()
  await page.getByRole('button', { name: 'Ask about Species' }).click()
  await page.getByRole('button', { name: 'Add a step' }).click()
  await page.getByRole('menuitem', { name: /^Scale/ }).click()

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
