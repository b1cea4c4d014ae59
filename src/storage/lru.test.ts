import { expect, it } from 'vitest'
import { createLruCache } from './lru.ts'

it('drops what was used longest ago once the budget is passed', () => {
  const cache = createLruCache<string>(10)
  cache.set('a', 'A', 4)
  cache.set('b', 'B', 4)
  expect(cache.get('a')).toBe('A')
  cache.set('c', 'C', 4)
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual(['A', undefined, 'C'])
})

it('counts a replaced value once and keeps the newest even where it alone is too large', () => {
  const cache = createLruCache<string>(10)
  cache.set('a', 'A', 6)
  cache.set('a', 'A2', 6)
  cache.set('b', 'B', 4)
  expect([cache.get('a'), cache.get('b')]).toEqual(['A2', 'B'])
  cache.set('huge', 'H', 99)
  expect([cache.get('a'), cache.get('b'), cache.get('huge')]).toEqual([undefined, undefined, 'H'])
  cache.delete('huge')
  cache.set('a', 'A', 10)
  expect(cache.get('a')).toBe('A')
})
