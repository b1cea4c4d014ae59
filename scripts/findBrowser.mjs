import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'

/**
 * Finds a Chromium for the tests without downloading one. Synchronous, because Playwright's and Vitest's configuration
 * files call it while they are being read.
 */
export function findBrowser(env = process.env) {
  const named = env.CHROMIUM_PATH
  if (named) {
    if (existsSync(named)) return named
    throw Object.assign(new Error(`CHROMIUM_PATH names ${named}, which does not exist.`), { expected: true })
  }
  return [...installed(env), ...downloaded()].find(answers)
}

const names = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'chrome']

function installed(env) {
  if (process.platform === 'darwin') {
    return ['', env.HOME ?? ''].flatMap((home) => [
      `${home}/Applications/Google Chrome.app/Contents/MacOS/Google Chrome`,
      `${home}/Applications/Chromium.app/Contents/MacOS/Chromium`,
    ])
  }
  if (process.platform === 'win32') {
    return [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]
      .filter(Boolean)
      .flatMap((root) => ['Google/Chrome', 'Chromium'].map((app) => join(root, app, 'Application/chrome.exe')))
  }
  const folders = [...(env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/opt/google/chrome']
  return [...new Set(folders)].filter(Boolean).flatMap((folder) => names.map((name) => join(folder, name)))
}

function downloaded() {
  try {
    return [createRequire(import.meta.url)('playwright').chromium.executablePath()]
  } catch {
    // Playwright is a dev dependency: where it is not installed there is nothing of its to find.
    return []
  }
}

/** Ubuntu's /usr/bin/chromium-browser is a script that only says "install the snap": asking for the version tells. */
function answers(path) {
  if (!existsSync(path)) return false
  return (
    process.platform !== 'linux' || spawnSync(path, ['--version'], { timeout: 20_000, stdio: 'ignore' }).status === 0
  )
}
