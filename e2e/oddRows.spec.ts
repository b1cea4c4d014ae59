import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { dropFiles } from './files.ts'

const section = (page: Page) => page.getByRole('region', { name: 'Odd rows' })

/** Numbers without order; one row comes twice, one has another label, one lies far away. */
function table(rows: number): string {
  const cells = (i: number) => [Math.sin(i * i) * 10, Math.cos(i * 7) * 5, (i * 7919) % 101].map((x) => x.toFixed(4))
  const lines = Array.from({ length: rows }, (_, i) => [...cells(i), i % 2 ? 'red' : 'blue'].join())
  lines[9] = lines[2]!
  lines[12] = [...cells(5), 'blue'].join()
  lines[20] = '900,-900,900,blue'
  return `a,b,c,label\n${lines.join('\n')}\n`
}

async function open(page: Page, name: string, content: string) {
  await page.goto('/')
  await dropFiles(page, { name, content })
  await page.getByRole('link', { name: 'Profile', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Look for odd rows' })).toBeVisible()
}

test('odd rows are looked for, told in sentences, and shown', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(page, 'odd.csv', table(300))
  const odd = section(page)
  await odd.getByRole('button', { name: 'Look for odd rows' }).click()
  await expect(odd.getByText('repeats an earlier row cell for cell')).toBeVisible()
  await expect(odd.getByText('have the same inputs as another row and a different “label”')).toBeVisible()

  await odd.getByRole('button', { name: /^Show rows: .*same inputs/ }).click()
  const rows = odd.getByRole('region', { name: /same inputs/ }).getByRole('row')
  await expect(rows.filter({ hasText: 'red' })).toHaveCount(1)
  await expect(rows.filter({ hasText: 'blue' })).toHaveCount(1)
  await odd.getByRole('button', { name: /^Show rows: .*far from all/ }).click()
  await expect(odd.getByRole('row', { name: /900/ })).toBeVisible()
  await expectAccessible(page, 'odd rows')

  await odd.getByRole('button', { name: /^Show rows: .*repeats/ }).click()
  await odd.getByRole('link', { name: 'Row 10 in the data' }).click()
  await expect(page).toHaveURL(/\/rows\?where=/)
  // The row and the one that it repeats.
  await expect(page.getByRole('heading', { name: /^2 of 300 rows/ })).toBeVisible()
  await page.goBack()
  await expect(odd.getByText('repeats an earlier row cell for cell')).toBeVisible()

  await odd.getByRole('button', { name: /^Drop 1 copy/ }).click()
  await expect(page.getByText('299 rows').first()).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('300 rows').first()).toBeVisible()
})

test('looking tells how far it is and can be stopped; where nothing is odd it says so', async ({ page }) => {
  await open(page, 'many.csv', table(60_000))
  const odd = section(page)
  await odd.getByRole('button', { name: 'Look for odd rows' }).click()
  await expect(odd.getByText(/^Compared [\d,]+ of 60,000 rows/)).toBeVisible()
  await odd.getByRole('button', { name: 'Stop' }).click()
  await expect(odd.getByText('Stopped before all rows were compared')).toBeVisible()
  await expect(odd.getByRole('button', { name: 'Look again' })).toBeVisible()

  await open(page, 'plain.csv', `n\n${[5, 1, 4, 2, 6, 9].join('\n')}\n`)
  await section(page).getByRole('button', { name: 'Look for odd rows' }).click()
  await expect(section(page).getByText('Nothing odd found in 6 rows.')).toBeVisible()
})
