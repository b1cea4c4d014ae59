import './requireNode.mjs'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { buildIfStale } from './build.mjs'
import { findBrowser } from './findBrowser.mjs'
import { readFlags, runCommand } from './flags.mjs'
import { dist, root } from './paths.mjs'
import { serve } from './serve.mjs'

const help = `node scripts/screenshots.mjs

Draws the pictures of README.md and docs/evaluation.md anew, from the page as it is and a table that ships with it: docs/profile.png, docs/runs.png and docs/compare.png.`

/** As wide as the table of runs needs. */
const WIDTH = 1440

/** Takes a picture of what is on the screen, so high. */
async function take(page, name, height) {
  await page.setViewportSize({ width: WIDTH, height })
  // The pointer marks nothing, and nothing has the focus.
  await page.mouse.move(0, 0)
  await page.evaluate(() => document.activeElement?.blur())
  await page.screenshot({ path: join(root, 'docs', `${name}.png`) })
  console.log(`docs/${name}.png`)
}

async function draw(page) {
  await page.getByRole('button', { name: /Seattle weather/ }).click()
  await page.getByRole('link', { name: 'Profile', exact: true }).click()
  await page.getByRole('button', { name: 'Look for odd rows' }).click()
  await page.getByText(/odd things? found|Nothing odd found/).waitFor()
  await page.getByRole('listbox', { name: 'Columns' }).getByRole('option', { name: 'temp_max' }).click()
  await page.getByText(/go together most/).waitFor()
  await take(page, 'profile', 1000)

  await page.getByRole('link', { name: 'Columns', exact: true }).click()
  await page.getByRole('button', { name: 'Ask about weather' }).click()
  await page.getByRole('button', { name: 'Ask this question' }).click()
  await page.getByRole('button', { name: /^Train \d models/ }).click()
  await page.getByRole('navigation', { name: 'Stages' }).locator('a[title="Runs"]').click()
  await page.getByText('Done').nth(3).waitFor({ timeout: 300_000 })
  await take(page, 'runs', 400)

  await page.getByRole('checkbox', { name: 'Tick every run' }).check()
  await page.getByRole('button', { name: 'Compare', exact: true }).click()
  await page
    .getByText(/better than/)
    .first()
    .waitFor()
  await page.getByRole('region', { name: 'Scores on validation rows' }).getByText(' to ').nth(7).waitFor()
  await take(page, 'compare', 900)
}

runCommand(async () => {
  if (readFlags(process.argv.slice(2), { help: 'boolean' }).help) return console.log(help)
  await buildIfStale()
  const server = await serve({ root: dist, port: 4174 })
  const executablePath = findBrowser()
  const browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: ['--no-sandbox', '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'],
  })
  try {
    const page = await browser.newPage({ viewport: { width: WIDTH, height: 1000 }, reducedMotion: 'reduce' })
    page.setDefaultTimeout(120_000)
    await page.goto(server.url)
    await draw(page)
  } finally {
    await browser.close()
    await server.close()
  }
})
