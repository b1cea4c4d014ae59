import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readFlags, readPort } from './flags.mjs'
import { missingPackages } from './install.mjs'
import { openerFor } from './open.mjs'
import { root } from './paths.mjs'
import { isNewEnough } from './requireNode.mjs'
import { makeSamples, toCsv } from './samples.mjs'

describe('flags', () => {
  const known = { port: 'text', 'no-open': 'boolean' }

  it('are read in both spellings', () => {
    expect(readFlags(['--port', '80', '--no-open'], known)).toEqual({ port: '80', 'no-open': true })
    expect(readFlags(['--port=80'], known)).toEqual({ port: '80' })
  })

  it.each([['--prot', '80'], ['serve'], ['--port'], ['--port', '--no-open'], ['--constructor']])(
    'refuse %s %s',
    (...argv) => {
      expect(() => readFlags(argv, known)).toThrow(/is not an option|needs a value/)
    },
  )

  it('take only real ports', () => {
    expect(readPort(undefined, 4173)).toBe(4173)
    expect(readPort('8080', 4173)).toBe(8080)
    for (const text of ['0', '65536', '80.5', 'http']) expect(() => readPort(text, 4173)).toThrow('is not a port')
  })
})

it('Node is new enough from 20.19 on', () => {
  expect(['18.20.4', '20.18.9', '20.19.0', '22.0.0'].map(isNewEnough)).toEqual([false, false, true, true])
})

describe('missing packages', () => {
  const wanted = {
    '': { version: '0.1.0' },
    'node_modules/react': { version: '19.0.0' },
    'node_modules/vitest': { version: '4.0.0', dev: true },
    'node_modules/only-for-mac': { version: '1.0.0', optional: true },
  }
  const missing = (installed, dev, isPresent = () => true) => missingPackages(wanted, installed, { dev, isPresent })

  it('are those the lockfile wants and npm did not install, less other platforms', () => {
    expect(missing({}, true)).toEqual(['react', 'vitest'])
    expect(missing({}, false)).toEqual(['react'])
    expect(missing(wanted, true)).toEqual([])
  })

  it('include those of another version and those whose folder is gone', () => {
    expect(missing({ ...wanted, 'node_modules/react': { version: '18.0.0' } }, false)).toEqual(['react'])
    expect(missing(wanted, false, () => false)).toEqual(['react'])
  })
})

it('a browser is opened only where someone sees it', () => {
  expect(openerFor('linux', {})).toBeUndefined()
  expect(openerFor('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toEqual(['xdg-open'])
  expect(openerFor('linux', { DISPLAY: ':0', CI: 'true' })).toBeUndefined()
  expect(openerFor('darwin', {})).toEqual(['open'])
  expect(openerFor('darwin', { SSH_CONNECTION: '10.0.0.1 22' })).toBeUndefined()
  expect(openerFor('win32', {})?.[0]).toBe('cmd')
})

describe('samples', () => {
  it('quote what needs it and leave missing cells empty', () => {
    const records = [
      { name: 'a "b", c', x: 1.5 },
      { name: null, x: 0, late: ' z' },
    ]
    expect(toCsv(records)).toBe('name,x,late\n"a ""b"", c",1.5,\n,0," z"\n')
  })

  it('are described by what is in them', () => {
    makeSamples()
    const folder = join(root, 'public/samples')
    const index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'))
    expect(index.map(({ file, rows, columns, target }) => [file, rows, columns, target])).toEqual([
      ['penguins.csv', 344, 7, 'Species'],
      ['seattle-weather.csv', 1461, 6, 'weather'],
      ['flights.csv', 200_000, 3, 'delay'],
    ])
    for (const { file, bytes, licence, source } of index) {
      expect(readFileSync(join(folder, file)).length).toBe(bytes)
      expect(licence && source).toBeTruthy()
    }
    expect(readFileSync(join(folder, 'penguins.csv'), 'utf8')).toContain('Adelie,Torgersen,,,,,\n')
  })
})
