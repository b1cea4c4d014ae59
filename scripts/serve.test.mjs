import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { devHeaders, productHeaders } from './headers.mjs'
import { serve } from './serve.mjs'

const outside = mkdtempSync(join(tmpdir(), 'assay-serve-'))
const folder = join(outside, 'dist')
let server

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'index.html'), '<title>Assay</title>')
  writeFileSync(join(folder, 'assets/kernel-abc.wasm'), '\0asm')
  writeFileSync(join(folder, '.stamp'), 'hidden')
  writeFileSync(join(folder, 'two words.csv'), 'a,b')
  writeFileSync(join(outside, 'secret.txt'), 'secret')
  symlinkSync(join(outside, 'secret.txt'), join(folder, 'link.txt'))
  server = await serve({ root: folder, port: 4390 })
})
afterAll(async () => {
  await server.close()
  rmSync(outside, { recursive: true })
})

/** node:http rather than fetch, which would tidy a path such as /../ before it is sent. */
const ask = (path, method = 'GET') =>
  new Promise((done, fail) => {
    request({ host: '127.0.0.1', port: server.port, path, method }, (response) => {
      let body = ''
      response.on('data', (chunk) => {
        body += chunk
      })
      response.on('end', () => done({ status: response.statusCode, headers: response.headers, body }))
    })
      .on('error', fail)
      .end()
  })

describe('the server', () => {
  it('answers / with the page, to be asked for again each time', async () => {
    const { status, headers, body } = await ask('/?from=test')
    expect({ status, body }).toEqual({ status: 200, body: '<title>Assay</title>' })
    expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' })
  })

  it('lets the browser keep what is named by its content', async () => {
    const { headers } = await ask('/assets/kernel-abc.wasm')
    expect(headers).toMatchObject({
      'content-type': 'application/wasm',
      'content-length': '4',
      'cache-control': 'public, max-age=31536000, immutable',
    })
  })

  it.each(['/', '/missing.js'])('sends every header of the product with %s', async (path) => {
    const { headers } = await ask(path)
    for (const [name, value] of Object.entries(productHeaders)) expect(headers[name.toLowerCase()]).toBe(value)
  })

  it('answers HEAD without a body and refuses to be written to', async () => {
    expect(await ask('/two%20words.csv', 'HEAD')).toMatchObject({
      status: 200,
      body: '',
      headers: { 'content-length': '3' },
    })
    expect(await ask('/', 'POST')).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } })
  })

  it.each([
    '/missing.js',
    '/assets',
    '/assets/',
    '/.stamp',
    '/link.txt',
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/..%5csecret.txt',
    '/%00',
    '/%',
  ])('finds nothing at %s', async (path) => {
    expect(await ask(path)).toMatchObject({ status: 404, body: 'There is no such file.\n' })
  })

  it('moves on from a taken port, and says so when it may not', async () => {
    const next = await serve({ root: folder, port: server.port })
    expect(next.port).toBeGreaterThan(server.port)
    await expect(serve({ root: folder, port: server.port, tries: 1 })).rejects.toThrow(`Port ${server.port} is taken.`)
    await next.close()
  })
})

describe('the policy', () => {
  it('lets the product run no inline script and speak to nobody else', () => {
    const policy = productHeaders['Content-Security-Policy']
    expect(policy).toContain("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';")
    expect(policy).not.toMatch(/https?:|ws:|\*|script-src[^;]*unsafe-inline| 'unsafe-eval'/)
  })

  it('differs in development by what Vite needs, and by nothing else', () => {
    const loosened = devHeaders['Content-Security-Policy']
      .replace(" 'unsafe-inline'; style-src", '; style-src')
      .replace(' ws:', '')
    expect({ ...devHeaders, 'Content-Security-Policy': loosened }).toEqual(productHeaders)
  })
})
