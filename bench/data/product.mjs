import { execFileSync } from 'node:child_process'
import { dist, root } from '../../scripts/paths.mjs'
import { serve } from '../../scripts/serve.mjs'
import { launchProfile } from '../browser.mjs'
import { scriptPerFrame, traced } from './trace.mjs'

const FIRST_PORT = 4374
const COLUMNS = 'section[aria-labelledby="columns-title"] tbody tr'
const CELLS = '[role="row"][aria-busy="false"] [role="gridcell"]'
const LOAD_MS = 5 * 60_000

/** Runs in the page before anything of its own: notes when a file was dropped, and when columns and cells were drawn. */
function watch([columns, cells]) {
  const marks = { dropped: undefined, columns: undefined, cells: undefined }
  globalThis.benchMarks = marks
  addEventListener('drop', () => (marks.dropped = performance.now()), true)
  const note = (name, selector) => {
    if (marks[name] !== undefined || !document.querySelector(selector)) return
    marks[name] = Number.NaN
    // What is in the document now is drawn by the end of the next frame.
    requestAnimationFrame(() => setTimeout(() => (marks[name] = performance.now())))
  }
  const observer = new MutationObserver(() => {
    note('columns', columns)
    note('cells', cells)
    // From here on nothing of the bench runs in the page.
    if (marks.cells !== undefined) observer.disconnect()
  })
  observer.observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ['aria-busy'] })
}

const marked = async (page, name) => {
  await page.waitForFunction((each) => globalThis.benchMarks[each] > 0, name, { timeout: LOAD_MS })
  return page.evaluate(() => globalThis.benchMarks)
}

/** In a process of its own: the server of the source has put this one into development, and React would be built so. */
export function buildProduct() {
  const env = { ...process.env }
  delete env.NODE_ENV
  const script = "import('./scripts/build.mjs').then((module) => module.buildIfStale())"
  execFileSync(process.execPath, ['--input-type=module', '--eval', script], { cwd: root, env, stdio: 'inherit' })
}

/** A first visit each round: a fresh profile with the built product open, idle. */
async function inProduct(rounds, work) {
  buildProduct()
  const server = await serve({ root: dist, port: FIRST_PORT })
  try {
    for (let round = 0; round < rounds; round++) {
      const { context, page, close } = await launchProfile({ viewport: { width: 1440, height: 900 } })
      try {
        await page.addInitScript(watch, [COLUMNS, CELLS])
        await page.goto(server.url, { waitUntil: 'networkidle' })
        await work({ page, browser: context.browser(), session: await context.newCDPSession(page) }, round)
      } finally {
        await close()
      }
    }
  } finally {
    await server.close()
  }
}

/** Drops a file of the disk onto the page, as a hand does. */
async function drop(session, path) {
  const data = { items: [], files: [path], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'])
    await session.send('Input.dispatchDragEvent', { type, x: 700, y: 450, data })
}

/** From the drop of a small file until its columns are drawn. */
export async function measureDrop(path) {
  const values = []
  await inProduct(6, async ({ page, session }, round) => {
    await drop(session, path)
    const { dropped, columns } = await marked(page, 'columns')
    console.log(`  ${(columns - dropped).toFixed(0)} ms`)
    if (round > 0) values.push(columns - dropped)
  })
  return [{ work: '1.5 MB file, drop to columns drawn', unit: 'ms', values, limit: 200 }]
}

/** A dataset's rows by their address: from the start of navigation until cells are drawn. */
export async function measureReopen(path) {
  const values = []
  await inProduct(1, async ({ page, session }) => {
    await drop(session, path)
    await marked(page, 'columns')
    await page.getByRole('link', { name: 'Rows', exact: true }).click()
    await marked(page, 'cells')
    for (let round = 0; round < 6; round++) {
      await page.reload()
      const { cells } = await marked(page, 'cells')
      console.log(`  ${cells.toFixed(0)} ms`)
      if (round > 0) values.push(cells)
    }
  })
  return [{ work: 'reopen 1M × 20, rows drawn', unit: 'ms', values, limit: 1000 }]
}

/** Whether the page stays smooth while a large file is read, and while its rows are scrolled. */
export async function measureSmoothness(path) {
  const loads = []
  const scrolls = []
  await inProduct(3, async ({ page, browser, session }) => {
    const load = await traced(browser, page, async () => {
      await drop(session, path)
      await marked(page, 'columns')
    })
    await page.getByRole('link', { name: 'Rows', exact: true }).click()
    await marked(page, 'cells')
    const scroll = await traced(browser, page, () => scrollAbout(page))
    const frames = scriptPerFrame(scroll).toSorted((a, b) => a - b)
    const p95 = frames[Math.floor(0.95 * (frames.length - 1))]
    loads.push(load)
    scrolls.push({ ...scroll, p95 })
    console.log(`  loading: ${wordsOf(load)}`)
    console.log(`  scrolling: ${wordsOf(scroll)}; ${frames.length} frames, p95 ${p95.toFixed(1)} ms`)
  })
  const row = (work, traces, part, limit) => ({ work, unit: 'ms', values: traces.map((each) => each[part]), limit })
  return [
    row('longest main-thread task, loading 1M × 20', loads, 'longestTaskMs', 50),
    row('longest main-thread task, loading 1M × 20, processor time', loads, 'longestBusyMs', 50),
    row('longest main-thread task, scrolling 1M rows', scrolls, 'longestTaskMs', 50),
    row('longest main-thread task, scrolling 1M rows, processor time', scrolls, 'longestBusyMs', 50),
    row('script and layout per frame, p95, scrolling 1M rows', scrolls, 'p95', 8),
  ]
}

const wordsOf = ({ longestTaskMs, longestBusyMs }) =>
  `longest task ${longestTaskMs.toFixed(0)} ms, by processor time ${longestBusyMs.toFixed(0)} ms`

/** By the wheel at the pace of a finger, by the keyboard, and to far places at once. */
async function scrollAbout(page) {
  const grid = page.getByRole('grid')
  await grid.hover()
  for (let i = 0; i < 200; i++) {
    await page.mouse.wheel(0, 120)
    await page.waitForTimeout(16)
  }
  await grid.focus()
  for (const key of ['Control+End', 'Control+Home']) await grid.press(key)
  for (let i = 0; i < 40; i++) {
    await grid.press('PageDown')
    await page.waitForTimeout(50)
  }
  for (let i = 0; i < 20; i++) {
    await grid.evaluate(
      (element, share) => {
        element.scrollTop = share * element.scrollHeight
      },
      (i * 0.37) % 1,
    )
    await page.waitForTimeout(100)
  }
}
