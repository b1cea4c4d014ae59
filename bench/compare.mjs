import { execFileSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { dist, root } from '../scripts/paths.mjs'
import { serve } from '../scripts/serve.mjs'
import { launchProfile } from './browser.mjs'
import { compareRecords, putRecords } from './compareRecords.mjs'
import { scriptPerFrame, traced } from './data/trace.mjs'

const FIRST_PORT = 4375
/** What a person takes for at once. */
const LIMIT_MS = 100
const ROUNDS = 6

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
      rowOf(
        `${what}smoothing by a step`,
        await rounds('smoothing', () => timeInteraction(browser, page, () => page.keyboard.press('ArrowRight'))),
      )
      const log = page.getByRole('switch', { name: 'Log scale of losses' })
      rowOf(`${what}log axis`, await rounds('log axis', () => timeInteraction(browser, page, () => log.click())))
      const axes = ['Time', 'Share of training', 'Epochs', 'Time', 'Share of training', 'Epochs']
      rowOf(
        `${what}along something else`,
        await rounds('along', () =>
          timeInteraction(browser, page, () => page.getByText(axes.shift(), { exact: true }).first().click()),
        ),
      )
      const chart = page.getByRole('img', { name: /^Validation loss of runs/ })
      rowOf(`${what}a frame under the pointer`, await rounds('hover', () => timeHover(browser, page, chart)))
    })
    await inPage({ runs: 1_000, epochs: 0 }, 'explore', async (page, browser) => {
      const what = '1,000 runs: '
      const end = page.getByRole('slider', { name: 'Learning rate: lower end of what is chosen' })
      await end.waitFor()
      await page.waitForTimeout(1_000)
      await end.focus()
      rowOf(
        `${what}brush by a step`,
        await rounds('brush', () => timeInteraction(browser, page, () => page.keyboard.press('ArrowUp'))),
      )
      const menu = async (item) => {
        await page.getByRole('button', { name: 'Axis L2' }).click()
        await page.getByRole('menuitem', { name: item }).waitFor()
        await page.waitForTimeout(300)
        return timeInteraction(browser, page, () => page.getByRole('menuitem', { name: item }).click())
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
      rowOf(
        `${what}a frame under the pointer of the scatter`,
        await rounds('hover', () => timeHover(browser, page, scatter)),
      )
    })
  } finally {
    await server.close()
  }
  return { device: `${availableParallelism()} cores`, rows }
}
