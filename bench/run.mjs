import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createServer } from 'vite'
import { root } from '../scripts/paths.mjs'
import { benchBoard } from './board.mjs'
import { launch, serveSource } from './browser.mjs'
import { benchCompare } from './compare.mjs'
import { benchData, PARTS } from './data/driver.mjs'
import { benchLinear } from './linear.mjs'
import { measureWeight } from './weight.mjs'

const TIMEOUT_MS = 20 * 60_000

/** Runs bench/<name>.ts, or parts of it, in a page served from source, and gives what it returns. */
async function inChromium(name, only) {
  const source = await serveSource()
  const browser = await launch()
  try {
    const page = await browser.newPage()
    page.on('console', (message) => console.log(`  ${message.text()}`))
    page.on('pageerror', (error) => console.error(error))
    await page.goto(`${source.url}bench/page.html?bench=${name}${only ? `&only=${only}` : ''}`)
    const outcome = await page.waitForFunction(() => globalThis.benchOutcome, undefined, { timeout: TIMEOUT_MS })
    return await outcome.jsonValue()
  } finally {
    await browser.close()
    await source.close()
  }
}

/** Runs bench/<name>.ts in Node from its sources. */
async function inNode(name, only) {
  const server = await createServer({ root, logLevel: 'error', appType: 'custom', server: { middlewareMode: true } })
  try {
    const { run } = await server.ssrLoadModule(`/bench/${name}.ts`)
    return await run(only)
  } finally {
    await server.close()
  }
}

const benches = {
  train: (only) => inChromium('train', only),
  read: () => inChromium('read'),
  evaluate: () => inChromium('evaluate'),
  reference: () => inNode('reference'),
  auto: () => inNode('auto'),
  slices: () => inNode('slices'),
  compare: benchCompare,
  labels: () => inNode('labels'),
  warm: () => inNode('warm'),
  explain: (only) => inNode('explain', only),
  linear: benchLinear,
  weight: () => measureWeight(root),
  data: benchData,
  board: benchBoard,
  trees: (only) => inNode('trees', only),
}
/** Benches of which some parts can be run alone. */
const parts = {
  data: PARTS,
  explain: ['auto', 'baseline', 'glm', 'boosting', 'forest', 'network', 'neighbours', 'linear'],
  train: ['network', 'logistic', 'population', 'wasm', 'auto'],
  trees: ['quality', 'forest', 'time', 'workers', 'big'],
}

const [name, ...flags] = process.argv.slice(2)
const only = flags[0] === '--only' ? (flags[1] ?? '').split(',') : undefined
const isCalledRight = only ? only.every((part) => parts[name]?.includes(part)) : flags.length === 0
if (!Object.hasOwn(benches, name ?? '') || !isCalledRight) {
  console.error(`npm run bench -- <${Object.keys(benches).join(' | ')}>`)
  for (const [each, its] of Object.entries(parts)) console.error(`npm run bench -- ${each} --only ${its.join(',')}`)
  process.exit(2)
}
const {
  failures = [],
  error,
  ...outcome
} = await Promise.resolve(benches[name](only)).catch((cause) => ({
  error: cause.stack ?? String(cause),
}))
if (error) {
  console.error(error)
  process.exit(1)
}
console.table(outcome.rows)
mkdirSync(join(root, 'bench/results'), { recursive: true })
const path = join(root, `bench/results/${name}.json`)
const isPart = only || failures.length > 0
const rows =
  isPart && existsSync(path) ? renewed(JSON.parse(readFileSync(path, 'utf8')).rows, outcome.rows) : outcome.rows
writeFileSync(path, `${JSON.stringify({ ...outcome, rows }, null, 2)}\n`)
// The process would wait for Vite's watchers.
process.exit(failures.length > 0 ? 1 : 0)

/** The rows of before, those that were measured again replaced, new ones last. */
function renewed(before, measured) {
  const keyOf = ({ work, peer }) => `${work}\n${peer}`
  const fresh = new Map(measured.map((row) => [keyOf(row), row]))
  const kept = before.map((row) => {
    const again = fresh.get(keyOf(row))
    fresh.delete(keyOf(row))
    return again ?? row
  })
  return [...kept, ...fresh.values()]
}
