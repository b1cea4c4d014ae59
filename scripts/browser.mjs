import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findBrowser } from './findBrowser.mjs'
import { root } from './paths.mjs'

const minutes = (count) => count * 60_000

function run(command, args, { timeout, env }) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', timeout, env: { ...process.env, ...env } })
  return status === 0
}

const playwright = (args, options) =>
  run(process.execPath, [join(root, 'node_modules/playwright/cli.js'), ...args], options)

const isDebianRoot = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')

/** Playwright's own Chromium: the whole browser, because its headless shell has no WebGPU. */
export function downloadBrowser() {
  console.log('No Chrome or Chromium here: downloading one with Playwright (about 170 MB, usually one or two minutes).')
  // Some networks do not reach Playwright's servers at all: better to know within seconds than to wait for each mirror.
  const env = { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '8000' }
  if (!playwright(['install', 'chromium', '--no-shell'], { timeout: minutes(4), env })) {
    console.log('Playwright could not download it.')
  } else if (isDebianRoot() && !findBrowser()) {
    console.log('It does not start yet: installing the system libraries that it needs with apt-get.')
    playwright(['install-deps', 'chromium'], { timeout: minutes(4) })
  }
}

export function installBrowser() {
  if (!isDebianRoot()) return
  console.log("Installing the system's chromium with apt-get (about 100 MB, usually one or two minutes).")
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const install = () =>
    run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation'], {
      timeout: minutes(5),
      env,
    })
  // A fresh container has no package lists yet.
  if (!install() && run('apt-get', ['update'], { timeout: minutes(2), env })) install()
}

/** The path of a Chromium that starts; fetched, with a word about it, where none is there. */
export function ensureBrowser() {
  for (const fetch of [undefined, downloadBrowser, installBrowser]) {
    fetch?.()
    const path = findBrowser()
    if (path) return path
  }
  throw Object.assign(
    new Error(
      'The tests need Chrome or Chromium: install one (https://www.google.com/chrome), or set CHROMIUM_PATH to where it is.',
    ),
    { expected: true },
  )
}
