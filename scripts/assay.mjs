import './requireNode.mjs'
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprint } from './build.mjs'
import { runCommand } from './flags.mjs'
import { ensureInstalled } from './install.mjs'
import { root } from './paths.mjs'

const out = join(root, 'dist-cli')
const stamp = join(out, '.stamp')

/** Builds the terminal's program where its sources changed since. Said on standard error: standard output is the answer's. */
async function buildIfStale() {
  const now = fingerprint(['src', 'vite.cli.config.ts', 'tsconfig.json', 'package-lock.json'])
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return
  console.error('Building the terminal’s program. This takes a few seconds.')
  const vite = await import('vite')
  await vite.build({ root, configFile: join(root, 'vite.cli.config.ts'), logLevel: 'error' })
  writeFileSync(stamp, now)
}

runCommand(async () => {
  ensureInstalled({ dev: false })
  await buildIfStale()
  // npm starts scripts in the project's folder: paths are meant from where the person is.
  const cwd = process.env.INIT_CWD ?? process.cwd()
  const program = spawn(process.execPath, [join(out, 'entry.js'), ...process.argv.slice(2)], { cwd, stdio: 'inherit' })
  // Ctrl-C is for the program, which ends when it has kept what it has.
  process.on('SIGINT', () => {})
  program.on('exit', (status, signal) => process.exit(status ?? (signal === 'SIGINT' ? 130 : 1)))
})
