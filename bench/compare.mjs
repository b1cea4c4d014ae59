import { execFileSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { dist, root } from '../scripts/paths.mjs'
import { serve } from '../scripts/serve.mjs'
import { launchProfile, serveSource } from './browser.mjs'
import { compareRecords, putRecords } from './compareRecords.mjs'
import { scriptPerFrame, traced } from './data/trace.mjs'

const FIRST_PORT = 4375
/** What a person takes for at once. */
const LIMIT_MS = 100
/** The 95th percentile of the twenty after a warm-up is the second longest. */
const ROUNDS = 21
/** Of forty moves each, after a warm-up. */
const HOVERS = 5

/** Until everything that an input set off has been drawn, also on a machine that is busy with other things. */
async function settle(page) {
  for (let frame = 0; frame < 10; frame++)
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 20))))
}

/**
 * What an interaction keeps the page's main thread busy with, from the input until nothing follows: processor time of script,
 * style and layout over all its frames.
 */
async function timeInteraction(browser, page, act) {
  const trace = await traced(browser, page, async () => {
    await act()
    await settle(page)
  })
  return scriptPerFrame(trace).reduce((sum, ms) => sum + ms, 0)
}

/** The same of the busiest frame while a pointer moves. */
async function timeHover(browser, page, locator) {
  const box = await locator.boundingBox()
  const trace = await traced(browser, page, async () => {
    for (let i = 1; i <= 40; i++)
      await page.mouse.move(box.x + (box.width * i) / 42, box.y + box.height * (0.3 + 0.01 * i))
    await settle(page)
  })
  return Math.max(...scriptPerFrame(trace))
}

/**
 * By the clock, from an input until the frame that shows what it set off is drawn, as the browser itself tells it of every
 * key and click (Event Timing; in steps of 8 ms, from 16 on).
 */
async function clockInteraction(page, act) {
  await page.evaluate(() => {
    globalThis.told = []
    globalThis.teller ??= new PerformanceObserver((list) => globalThis.told.push(...list.getEntries()))
    globalThis.teller.observe({ type: 'event', durationThreshold: 16 })
  })
  await act()
  await settle(page)
  return page.evaluate(() => {
    globalThis.teller.disconnect()
    return globalThis.told.reduce((most, { duration }) => Math.max(most, duration), 16)
  })
}

/** A key that sets off nothing is drawn within this where the machine is calm enough for the clock to tell of the page. */
const CALM_MS = 32

async function isCalm(page) {
  const values = []
  for (let round = 0; round < 10; round++) values.push(await clockInteraction(page, () => page.keyboard.press('Shift')))
  console.log(`  a key that sets off nothing: ${values.join(', ')} ms`)
  return p95(values) <= CALM_MS
}

const p95 = (values) => values.toSorted((a, b) => a - b)[Math.ceil(0.95 * values.length) - 1]

/** Interactions with comparisons as large as they come, in the built page. */
export async function benchCompare() {
  const env = { ...process.env }
  delete env.NODE_ENV
  const script = "import('./scripts/build.mjs').then((module) => module.buildIfStale())"
  execFileSync(process.execPath, ['--input-type=module', '--eval', script], { cwd: root, env, stdio: 'inherit' })
  const source = await serveSource()
  const { rowNotRun, timeRow } = await source.load('/bench/row.ts')
  const server = await serve({ root: dist, port: FIRST_PORT })
  const rows = []
  const put = (work, values) => {
    console.log(`  ${work}: ${values.map((ms) => ms.toFixed(0)).join(', ')} ms`)
    rows.push(timeRow({ work: `${work}, p95`, peer: 'limit', unit: 'ms' }, p95(values), LIMIT_MS, 1))
  }
  /** An interaction by processor time and by the clock; `ready` is done before each, and not timed. */
  const interact = async (page, browser, work, act, ready = () => {}) => {
    const [busy, clock] = [[], []]
    for (let round = 0; round < ROUNDS; round++) {
      await ready()
      busy.push(await timeInteraction(browser, page, act))
      await ready()
      clock.push(await clockInteraction(page, act))
    }
    put(work, busy.slice(1))
    if (await isCalm(page)) put(`${work}, by the clock`, clock.slice(1))
    else rows.push(rowNotRun({ work: `${work}, by the clock, p95`, peer: 'limit', unit: 'ms' }, 1))
  }
  const hover = async (page, browser, work, locator) => {
    const values = []
    for (let round = 0; round <= HOVERS; round++) values.push(await timeHover(browser, page, locator))
    put(work, values.slice(1))
  }
  const inPage = async (size, hash, work) => {
    const { context, page, close } = await launchProfile({ viewport: { width: 1440, height: 900 } })
    try {
      await page.goto(server.url, { waitUntil: 'networkidle' })
      await putRecords(page, compareRecords(size))
      await page.goto(`${server.url}#/experiment/bench/${hash}`)
      await page.reload({ waitUntil: 'networkidle' })
      await work(page, context.browser())
    } finally {
      await close()
    }
  }
  try {
    const ten = Array.from({ length: 10 }, (_, i) => `run-${i}`).join(',')
    await inPage({ runs: 10, epochs: 1_000 }, `compare?runs=${ten}`, async (page, browser) => {
      const what = '10 runs × 1,000 epochs: '
      const slider = page.getByRole('slider', { name: 'Smoothing' })
      await slider.scrollIntoViewIfNeeded()
      await page.waitForTimeout(1_000)
      await slider.focus()
      let step = 0
      await interact(page, browser, `${what}smoothing by a step`, () =>
        page.keyboard.press(step++ % 2 === 0 ? 'ArrowRight' : 'ArrowLeft'),
      )
      const log = page.getByRole('switch', { name: 'Log scale of losses' })
      await interact(page, browser, `${what}log axis`, () => log.click())
      const axes = ['Time', 'Share of training', 'Epochs']
      let along = 0
      await interact(page, browser, `${what}along something else`, () =>
        page
          .getByText(axes[along++ % axes.length], { exact: true })
          .first()
          .click(),
      )
      const chart = page.getByRole('application', { name: /^Validation loss of runs/ })
      await hover(page, browser, `${what}a frame under the pointer`, chart)
    })
    await inPage({ runs: 1_000, epochs: 0 }, 'explore', async (page, browser) => {
      const what = '1,000 runs: '
      const end = page.getByRole('slider', { name: 'Learning rate: lower end of what is chosen', exact: true })
      await end.waitFor()
      await page.waitForTimeout(1_000)
      await end.focus()
      let brushed = 0
      await interact(page, browser, `${what}brush by a step`, () =>
        page.keyboard.press(brushed++ % 2 === 0 ? 'ArrowUp' : 'ArrowDown'),
      )
      let item
      const openMenu = (next) => async () => {
        item = page.getByRole('menuitem', { name: next() })
        await page.getByRole('button', { name: 'Axis L2' }).click()
        await item.waitFor()
        await page.waitForTimeout(300)
      }
      let isFlipped = false
      await interact(
        page,
        browser,
        `${what}flip an axis`,
        () => item.click(),
        openMenu(() => {
          isFlipped = !isFlipped
          return isFlipped ? /^Flip/ : 'Low values below'
        }),
      )
      let isLog = true
      await interact(
        page,
        browser,
        `${what}log scale of an axis`,
        () => item.click(),
        openMenu(() => {
          isLog = !isLog
          return isLog ? 'Log scale' : 'Linear scale'
        }),
      )
      const scatter = page.getByRole('application').first()
      await scatter.scrollIntoViewIfNeeded()
      await hover(page, browser, `${what}a frame under the pointer of the scatter`, scatter)
    })
  } finally {
    await server.close()
    await source.close()
  }
  return { device: `${availableParallelism()} cores`, rows }
}
