import { readFile } from 'node:fs/promises'
import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'

/** 400 rows in 14 columns: categories, numbers with an odd one, dates, truths, and texts that look like markup or formulas. */
function makeCsv(): string {
  const letters = 'abcdefgh'.split('')
  const rows = Array.from({ length: 400 }, (_, i) =>
    [
      `item ${i}`,
      i === 5 ? 'inf' : i === 7 ? '' : String((i * 7_919) % 401),
      ['red', 'green', 'blue'][i % 3],
      `2020-${String((i % 12) + 1).padStart(2, '0')}-03`,
      i % 2 ? 'yes' : 'no',
      i === 2 ? '=1+1' : i === 1 ? '<img src=x onerror=alert(1)>' : `note ${i}`,
      ...letters.map((_, k) => String((i * (k + 1)) % 17)),
    ].join(','),
  )
  return `${['name', 'amount', 'colour', 'day', 'agrees', 'note', ...letters].join(',')}\n${rows.join('\n')}\n`
}

async function openRows(page: Page) {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto('/')
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Open a file' }).click()
  await (await chooser).setFiles({ name: 'things.csv', mimeType: 'text/csv', buffer: Buffer.from(makeCsv()) })
  await page.getByRole('link', { name: 'Rows', exact: true }).click()
  await expect(page.getByRole('gridcell', { name: 'item 0', exact: true })).toBeVisible()
}

/** The shown cells of a column from the top, by its place among the shown columns. */
async function column(page: Page, index: number, count: number): Promise<string[]> {
  const cells = page.locator(`[role=gridcell][aria-colindex="${index + 2}"]`)
  return (await cells.allTextContents()).slice(0, count)
}

const head = (page: Page, name: string) => page.getByRole('columnheader', { name: new RegExp(`\\b${name}\\b`) })

async function chooseInMenu(page: Page, name: string, item: string) {
  await page.getByRole('button', { name: `Menu of ${name}` }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

async function filter(page: Page, name: string, word: string, value?: string) {
  await chooseInMenu(page, name, 'Filter…')
  const dialog = page.getByRole('dialog', { name: `Filter by ${name}` })
  await dialog.getByLabel(name, { exact: true }).selectOption({ label: word })
  if (value !== undefined) await dialog.getByLabel('Value').fill(value)
  await dialog.getByRole('button', { name: 'Filter' }).click()
}

test('rows are sorted, filtered and searched, and the address keeps it', async ({ page }) => {
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await openRows(page)

  await test.step('markup in a cell is text; cells that lost their text are marked', async () => {
    await expect(page.getByRole('gridcell', { name: '<img src=x onerror=alert(1)>' })).toBeVisible()
    expect(await page.getByRole('grid').locator('img').count()).toBe(0)
    await expect(page.locator('[role=gridcell][data-mark]')).toHaveAttribute(
      'title',
      /Was “inf”: Infinity is no number/,
    )
  })

  await test.step('a click on a head sorts up, down, not at all; Shift adds', async () => {
    const amount = head(page, 'amount').getByRole('button').first()
    await amount.click()
    await expect(head(page, 'amount')).toHaveAttribute('aria-sort', 'ascending')
    await expect.poll(() => column(page, 1, 3)).toEqual(['0', '1', '2'])
    await amount.click()
    await expect(head(page, 'amount')).toHaveAttribute('aria-sort', 'descending')
    await expect.poll(() => column(page, 1, 3)).toEqual(['400', '399', '398'])
    await page.getByRole('grid').focus()
    await page.keyboard.press('Control+ArrowDown')
    await expect(page.getByRole('gridcell', { name: 'missing' })).toHaveCount(2)
    await page.keyboard.press('Control+ArrowUp')
    await amount.click()
    await expect(head(page, 'amount')).toHaveAttribute('aria-sort', 'none')
    await head(page, 'colour').getByRole('button').first().click()
    await head(page, 'amount')
      .getByRole('button')
      .first()
      .click({ modifiers: ['Shift'] })
    await expect.poll(() => column(page, 2, 1)).toEqual(['blue'])
    const blue = Array.from({ length: 400 }, (_, i) => i).filter((i) => i % 3 === 2 && i !== 5)
    const least = blue.map((i) => (i * 7_919) % 401).sort((a, b) => a - b)
    await expect.poll(() => column(page, 1, 3)).toEqual(least.slice(0, 3).map(String))
    await page.getByRole('button', { name: 'Clear', exact: true }).click()
    await expect.poll(() => column(page, 0, 2)).toEqual(['item 0', 'item 1'])
  })

  await test.step('conditions and a search narrow the rows', async () => {
    await filter(page, 'colour', 'is', 'red')
    await expect(page.getByRole('heading', { name: '134 of 400 rows' })).toBeVisible()
    await filter(page, 'day', 'is before', '2020-03-01')
    await filter(page, 'agrees', 'is true')
    const left = Array.from({ length: 400 }, (_, i) => i).filter((i) => i % 3 === 0 && i % 12 < 2 && i % 2 === 1)
    expect(left).toEqual([])
    await expect(page.getByText('No row matches.')).toBeVisible()
    await expectAccessible(page, 'no row matches')
    await page.getByRole('button', { name: /^Remove the filter agrees/ }).click()
    await expect(page.getByRole('heading', { name: '34 of 400 rows' })).toBeVisible()
    await page.getByRole('grid').focus()
    await page.keyboard.press('/')
    await expect(page.getByLabel('Search the shown columns')).toBeFocused()
    await page.keyboard.type('ITEM 12')
    await expect(page.getByRole('heading', { name: '2 of 400 rows' })).toBeVisible()
    await expect(page.getByLabel('Search the shown columns')).toBeFocused()
    expect(await column(page, 0, 9)).toEqual(['item 12', 'item 120'])
    await expectAccessible(page, 'filtered rows')
  })

  await test.step('a reload and Back restore it', async () => {
    await page.reload()
    await expect(page.getByRole('heading', { name: '2 of 400 rows' })).toBeVisible()
    await expect(page.getByLabel('Search the shown columns')).toHaveValue('ITEM 12')
    await page.getByRole('link', { name: 'Columns', exact: true }).click()
    await expect(page.getByRole('grid')).toHaveCount(0)
    await page.goBack()
    await expect(page.getByRole('heading', { name: '2 of 400 rows' })).toBeVisible()
  })

  await test.step('a condition is changed by its words', async () => {
    await page.getByRole('button', { name: 'Clear', exact: true }).click()
    await filter(page, 'amount', '≥', 'much')
    await expect(page.getByRole('dialog')).toContainText('Enter a number such as 12.5.')
    await page.getByLabel('Value').fill('390')
    await page.getByRole('dialog').getByRole('button', { name: 'Filter' }).click()
    await expect(page.getByRole('heading', { name: '11 of 400 rows' })).toBeVisible()
    await page.getByRole('button', { name: 'amount ≥ 390', exact: true }).click()
    await page.getByLabel('Value').fill('400')
    await expectAccessible(page, 'filter dialog')
    await page.getByRole('dialog').getByRole('button', { name: 'Filter' }).click()
    await expect(page.getByRole('heading', { name: '1 of 400 rows' })).toBeVisible()
    await page.goBack()
    await expect(page.getByRole('heading', { name: '11 of 400 rows' })).toBeVisible()
  })

  expect(errors).toEqual([])
})

test('columns are frozen, hidden and resized, and stay so', async ({ page }) => {
  await openRows(page)
  const boxOf = async (name: string) => (await head(page, name).boundingBox())!

  await test.step('frozen columns stay in place', async () => {
    await chooseInMenu(page, 'amount', 'Freeze up to here')
    const before = await boxOf('amount')
    await page.getByRole('grid').evaluate((grid) => grid.scrollTo({ left: 10_000 }))
    await expect(head(page, 'h')).toBeInViewport({ ratio: 1 })
    expect(await boxOf('amount')).toEqual(before)
    await expect(page.getByRole('gridcell', { name: 'item 0', exact: true })).toBeInViewport()
    await expectAccessible(page, 'frozen columns')
    await page.getByRole('grid').evaluate((grid) => grid.scrollTo({ left: 0 }))
  })

  await test.step('the edge and the menu resize', async () => {
    const before = await boxOf('colour')
    const x = before.x + before.width
    const y = before.y + before.height / 2
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x + 60, y, { steps: 4 })
    await page.mouse.up()
    expect((await boxOf('colour')).width).toBeCloseTo(before.width + 60, 0)
    await page.getByRole('grid').focus()
    await page.keyboard.press('Control+Home')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Alt+ArrowDown')
    await page.getByRole('menuitem', { name: 'Narrower' }).focus()
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await boxOf('colour')).width).toBeCloseTo(before.width + 12, 0)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('grid')).toBeFocused()
  })

  await test.step('hidden columns can be had back, also after a reload', async () => {
    await chooseInMenu(page, 'note', 'Hide')
    await expect(head(page, 'note')).toHaveCount(0)
    await expect(page.getByRole('grid')).toHaveAttribute('aria-colcount', '14')
    const width = (await boxOf('colour')).width
    await page.reload()
    await expect(page.getByRole('button', { name: 'Columns, 1 hidden' })).toBeVisible()
    expect((await boxOf('colour')).width).toBe(width)
    await page.getByRole('button', { name: 'Columns, 1 hidden' }).click()
    await page.getByRole('menuitem', { name: 'Show note' }).click()
    await expect(head(page, 'note')).toBeVisible()
  })
})

test('cells are copied as text, and the view is exported with formulas made harmless', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await openRows(page)
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText())
  const grid = page.getByRole('grid')
  await grid.focus()

  await page.keyboard.press('Control+c')
  await expect(page.getByText('Copied name of row 1')).toBeVisible()
  expect(await clipboard()).toBe('item 0')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Control+c')
  await expect(page.getByText('Copied 2 rows by 2 columns')).toBeVisible()
  expect(await clipboard()).toBe(`item 0\t0\nitem 1\t${7_919 % 401}`)
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Control+c')
  await expect(page.getByText('Copied 400 rows by 14 columns')).toBeVisible()
  const copied = (await clipboard()).split('\n')
  expect(copied).toHaveLength(400)
  expect(copied[2]).toContain('\t=1+1\t')

  await chooseInMenu(page, 'name', 'Hide')
  await page.getByLabel('Search the shown columns').fill('note 3')
  await expect(page.getByRole('heading', { name: '111 of 400 rows' })).toBeVisible()
  await head(page, 'amount').getByRole('button').first().click()
  await expect(head(page, 'amount')).toHaveAttribute('aria-sort', 'ascending')
  const download = async () => {
    const started = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export CSV' }).click()
    const file = await started
    return { name: file.suggestedFilename(), lines: (await readFile(await file.path(), 'utf8')).trimEnd().split('\n') }
  }
  const some = await download()
  expect(some.name).toBe('things filtered.csv')
  expect(some.lines).toHaveLength(112)
  expect(some.lines[0]).toMatch(/^\ufeffamount,colour,day,agrees,note,a,/)
  const amounts = some.lines.slice(1).map((line) => Number(line.split(',')[0]))
  expect(amounts).toEqual(amounts.toSorted((a, b) => a - b))

  await page.getByLabel('Search the shown columns').fill('')
  await page.getByRole('button', { name: 'Clear', exact: true }).click()
  await expect(page.getByRole('heading', { name: '400 rows', exact: true })).toBeVisible()
  const all = await download()
  expect(all.name).toBe('things.csv')
  expect(all.lines[3]).toContain(`,"'=1+1",`)
})

test('a long search for the rows is shown, stopped and begun again', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto('/')
  // Texts of which none is another's, with letters among the digits: the longest sorting there is.
  let state = 1
  const word = () => {
    state = Math.imul(state, 48_271) % 2_147_483_647
    return `${Math.abs(state).toString(36)}q`
  }
  const csv = `word,other\n${Array.from({ length: 400_000 }, () => `${word()}${word()},x`).join('\n')}\n`
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Open a file' }).click()
  await (await chooser).setFiles({ name: 'words.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
  await page.getByRole('link', { name: 'Rows', exact: true }).click()
  const first = page.getByRole('gridcell').first()
  await expect(first).toHaveText(/q$/)
  const unsorted = await first.textContent()
  await head(page, 'word').getByRole('button').first().click()
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByText('Stopped before all rows were looked at.')).toBeVisible()
  await expect(page.getByRole('progressbar')).toHaveCount(0)
  await page.getByRole('button', { name: 'Find them again' }).click()
  await expect(page.getByRole('grid')).toHaveAttribute('aria-busy', 'false', { timeout: 60_000 })
  await expect(first).not.toHaveText(unsorted!)
  await expect(first).toHaveText(/q$/)
  const shown = await column(page, 0, 20)
  expect(shown).toEqual(shown.toSorted(new Intl.Collator('en', { numeric: true }).compare))
})
