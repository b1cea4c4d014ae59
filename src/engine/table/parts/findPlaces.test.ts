import { describe, expect, it } from 'vitest'
import { sniffFile } from '../openFile.ts'
import { findPlaces } from './findPlaces.ts'

const placesIn = async (text: string, parts: number) => {
  const file = new Blob([text])
  return findPlaces(file, await sniffFile('utf-8', file, {}), parts)
}

describe('findPlaces', () => {
  it('finds starts of records, about evenly', async () => {
    const line = '12,ab,"c, d"\n'
    const text = `id,name,note\n${line.repeat(1_000)}`
    const places = await placesIn(text, 4)
    expect(places).toHaveLength(3)
    for (const [i, place] of places.entries()) {
      expect(text.slice(place, place + line.length)).toBe(line)
      expect(place / text.length).toBeCloseTo((i + 1) / 4, 2)
    }
  })

  it('passes over lines within quotes, and over rows that do not fit', async () => {
    const record = `1,"${'two words\n'.repeat(40)}",3\n`
    const text = `a,b,c\n${`${record}4,5\n`.repeat(50)}`
    for (const place of await placesIn(text, 7)) expect(text.slice(place, place + 3)).toBe('1,"')
    expect(await placesIn(text, 7)).not.toEqual([])
  })

  it('finds none where lines end with a carriage return alone, or none ends in sight', async () => {
    expect(await placesIn('a,b\r1,2\r'.repeat(1_000), 3)).toEqual([])
    expect(await placesIn(`a,b\n1,2\n3,${'x'.repeat(1e6)}\n`, 2)).toEqual([])
  })
})
