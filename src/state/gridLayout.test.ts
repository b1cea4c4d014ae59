import { afterEach, describe, expect, it, vi } from 'vitest'
import { keepLayout, PLAIN_LAYOUT, readLayout } from './gridLayout.ts'

function storageWith(entries: Record<string, string>) {
  const kept = new Map(Object.entries(entries))
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => kept.set(key, text),
  }
}

afterEach(() => vi.unstubAllGlobals())

describe('layout of a grid', () => {
  it('is read as it was kept, also where the browser keeps nothing', () => {
    const layout = { widths: { age: 120 }, hidden: ['id'], frozen: 'name' }
    vi.stubGlobal('localStorage', undefined)
    expect(readLayout('a')).toEqual(PLAIN_LAYOUT)
    keepLayout('a', layout)
    expect(readLayout('a')).toEqual(layout)
    vi.stubGlobal('localStorage', storageWith({ 'assay:grid:b': JSON.stringify(layout) }))
    expect(readLayout('b')).toEqual(layout)
  })

  it.each(['{', 'null', '7', '{"widths":7,"hidden":"a","frozen":[]}', '{"widths":{"a":"wide"},"hidden":[1]}'])(
    'is plain where what is kept is %s',
    (text) => {
      vi.stubGlobal('localStorage', storageWith({ 'assay:grid:c': text }))
      expect(readLayout('c')).toEqual(PLAIN_LAYOUT)
    },
  )
})
