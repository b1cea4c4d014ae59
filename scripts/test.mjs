import './requireNode.mjs'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ensureBrowser } from './browser.mjs'
import { readFlags, runCommand, UsageError } from './flags.mjs'
import { ensureInstalled } from './install.mjs'
import { root } from './paths.mjs'

const tool = (path) => join(root, 'node_modules', path)

// Cheapest first, so that a slip is told within seconds.
const steps = [
  {
    name: 'lint',
    says: 'style and import directions',
    args: [tool('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.'],
  },
  { name: 'types', says: 'type check', args: [tool('typescript/bin/tsc'), '--noEmit'] },
  { name: 'unit', says: 'unit tests', args: [tool('vitest/vitest.mjs'), 'run', '--project', 'unit'] },
  {
    name: 'browser',
    says: 'tests in a browser',
    args: [tool('vitest/vitest.mjs'), 'run', '--project', 'browser'],
    browser: true,
  },
  { name: 'build', says: 'the production build', args: [join(root, 'scripts/build.mjs')] },
  {
    name: 'e2e',
    says: 'journeys through the built page',
    args: [tool('@playwright/test/cli.js'), 'test'],
    browser: true,
  },
]

const help = `npm test -- [--only ${steps.map((step) => step.name).join(',')}]

Installs what is missing, finds or fetches a browser, then runs, until one fails:
${steps.map((step) => `  ${step.name.padEnd(8)} ${step.says}`).join('\n')}

e2e tests the last build: --only build,e2e makes a fresh one first.`

function chosen(only) {
  if (!only) return steps
  const names = only.split(',')
  const unknown = names.find((name) => !steps.some((step) => step.name === name))
  if (unknown !== undefined)
    throw new UsageError(`"${unknown}" is not a step: ${steps.map((step) => step.name).join(', ')}.`)
  return steps.filter((step) => names.includes(step.name))
}

function run(step, env) {
  console.log(`\n── ${step.name}: ${step.says}`)
  const start = performance.now()
  const { status, signal } = spawnSync(process.execPath, step.args, { cwd: root, stdio: 'inherit', env })
  return { name: step.name, seconds: (performance.now() - start) / 1000, passed: status === 0, signal }
}

runCommand(() => {
  const flags = readFlags(process.argv.slice(2), { only: 'text', help: 'boolean' })
  if (flags.help) return console.log(help)
  const wanted = chosen(flags.only)
  ensureInstalled({ dev: true })
  const env = { ...process.env }
  if (wanted.some((step) => step.browser)) env.CHROMIUM_PATH = ensureBrowser()
  const results = []
  for (const step of wanted) {
    results.push(run(step, env))
    if (!results.at(-1).passed) break
  }
  const failed = results.some((result) => !result.passed)
  console.log()
  for (const step of wanted) {
    const result = results.find(({ name }) => name === step.name)
    const verdict = result ? (result.passed ? 'passed' : 'FAILED') : 'not run'
    console.log(
      `${step.name.padEnd(8)} ${verdict.padEnd(8)} ${result ? `${result.seconds.toFixed(1).padStart(6)} s` : ''}`,
    )
  }
  if (failed) process.exit(1)
})
