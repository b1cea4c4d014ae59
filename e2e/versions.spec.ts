import { expect, type Page, test } from '@playwright/test'
import type { Dataset } from '../src/core/dataset/dataset.ts'
import { expectAccessible } from './axe.ts'
import { dropFiles } from './files.ts'
import { storedRecords } from './records.ts'

/** 300 rows of three classes, with a key and two numbers that tell the classes apart. */
function makeCsv(): string {
  const rows = Array.from({ length: 300 }, (_, i) => {
    const kind = ['ash', 'birch', 'cedar'][i % 3]
    return [`t-${String(i).padStart(3, '0')}`, (i % 3) * 10 + ((i * 7) % 8), (i * 37) % 101, kind].join(',')
  })
  return `tree,height,girth,kind\n${rows.join('\n')}\n`
}

const cell = (page: Page, row: number, column: number) =>
  page.locator(`[role=row][aria-rowindex="${row + 1}"] [role=gridcell][aria-colindex="${column + 2}"]`)

async function edit(page: Page, item: RegExp) {
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

/** Rows of the validation part of a run, by their keys: straight from the files, so that nothing of the page is believed. */
async function validationKeys(page: Page, runId: string, dataset: Dataset): Promise<number[]> {
  return page.evaluate(
    async ({ runId, rowIds, rows }) => {
      const read = async (path: string) => {
        const parts = path.split('/')
        let folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('assay')
        for (const part of parts.slice(0, -1)) folder = await folder.getDirectoryHandle(part)
        return (await (await folder.getFileHandle(parts.at(-1)!)).getFile()).arrayBuffer()
      }
      const places = new Uint32Array(await read(`runs/${runId}/validation.rows`))
      if (!rowIds) return [...places]
      // Small keys lie 32 bits wide, the rows first and a header after them.
      const keys = new Float32Array((await read(`columns/${rowIds.digest}`)).slice(0, rows * 4))
      return Array.from(places, (place) => keys[place]!)
    },
    { runId, rowIds: dataset.rowIds, rows: dataset.rows },
  )
}

test('rows are edited, compared, undone, and keep their part of the split', async ({ page }) => {
  test.setTimeout(240_000)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto('/')
  await dropFiles(page, { name: 'trees.csv', content: makeCsv() })
  await page.getByRole('link', { name: 'Rows', exact: true }).click()
  await expect(cell(page, 1, 0)).toHaveText('t-000')
  const grid = page.getByRole('grid')
  const version = (number: number) => page.getByRole('button', { name: `Version ${number}` })

  await test.step('a label is edited in place, with typed validation', async () => {
    await cell(page, 2, 1).dblclick()
    const height = page.getByRole('textbox', { name: 'height of row 2' })
    await expect(height).toBeFocused()
    await height.fill('tall')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('alert')).toHaveText('Enter a whole number such as 12, or nothing.')
    await expectAccessible(page, 'a cell with a problem')
    await page.keyboard.press('Escape')
    await expect(cell(page, 2, 1)).toHaveText('17')
    await expect(grid).toBeFocused()

    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await page.getByRole('combobox', { name: 'kind of row 2' }).fill('ash')
    await page.keyboard.press('Enter')
    await expect(version(1)).toBeVisible()
    await expect(cell(page, 2, 3)).toHaveText('ash')
    await expect(page.getByText('kind of row 2 is now ash.')).toBeVisible()
    await expect(grid).toBeFocused()
    await page.keyboard.press('ArrowDown')
    await expect(page.getByText('Row 3, kind')).toBeVisible()
  })

  await test.step('the undo leads back, the redo forth', async () => {
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(version(1)).toHaveCount(0)
    await expect(cell(page, 2, 3)).toHaveText('birch')
    await page.keyboard.press('Control+Shift+z')
    await page.getByRole('link', { name: 'Versions', exact: true }).click()
    await expect(page.getByRole('row', { name: /^v1 .*kind of row 2 is ash/ })).toBeVisible()
    await page.getByRole('link', { name: 'Go to v1' }).click()
    await expect(cell(page, 2, 3)).toHaveText('ash')
  })

  await test.step('marked rows are dropped and weighed; rows keep their numbers', async () => {
    await cell(page, 3, 0).click()
    await cell(page, 5, 0).click({ modifiers: ['Shift'] })
    await edit(page, /^Drop 3 rows/)
    await expect(version(2)).toBeVisible()
    await expect(page.getByRole('heading', { name: '297 rows' })).toBeVisible()
    await expect(cell(page, 3, 0)).toHaveText('t-005')
    await expect(page.locator('[role=row][aria-rowindex="4"] [role=rowheader]')).toHaveText('6')
    await cell(page, 3, 0).click()
    await edit(page, /^Set the weight of row 6/)
    const dialog = page.getByRole('dialog', { name: 'Set the weight of row 6' })
    await dialog.getByRole('textbox', { name: 'Weight' }).fill('-1')
    await page.keyboard.press('Enter')
    await expect(dialog).toContainText('Enter a number of 0 or more')
    await expectAccessible(page, 'weight')
    await dialog.getByRole('textbox', { name: 'Weight' }).fill('2')
    await page.keyboard.press('Enter')
    await expect(version(3)).toBeVisible()
    await expect(page.getByText('counts 2 in training')).toBeVisible()
    await expectAccessible(page, 'weighted rows')
  })

  await test.step('all rows that a filter shows are dropped at once', async () => {
    await page.getByLabel('Search the shown columns').fill('t-29')
    await expect(page.getByRole('heading', { name: '10 of 297 rows' })).toBeVisible()
    await edit(page, /^Drop the 10 rows shown/)
    await expect(version(4)).toBeVisible()
    await expect(page.getByText('No row matches.')).toBeVisible()
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await expect(page.getByRole('heading', { name: '287 rows' })).toBeVisible()
  })

  await test.step('the versions are drawn, and any two are compared', async () => {
    await page.getByRole('link', { name: 'Versions', exact: true }).click()
    await expect(
      page.getByRole('img', { name: '5 versions, each joined to the one that it was made of' }),
    ).toBeVisible()
    await expect(page.getByText('10 rows removed; the cells of 287 rows are the same.')).toBeVisible()
    await page.getByRole('button', { name: 'Compare v0 with v4' }).click()
    await expect(
      page.getByText('13 rows removed, 1 row changed in kind, 1 row reweighted; the cells of 286 rows are the same.'),
    ).toBeVisible()
    const changed = page.getByRole('region', { name: 'Rows changed', exact: true })
    await expect(changed.getByRole('row').nth(1)).toHaveText(/2\s*kind\s*birch\s*ash/)
    await expectAccessible(page, 'versions')
    await page.reload()
    await expect(page.getByText('13 rows removed, 1 row changed in kind')).toBeVisible()
    await page.getByLabel('Rows matched by').click()
    await page.getByRole('option', { name: 'tree', exact: true }).click()
    await expect(page.getByText(/matched by tree\./)).toBeVisible()
    await expect(changed.getByRole('row').nth(1)).toHaveText(/t-001\s*kind\s*birch\s*ash/)
  })

  await test.step('trained on the first and on the last version, every row that is left is in the same part', async () => {
    const train = async (datasetId: string) => {
      await page.goto(`/#/ask/${datasetId}?target=kind`)
      await page.getByRole('button', { name: 'Ask this question' }).click()
      for (const name of [/Logistic regression/, /Gradient boosting/, /Neural network/])
        await page.getByRole('checkbox', { name }).uncheck()
      await page.getByRole('button', { name: 'Train 1 model' }).click()
      const runOf = async () =>
        (await storedRecords(page, 'run')).find(
          (run) => run.spec.question.datasetId === datasetId && run.status === 'done',
        )
      await expect.poll(async () => (await runOf())?.status, { timeout: 60_000 }).toBe('done')
      return (await runOf())!
    }
    const datasets = await storedRecords(page, 'dataset')
    const byVersion = (number: number) => datasets.find((dataset) => dataset.version === number)!
    const [v0, v4] = [byVersion(0), byVersion(4)]
    const [first, last] = [await train(v0.id), await train(v4.id)]
    expect(last.spec.question.split).toEqual(first.spec.question.split)
    expect(first.spec.question.split.kind).toBe('stratified')
    const before = await validationKeys(page, first.id, v0)
    const after = await validationKeys(page, last.id, v4)
    const dropped = new Set([2, 3, 4, ...Array.from({ length: 10 }, (_, i) => 290 + i)])
    expect(after).toEqual(before.filter((key) => !dropped.has(key)))
    expect(after.length).toBeGreaterThan(30)
    await page.goto(`/#/data/${v4.id}/versions`)
    await expect(page.getByRole('row', { name: /^v4 / }).getByText('1 run')).toBeVisible()
  })

  expect(errors).toEqual([])
})

test('two files are compared by a key, and going back to a version loses none', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto('/')
  await dropFiles(page, { name: 'old.csv', content: 'id,price\na1,10\na2,20\na3,30\n' })
  await expect(page.getByRole('heading', { level: 1, name: /old/ })).toBeVisible()
  await page.getByRole('link', { name: 'Versions', exact: true }).click()
  await expect(page.getByText('There is one version so far.')).toBeVisible()
  await expectAccessible(page, 'one version')
  await page.goto('/')
  await dropFiles(page, { name: 'new.csv', content: 'price,id,note\n25,a2,x\n10,a1,y\n40,a4,z\n40,a4,w\n' })
  await expect(page.getByRole('heading', { level: 1, name: /new/ })).toBeVisible()
  await page.getByRole('link', { name: 'Versions', exact: true }).click()
  await page.getByLabel('From', { exact: true }).selectOption({ label: 'old' })
  await page.getByLabel('Rows matched by').click()
  await page.getByRole('option', { name: 'id', exact: true }).click()
  await expect(
    page.getByText(
      '2 rows added, 1 row removed, 1 row changed in price; the cells of 1 row are the same. Column note added, id is category, was identifier.',
    ),
  ).toBeVisible()
  await expect(page.getByText(/1 row has a key that another row has/)).toContainText('such as a4')
  await expectAccessible(page, 'two files')

  await page.getByRole('link', { name: 'Rows', exact: true }).click()
  await cell(page, 1, 0).click()
  await edit(page, /^Drop row 1/)
  await expect(page.getByRole('button', { name: 'Version 1' })).toBeVisible()
  await page.getByRole('link', { name: 'Versions', exact: true }).click()
  await page.getByRole('link', { name: 'Go back to v0' }).click()
  await expect(page.getByRole('heading', { name: '4 rows', exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Version 0' })).toBeVisible()
})
