import { existsSync, readFileSync, statSync } from 'node:fs'

const SAMPLED_EVERY_MS = 20

/**
 * How many bytes reading a file adds to the browser's renderer at its peak: everything counts that lies in memory, buffers,
 * WebAssembly and garbage too. Undefined where there is no /proc to look at.
 */
export async function measureMemory(withPage, file, warmUp, rounds) {
  if (!existsSync('/proc/self/status')) return undefined
  const added = []
  let fileBytes = 0
  for (let round = 0; round < rounds; round++) {
    await withPage(file, async ({ call, choose, path, context }) => {
      fileBytes = statSync(path).size
      // The worker, its code and its first buffers are there before anything counts.
      await choose(warmUp.path)
      await call('read', 'ours', warmUp.question)
      await choose(path)
      await new Promise((done) => setTimeout(done, 500))
      const renderers = await renderersOf(context.browser())
      const before = residentBytes(renderers)
      let peak = before
      const sampling = setInterval(() => {
        peak = Math.max(peak, residentBytes(renderers))
      }, SAMPLED_EVERY_MS)
      await call('read', 'ours', file.question)
      clearInterval(sampling)
      added.push(Math.max(peak, residentBytes(renderers)) - before)
      console.log(`  +${(added.at(-1) / 1e6).toFixed(0)} MB`)
    })
  }
  return { added, fileBytes }
}

async function renderersOf(browser) {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
}

function residentBytes(pids) {
  let sum = 0
  for (const pid of pids)
    sum += Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) * 1024
  return sum
}
