import { readFile } from 'node:fs/promises'
import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { dropFiles } from './files.ts'
import { storedRecords } from './records.ts'

/** The same numbers from 0 to 1 every time (Park and Miller 1988). */
function numbers(): () => number {
  let state = 1
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

/** Trees of 14 kinds by two measures that tell them apart, but for the last two, which overlap. */
function trees(rows: number): string {
  const random = numbers()
  const lines = Array.from({ length: rows }, (_, i) => {
    const kind = i % 14
    const spread = kind > 11 ? 2.6 : 0.8
    const [height, girth] = [kind % 4, Math.floor(kind / 4)].map((at) =>
      (2 * at + spread * (random() - 0.5)).toFixed(3),
    )
    return `${height},${girth},kind ${String(kind + 1).padStart(2, '0')}`
  })
  return ['height,girth,kind', ...lines].join('\n')
}

/** Houses whose price goes by their size, and a little by chance. */
function houses(rows: number): string {
  const random = numbers()
  const lines = Array.from({ length: rows }, () => {
    const [size, age] = [40 + 160 * random(), 80 * random()]
    return `${size.toFixed(1)},${age.toFixed(1)},${(3 * size - age + 60 * random()).toFixed(2)}`
  })
  return ['size,age,price', ...lines].join('\n')
}

/** Drops a table, trains its baseline and its linear model, and opens the charts of the latter. */
async function openCharts(page: Page, content: string, target: string): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto('/')
  await dropFiles(page, { name: 'table.csv', content })
  await expect.poll(async () => (await storedRecords(page, 'dataset')).length).toBe(1)
  const [dataset] = await storedRecords(page, 'dataset')
  await page.goto(`/#/ask/${dataset!.id}?target=${target}`)
  await page.getByRole('button', { name: 'Ask this question' }).click()
  for (const name of ['Neural network', 'Gradient boosting']) await page.getByRole('checkbox', { name }).uncheck()
  await page.getByRole('button', { name: 'Train 2 models' }).click()
  await expect
    .poll(async () => (await storedRecords(page, 'run')).map(({ status }) => status), { timeout: 60_000 })
    .toEqual(['done', 'done'])
  const runs = (await storedRecords(page, 'run')).toSorted((a, b) => a.createdAt - b.createdAt)
  await page.goto(`/#/run/${runs[1]!.id}`)
  await page.getByRole('link', { name: 'Charts', exact: true }).click()
}

async function save(page: Page, chart: string, as: string): Promise<{ name: string; content: Buffer }> {
  await page.getByRole('button', { name: `Save: ${chart}`, exact: true }).click()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: as }).click()])
  return { name: file.suggestedFilename(), content: await readFile(await file.path()) }
}

/** What a saved drawing has, as a browser reads it. */
async function readDrawing(page: Page, { content }: { content: Buffer }) {
  return page.evaluate((text) => {
    const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement
    return {
      root: root.tagName,
      title: root.querySelector('title')?.textContent,
      faces: root.querySelector('style')?.textContent?.match(/@font-face/g)?.length ?? 0,
      texts: [...root.querySelectorAll('text')].map((each) => each.textContent),
      size: [Number(root.getAttribute('width')), Number(root.getAttribute('height'))],
      isBound: /var\(|NaN|https?:\/\/(?!www\.w3\.org)/.test(text),
    }
  }, content.toString('utf8'))
}

/** Width and height of a PNG, from its header (ISO/IEC 15948, 11.2.2). */
function sizeOfPicture({ content }: { content: Buffer }): [number, number] {
  expect(content.subarray(1, 4).toString('latin1')).toBe('PNG')
  return [content.readUInt32BE(16), content.readUInt32BE(20)]
}

async function expectNoSideways(page: Page): Promise<void> {
  await page.setViewportSize({ width: 900, height: 900 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
}

test('the charts of several classes: one against all others stands in the address, and the confused come first', async ({
  page,
}) => {
  test.setTimeout(120_000)
  await openCharts(page, trees(1_400), 'kind')
  await expect(page.getByText(/^AUC .* the mean over 14 classes/)).toBeVisible()
  await page.getByRole('combobox', { name: 'Class' }).selectOption({ label: 'kind 12 against all others' })
  await expect(page).toHaveURL(/of=kind/)
  await expect(page.getByText('by the probability of kind 12 that was said', { exact: false })).toBeVisible()
  await page.reload()
  await expect(page.getByText('by the probability of kind 12 that was said', { exact: false })).toBeVisible()

  const matrix = page.getByRole('region', { name: 'Confusion matrix' })
  const names = await matrix.getByRole('rowheader').allTextContents()
  expect(names).toHaveLength(14)
  expect(names.slice(0, 2)).toEqual(['kind 13', 'kind 14'])
  await expectAccessible(page, 'charts of several classes')

  const drawing = await save(page, 'Confusion matrix', 'Drawing (SVG)')
  expect(drawing.name).toBe('confusion-matrix.svg')
  const read = await readDrawing(page, drawing)
  expect(read).toMatchObject({ root: 'svg', isBound: false })
  expect(read.title).toMatch(/^Confusion matrix, .*\. [\d,]+ of [\d,]+ rows right\./)
  expect(read.faces).toBeGreaterThan(0)
  expect(read.texts).toEqual(expect.arrayContaining(names))
  expect(sizeOfPicture(await save(page, 'Confusion matrix', 'Picture (PNG)'))).toEqual(
    read.size.map((side) => 2 * side),
  )

  const [head, ...pairs] = (await save(page, 'Confusion matrix', 'Values (CSV)')).content
    .toString('utf8')
    .trim()
    .split('\n')
  expect(head).toBe('Was,Called,Rows,Share of what it was')
  const rows = pairs.reduce((sum, line) => sum + Number(line.split(',')[2]), 0)
  await expect(page.getByText(new RegExp(`of ${rows.toLocaleString('en')} rows right`))).toBeVisible()
  await expectNoSideways(page)
  // Names stay in sight while the matrix scrolls within its frame.
  const box = (await matrix.boundingBox())!
  await matrix.evaluate((element) => element.scrollTo(400, 400))
  const first = (await matrix.getByRole('rowheader').last().boundingBox())!
  expect(Math.abs(first.x - box.x)).toBeLessThan(2)
})

test('the charts of a regression, and files of one', async ({ page }) => {
  test.setTimeout(120_000)
  await openCharts(page, houses(600), 'price')
  for (const chart of ['Residuals', 'Spread of residuals', 'Residuals and the normal distribution'])
    await expect(page.getByRole('button', { name: `Save: ${chart}`, exact: true })).toBeVisible()
  await expectAccessible(page, 'charts of a regression')
  const chart = 'Residuals'
  const read = await readDrawing(page, await save(page, chart, 'Drawing (SVG)'))
  expect(read).toMatchObject({ root: 'svg', isBound: false })
  expect(read.title).toContain(chart)
  expect(read.faces).toBeGreaterThan(0)
  expect(sizeOfPicture(await save(page, chart, 'Picture (PNG)'))).toEqual(read.size.map((side) => 2 * side))
  const lines = (await save(page, chart, 'Values (CSV)')).content.toString('utf8').trim().split('\n')
  expect(lines.length).toBeGreaterThan(10)
  expect(new Set(lines.map((line) => line.split(',').length)).size).toBe(1)
  await expectNoSideways(page)
})
