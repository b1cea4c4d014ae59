import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './paths.mjs'

const packagesOf = (path) => (existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')).packages ?? {}) : {})

/**
 * Which packages are missing or of another version, by npm's own record of what it installed. Not by times or by a marker
 * of ours: those are wrong after a checkout, or after someone ran npm themselves.
 */
export function missingPackages(wanted, installed, { dev, isPresent }) {
  return Object.entries(wanted)
    .filter(([path, entry]) => {
      // Another platform's binaries are optional, and rightly absent.
      if (!path || entry.optional || entry.devOptional || entry.link || (entry.dev && !dev)) return false
      return installed[path]?.version !== entry.version || !isPresent(path)
    })
    .map(([path]) => path.replace(/^.*node_modules\//, ''))
}

/** Installs what is missing, saying so; does nothing, in milliseconds, when nothing is. */
export function ensureInstalled({ dev }) {
  const wanted = packagesOf(join(root, 'package-lock.json'))
  const installed = packagesOf(join(root, 'node_modules/.package-lock.json'))
  const isPresent = (path) => existsSync(join(root, path, 'package.json'))
  const missing = missingPackages(wanted, installed, { dev, isPresent })
  if (missing.length === 0) return
  // --omit=dev would remove development packages that are already there.
  const keepsDev = dev || Object.values(installed).some((entry) => entry.dev)
  const some = missing.slice(0, 3).join(', ') + (missing.length > 3 ? ' …' : '')
  const count = missing.length === 1 ? 'one missing package' : `${missing.length} missing packages`
  console.log(`Installing ${count} (${some}). This usually takes under a minute.`)
  // --no-save: installing is no reason to rewrite package-lock.json.
  npm(['install', '--no-save', '--no-audit', '--no-fund', ...(keepsDev ? [] : ['--omit=dev'])])
}

function npm(args) {
  // Under `npm start` npm says where it is; that spares us npm.cmd, which Windows only starts through a shell.
  const own = process.env.npm_execpath ?? ''
  const [command, first] = own.endsWith('npm-cli.js') ? [process.execPath, [own]] : ['npm', []]
  const shell = command === 'npm' && process.platform === 'win32'
  const { status, error } = spawnSync(command, [...first, ...args], { cwd: root, stdio: 'inherit', shell })
  if (status === 0) return
  const reason = error ? ` (${error.message})` : ''
  throw Object.assign(
    new Error(
      `npm could not install the packages${reason}: its messages above say why. Check the network, then try again.`,
    ),
    { expected: true },
  )
}
