import { expect, type Page, test } from '@playwright/test'
import { dropFiles, dropLarge } from './files.ts'
import { storedRecords } from './records.ts'

const PETS = 'name,legs\nant,6\ncat,4\nbee,6\nowl,2\n'
const LARGE_ROWS = 300_000

async function openPets(page: Page) {
  await page.goto('/')
  await dropFiles(page, { name: 'pets.csv', content: PETS })
  await expect(page.getByRole('heading', { level: 1, name: /pets/ })).toBeVisible()
  await expect.poll(async () => (await storedRecords(page, 'dataset')).length).toBe(1)
}

/** The pets are whole: their rows come from what is stored. */
async function expectPets(page: Page) {
  await page.goto('/')
  await page.reload()
  await page.getByRole('link', { name: /pets/ }).first().click()
  await page.getByRole('link', { name: 'Rows', exact: true }).click()
  await expect(page.getByRole('grid').getByText('owl')).toBeVisible()
}

/** Names of the files in which columns are stored: each its own, or several in a pack. */
function storedFiles(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('assay')
    const names: string[] = []
    for (const folder of ['columns', 'packs', 'temporary']) {
      const handle = await root.getDirectoryHandle(folder, { create: true })
      for await (const name of (handle as unknown as { keys(): AsyncIterable<string> }).keys())
        names.push(`${folder}/${name}`)
    }
    return names.sort()
  })
}

test('a full disk is said with what helps, and what was kept stays', async ({ page, context }) => {
  await openPets(page)
  const before = await storedFiles(page)
  const session = await context.newCDPSession(page)
  const origin = new URL(page.url()).origin
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1_500_000 })
  await dropLarge(page, 'large.csv', LARGE_ROWS)
  await expect(page.getByRole('alert')).toContainText('no room left', { timeout: 30_000 })
  expect((await storedRecords(page, 'dataset')).map(({ name }) => name)).toEqual(['pets'])
  await expect.poll(() => storedFiles(page)).toEqual(before)
  await session.send('Storage.overrideQuotaForOrigin', { origin })
  await expectPets(page)
})

test('a tab closed while it reads leaves what was there, and nothing else', async ({ page, context }) => {
  await openPets(page)
  const before = await storedFiles(page)
  await dropLarge(page, 'large.csv', LARGE_ROWS)
  await expect(page.getByRole('progressbar')).toBeVisible()
  await page.close()
  const other = await context.newPage()
  await expectPets(other)
  expect((await storedRecords(other, 'dataset')).map(({ name }) => name)).toEqual(['pets'])
  await expect.poll(() => storedFiles(other)).toEqual(before)
})

test('other data can be looked at while a large file is read', async ({ page }) => {
  await openPets(page)
  // So large that it is still being read when a busy machine has drawn the other data.
  await dropLarge(page, 'large.csv', LARGE_ROWS * 15)
  await expect(page.getByRole('progressbar')).toBeVisible()
  await page.getByRole('link', { name: 'Rows', exact: true }).click()
  await expect(page.getByRole('grid').getByText('owl')).toBeVisible()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('progressbar')).toHaveCount(0)
  expect((await storedRecords(page, 'dataset')).map(({ name }) => name)).toEqual(['pets'])
})

test('a damaged column is named with its cure, and the cure repairs it', async ({ page }) => {
  await openPets(page)
  const [dataset] = await storedRecords(page, 'dataset')
  const { digest } = dataset!.columns[1]!
  await page.evaluate(async (name) => {
    const root = await navigator.storage.getDirectory()
    const columns = await (await root.getDirectoryHandle('assay')).getDirectoryHandle('columns')
    const file = await (await columns.getFileHandle(name)).createWritable({ keepExistingData: true })
    await file.write({ type: 'write', position: 3, data: new Uint8Array([1, 2, 3]) })
    await file.close()
  }, digest)
  await test.step('its rows are not shown as if they were right', async () => {
    await page.reload()
    await page.getByRole('link', { name: 'Rows', exact: true }).click()
    await expect(page.getByRole('alert')).toContainText('The stored column “legs” of pets is damaged.')
    await page.getByRole('link', { name: 'Columns', exact: true }).click()
  })
  await page.getByRole('button', { name: /^Type of legs/ }).click()
  await page.getByRole('menuitemradio', { name: /^text/ }).click()
  await expect(page.getByRole('alert')).toContainText(
    'The stored column “legs” of pets is damaged. Load pets.csv again',
  )
  await page.getByRole('alert').getByRole('button', { name: 'Close' }).click()
  await dropFiles(page, { name: 'pets.csv', content: PETS })
  await expect(page.getByRole('progressbar')).toHaveCount(0)
  await page.getByRole('button', { name: /^Type of legs/ }).click()
  await page.getByRole('menuitemradio', { name: /^text/ }).click()
  await expect(page.getByRole('button', { name: /^Type of legs: text/ })).toBeVisible()
})
