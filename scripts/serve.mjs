import './requireNode.mjs'
import { createReadStream } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, sep } from 'node:path'
import { readFlags, readPort, runCommand } from './flags.mjs'
import { productHeaders } from './headers.mjs'
import { dist, isEntry } from './paths.mjs'

const types = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.woff2': 'font/woff2',
}

/**
 * Serves a built page to this machine only, with the product's headers.
 * @param {{ root: string, port: number, tries?: number }} options `tries`: how many ports to try, the first included.
 * @returns {Promise<{ url: string, port: number, close: () => Promise<void> }>}
 */
export async function serve({ root, port, tries = 20 }) {
  const base = await realpath(root)
  const server = createServer((request, response) => {
    answer(base, request, response).catch(() => end(response, 500, 'Assay could not read this file.'))
  })
  const taken = await listen(server, port, tries)
  const close = () =>
    new Promise((done) => {
      server.close(() => done())
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${taken}/`, port: taken, close }
}

async function listen(server, first, tries) {
  for (let port = first; port < first + tries && port <= 65_535; port++) {
    const trouble = await new Promise((done) => {
      server.once('error', done)
      server.listen(port, '127.0.0.1', () => {
        server.off('error', done)
        done(undefined)
      })
    })
    if (!trouble) return port
    if (trouble.code !== 'EADDRINUSE') throw trouble
  }
  const message =
    tries === 1
      ? `Port ${first} is taken.`
      : `Ports ${first} to ${first + tries - 1} are all taken: give another with --port.`
  throw Object.assign(new Error(message), { expected: true })
}

async function answer(base, request, response) {
  for (const [name, value] of Object.entries(productHeaders)) response.setHeader(name, value)
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD')
    return end(response, 405, 'Only GET and HEAD are answered.')
  }
  const file = await locate(base, request.url)
  if (!file) return end(response, 404, 'There is no such file.')
  // Vite names what it puts in assets/ after its content, so a name can never mean anything else.
  const hashed = file.path.startsWith(join(base, 'assets') + sep)
  response.writeHead(200, {
    'Content-Type': types[extname(file.path).toLowerCase()] ?? 'application/octet-stream',
    'Content-Length': file.size,
    'Cache-Control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
  })
  if (request.method === 'HEAD') return response.end()
  createReadStream(file.path)
    .on('error', () => response.destroy())
    .pipe(response)
}

/** The file that a URL names, if it lies within the folder once links are followed and no part of its name is hidden. */
async function locate(base, url) {
  try {
    const path = decodeURIComponent(url.split(/[?#]/, 1)[0])
    const parts = (path.endsWith('/') ? `${path}index.html` : path).split(/[/\\]/).filter(Boolean)
    if (parts.some((part) => part.startsWith('.'))) return undefined
    const real = await realpath(join(base, ...parts))
    const found = real.startsWith(base + sep) ? await stat(real) : undefined
    return found?.isFile() ? { path: real, size: found.size } : undefined
  } catch {
    // A malformed escape, a NUL byte and a missing file are one thing to whoever asked: not found.
    return undefined
  }
}

function end(response, status, sentence) {
  if (response.headersSent) return response.destroy()
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-cache' })
  response.end(`${sentence}\n`)
}

/** Ctrl-C is how a person ends a server: that is success, not an error for npm to complain about. */
export function closeOnSignal(server) {
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.close().then(() => process.exit(0)))
}

if (isEntry(import.meta.url)) {
  runCommand(async () => {
    const flags = readFlags(process.argv.slice(2), { port: 'text', root: 'text', 'strict-port': 'boolean' })
    const tries = flags['strict-port'] ? 1 : 20
    const server = await serve({ root: flags.root ?? dist, port: readPort(flags.port, 4173), tries })
    closeOnSignal(server)
    console.log(server.url)
  })
}
