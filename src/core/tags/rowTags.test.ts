import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanTag, nameTags, type RowTags, TAG_LENGTH, tagRows, tagsByKey } from './rowTags.ts'

describe('tags of rows', () => {
  it('are written over each other, one a row, and taken away', () => {
    let tags: RowTags['tags'] = tagRows([], [7, 3], 'odd')
    expect(tags).toEqual([{ tag: 'odd', keys: [3, 7] }])
    tags = tagRows(tags, [7, 9], 'wrong label')
    expect(tags).toEqual([
      { tag: 'odd', keys: [3] },
      { tag: 'wrong label', keys: [7, 9] },
    ])
    expect(tagsByKey(tags).get(7)).toBe('wrong label')
    expect(tagRows(tags, [3, 9], '')).toEqual([{ tag: 'wrong label', keys: [7] }])
  })

  it('are for each row the last that was written on it', () => {
    const deeds = fc.array(fc.tuple(fc.array(fc.nat(20), { maxLength: 6 }), fc.constantFrom('a', 'b', '')))
    fc.assert(
      fc.property(deeds, (all) => {
        const plain = new Map<number, string>()
        let tags: RowTags['tags'] = []
        for (const [keys, tag] of all) {
          tags = tagRows(tags, keys, tag)
          for (const key of keys) tag === '' ? plain.delete(key) : plain.set(key, tag)
        }
        expect(new Map([...tagsByKey(tags)].sort())).toEqual(new Map([...plain].sort()))
        for (const { keys } of tags) expect(keys).toEqual([...new Set(keys)].sort((a, b) => a - b))
      }),
    )
  })

  it('are short, in one line, and their column has a name of its own', () => {
    expect(cleanTag('  wrong \n label ')).toBe('wrong label')
    expect(cleanTag('x'.repeat(100))).toHaveLength(TAG_LENGTH)
    expect(cleanTag(' ')).toBe('')
    expect(nameTags(['a', 'tag'])).toBe('tag (2)')
  })
})
