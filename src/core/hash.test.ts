import { describe, expect, it } from 'vitest'
import { canonicalJson, contentHash, sha256Hex } from './hash.ts'

describe('sha256Hex', () => {
  it('gives the digests of FIPS 180-2', () => {
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
    expect(sha256Hex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  })
})

describe('contentHash', () => {
  it('does not depend on the order of keys or on absent values', () => {
    expect(contentHash({ a: 1, b: { c: [1, 2], d: undefined } })).toBe(contentHash({ b: { c: [1, 2] }, a: 1 }))
    expect(canonicalJson({ b: 1, a: [{ d: 1, c: 2 }] })).toBe('{"a":[{"c":2,"d":1}],"b":1}')
  })

  it('depends on the order of a list and on every value', () => {
    expect(contentHash([1, 2])).not.toBe(contentHash([2, 1]))
    expect(contentHash({ seed: 1 })).not.toBe(contentHash({ seed: 2 }))
  })
})
