import { execFileSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { dist, root } from '../scripts/paths.mjs'
import { serve } from '../scripts/serve.mjs'
import { launchProfile } from './browser.mjs'
import { compareRecords, putRecords } from './compareRecords.mjs'

const FIRST_PORT = 4375
/** What a person takes for at once. */
const LIMIT_MS = 100
/** The browser tells of no interaction that took less. */
const LEAST_MS = 16
const ROUNDS = 6

/** Runs in the page before anything of its own: notes from every key or click to the frame that shows what came of it. */
function watch(least) {
  globalThis.benchEvents = []
  globalThis.benchFrames = []
  const keep = (list, into) => into.push(...list.getEntries())
  new PerformanceObserver((list) => keep(list, globalThis.benchEvents)).observe({
    type: 'event',
    durationThreshold: least,
  })
  new PerformanceObserver((list) => keep(list, globalThis.benchFrames)).observe({ type: 'long-animation-frame' })
}

/** The longest of an interaction's events (down, up, click), to the next paint; as the browser's Event Timing has it. */
async function timeInteraction(page, act) {
  await page.evaluate(() => {
    globalThis.benchEvents.length = 0
  })
  await act()
  // Told after the frame, at the browser's leisure.
  await page.waitForTimeout(400)
  return page.evaluate(
    (least) =>
      Math.max(
        least,
        ...globalThis.benchEvents.filter(({ interactionId }) => interactionId > 0).map(({ duration }) => duration),
      ),
    LEAST_MS,
  )
}

/** The longest frame while a pointer moves; the browser tells of none below 50 ms. */
async function timeHover(page, locator) {
  const box = await locator.boundingBox()
  await page.evaluate(() => {
    globalThis.benchFrames.length = 0
  })
  for (let i = 1; i <= 40; i++)
    await page.mouse.move(box.x + (box.width * i) / 42, box.y + box.height * (0.3 + 0.01 * i))
  await page.waitForTimeout(400)
  return page.evaluate(() => Math.max(50, ...globalThis.benchFrames.map(({ duration }) => duration)))
}

async function rounds(name, act) {
  const values = []
  for (let round = 0; round < ROUNDS; round++) {
    const ms = await act()
    console.log(`  ${name}: ${ms.toFixed(0)} ms${round === 0 ? ' (warm-up)' : ''}`)
    if (round > 0) values.push(ms)
  }
  return values
}

/** Interactions with comparisons as large as they come, in the built page. */
export async function benchCompare() {
  const env = { ...process.env }
  delete env.NODE_ENV
  const script = "import('./scripts/build.mjs').then((module) => module.buildIfStale())"
  execFileSync(process.execPath, ['--input-type=module', '--eval', script], { cwd: root, env, stdio: 'inherit' })
  const server = await serve({ root: dist, port: FIRST_PORT })
  const rows = []
  const rowOf = (work, values) => {
    const ours = values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
    rows.push({
      work,
      peer: 'limit',
      ours: Math.round(ours),
      theirs: LIMIT_MS,
      unit: 'ms',
      ratio: Number((LIMIT_MS / ours).toPrecision(3)),
      goal: '≥ 1',
      met: ours <= LIMIT_MS,
    })
  }
  const inPage = async (size, hash, work) => {
    const { page, close } = await launchProfile({ viewport: { width: 1440, height: 900 } })
    try {
      await page.addInitScript(watch, LEAST_MS)
      await page.goto(server.url, { waitUntil: 'networkidle' })
      await putRecords(page, compareRecords(size))
      await page.goto(`${server.url}#/experiment/bench/${hash}`)
      await page.reload({ waitUntil: 'networkidle' })
      await work(page)
    } finally {
      await close()
    }
  }
  try {
    const ten = Array.from({ length: 10 }, (_, i) => `run-${i}`).join(',')
    await inPage({ runs: 10, epochs: 1_000 }, `compare?runs=${ten}`, async (page) => {
      const what = '10 runs × 1,000 epochs: '
      const slider = page.getByRole('slider', { name: 'Smoothing' })
      await slider.scrollIntoViewIfNeeded()
      await page.waitForTimeout(1_000)
      await slider.focus()
      rowOf(
        `${what}smoothing by a step`,
        await rounds('smoothing', () => timeInteraction(page, () => page.keyboard.press('ArrowRight'))),
      )
      const log = page.getByRole('switch', { name: 'Log scale of losses' })
      rowOf(`${what}log axis`, await rounds('log axis', () => timeInteraction(page, () => log.click())))
      const axes = ['Time', 'Share of training', 'Epochs', 'Time', 'Share of training', 'Epochs']
      rowOf(
        `${what}along something else`,
        await rounds('along', () =>
          timeInteraction(page, () => page.getByText(axes.shift(), { exact: true }).first().click()),
        ),
      )
      const chart = page.getByRole('img', { name: /^Validation loss of runs/ })
      rowOf(`${what}a frame under the pointer`, await rounds('hover', () => timeHover(page, chart)))
    })
    await inPage({ runs: 1_000, epochs: 0 }, 'explore', async (page) => {
      const what = '1,000 runs: '
      const end = page.getByRole('slider', { name: 'Learning rate: lower end of what is chosen' })
      await end.waitFor()
      await page.waitForTimeout(1_000)
      await end.focus()
      rowOf(
        `${what}brush by a step`,
        await rounds('brush', () => timeInteraction(page, () => page.keyboard.press('ArrowUp'))),
      )
      const menu = async (item) => {
        await page.getByRole('button', { name: 'Axis L2' }).click()
        await page.getByRole('menuitem', { name: item }).waitFor()
        await page.waitForTimeout(300)
        return timeInteraction(page, () => page.getByRole('menuitem', { name: item }).click())
      }
      let isFlipped = false
      rowOf(
        `${what}flip an axis`,
        await rounds('flip', () => {
          isFlipped = !isFlipped
          return menu(isFlipped ? /^Flip/ : 'Low values below')
        }),
      )
      let isLog = true
      rowOf(
        `${what}log scale of an axis`,
        await rounds('log scale', () => {
          isLog = !isLog
          return menu(isLog ? 'Log scale' : 'Linear scale')
        }),
      )
      const scatter = page.getByRole('application')
      await scatter.scrollIntoViewIfNeeded()
      rowOf(`${what}a frame under the pointer of the scatter`, await rounds('hover', () => timeHover(page, scatter)))
    })
  } finally {
    await server.close()
  }
  return { device: `${availableParallelism()} cores`, rows }
}
