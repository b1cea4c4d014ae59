import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium as playwright } from '@playwright/test'
import { build, createServer } from 'vite'
import { findBrowser } from '../scripts/findBrowser.mjs'
import { root } from '../scripts/paths.mjs'
import { serve } from '../scripts/serve.mjs'

/** Of the server of built pages; the next free one is taken. */
const FIRST_PORT = 4394

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

/** The browser in which every bench runs. */
export function launch() {
  return playwright.launch({ executablePath: findBrowser(), args })
}

/**
 * The same browser with a fresh profile of its own on the disk: in a private window, which is what `launch` gives, the
 * browser keeps the origin's private files in memory and reads and writes them another way.
 */
export async function launchProfile(options = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'assay-bench-'))
  const context = await playwright.launchPersistentContext(folder, {
    executablePath: findBrowser(),
    args,
    ...options,
  })
  return {
    context,
    page: context.pages()[0] ?? (await context.newPage()),
    close: async () => {
      await context.close()
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

/** A server of the project's own source, which can also load its modules into this process. */
export async function serveSource() {
  const server = await createServer({
    root,
    server: { port: 4373, host: '127.0.0.1' },
    logLevel: 'error',
    // Found only once a worker asks for it, a peer would make Vite reload the page midway.
    optimizeDeps: { include: ['papaparse', '@duckdb/duckdb-wasm'] },
  })
  await server.listen()
  return {
    url: server.resolvedUrls.local[0],
    load: (path) => server.ssrLoadModule(path),
    close: () => server.close(),
  }
}

/**
 * A page of the bench built as the product is, behind the product's own server: its workers are a file each, which a thread
 * that helps does not wait for long.
 */
export async function serveBuilt(page) {
  const folder = mkdtempSync(join(tmpdir(), 'assay-bench-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    const options = { outDir: folder, rollupOptions: { input: join(root, page) } }
    await build({ root, logLevel: 'error', publicDir: false, build: options })
    const server = await serve({ root: folder, port: FIRST_PORT })
    return {
      url: `${server.url}${page}`,
      close: async () => {
        await server.close()
        remove()
      },
    }
  } catch (cause) {
    remove()
    throw cause
  }
}
