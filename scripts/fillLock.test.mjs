import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { missingEntries } from './fillLock.mjs'
import { root } from './paths.mjs'

const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))

describe('package-lock.json', () => {
  it('installs on every platform', () => {
    expect(Object.keys(missingEntries(packages))).toEqual([])
  })

  it('names no registry', () => {
    expect(Object.keys(packages).filter((path) => packages[path].resolved)).toEqual([])
  })

  it('is filled by what a name says', () => {
    const tool = {
      version: '1.0.0',
      dev: true,
      optionalDependencies: { '@tool/bin-linux-arm64-musl': '1.0.0', ranged: '^1' },
    }
    expect(missingEntries({ 'node_modules/tool': tool })).toEqual({
      'node_modules/@tool/bin-linux-arm64-musl': {
        version: '1.0.0',
        cpu: ['arm64'],
        dev: true,
        optional: true,
        os: ['linux'],
      },
    })
  })
})
