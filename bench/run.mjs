import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium as playwright } from '@playwright/test'
import { createServer } from 'vite'
import { findBrowser } from '../scripts/findBrowser.mjs'
import { root } from '../scripts/paths.mjs'
import { measureWeight } from './weight.mjs'

const NAMES = ['train', 'read', 'weight']
const TIMEOUT_MS = 10 * 60_000

const args = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--enable-unsafe-webgpu',
  // A machine with a GPU sets BENCH_GPU to use it; software WebGPU is what every machine has.
  ...(process.env.BENCH_GPU
    ? ['--use-angle=vulkan', '--enable-features=Vulkan']
    : ['--use-webgpu-adapter=swiftshader']),
]

/** Runs bench/<name>.ts in a page served from source, and gives what it returns. */
async function inChromium(name) {
  const server = await createServer({ root, server: { port: 4373, host: '127.0.0.1' }, logLevel: 'error' })
  await server.listen()
  const browser = await playwright.launch({ executablePath: findBrowser(), args })
  try {
    const page = await browser.newPage()
    page.on('console', (message) => console.log(`  ${message.text()}`))
    page.on('pageerror', (error) => console.error(error))
    await page.goto(`http://127.0.0.1:4373/bench/page.html?bench=${name}`)
    const outcome = await page.waitForFunction(() => globalThis.benchOutcome, undefined, { timeout: TIMEOUT_MS })
    return await outcome.jsonValue()
  } finally {
    await browser.close()
    await server.close()
  }
}

const name = process.argv[2]
if (!NAMES.includes(name)) {
  console.error(`npm run bench -- <${NAMES.join(' | ')}>`)
  process.exit(2)
}
const outcome = name === 'weight' ? measureWeight(root) : await inChromium(name)
if (outcome.error) {
  console.error(outcome.error)
  process.exit(1)
}
console.table(outcome.rows)
mkdirSync(join(root, 'bench/results'), { recursive: true })
writeFileSync(join(root, `bench/results/${name}.json`), `${JSON.stringify(outcome, null, 2)}\n`)
// The process would wait for Vite's watchers.
process.exit(0)
