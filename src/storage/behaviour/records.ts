import { describe, expect, it } from 'vitest'
import type { RecordChange, Records } from '@/core/ports.ts'
import type { Annotation } from '@/core/run/run.ts'

export function annotation(id: string, notes = ''): Annotation {
  return { schema: 1, id, tags: [], notes }
}

/** What holds of records wherever they are kept. `open` gives a fresh place and a way to open it once more. */
export function describeRecords(where: string, open: () => () => Records): void {
  const pair = () => {
    const openOnce = open()
    return [openOnce(), openOnce()] as const
  }
  const heardBy = (records: Records) => {
    const changes: RecordChange[] = []
    const stop = records.onChange((change) => changes.push(change))
    return { changes, stop }
  }

  describe(`records in ${where}`, () => {
    it('gives back what was put, to another instance too, and nothing for an unknown id', async () => {
      const [mine, other] = pair()
      const record: Annotation = { schema: 1, id: 'a', name: 'Best', tags: ['x'], notes: 'ω', deletedAt: undefined }
      await mine.put('annotation', record)
      expect(await other.get('annotation', 'a')).toEqual(record)
      expect(await mine.get('annotation', 'b')).toBeUndefined()
      expect(await mine.get('run', 'a')).toBeUndefined()
    })

    it('lists a kind in the order of ids and removes; removing what is absent is fine', async () => {
      const [records] = pair()
      for (const id of ['b', 'c', 'a']) await records.put('annotation', annotation(id))
      await records.remove('annotation', 'c')
      await records.remove('annotation', 'c')
      expect((await records.all('annotation')).map(({ id }) => id)).toEqual(['a', 'b'])
      expect(await records.all('run')).toEqual([])
    })

    it('keeps its own copy: what a caller changes afterwards is not stored', async () => {
      const [records] = pair()
      const record = { schema: 1 as const, id: 'a', tags: ['x'], notes: '' }
      await records.put('annotation', record)
      record.tags.push('y')
      const read = (await records.get('annotation', 'a'))!
      ;(read.tags as string[]).push('z')
      expect((await records.get('annotation', 'a'))?.tags).toEqual(['x'])
    })

    it('loses no change when two instances change one record at once', async () => {
      const [mine, other] = pair()
      const add = (records: Records, mark: string) =>
        records.update('annotation', 'a', (before) => ({
          ...annotation('a'),
          tags: [...(before?.tags ?? []), mark],
        }))
      await Promise.all(Array.from({ length: 20 }, (_, i) => add(i % 2 ? mine : other, `t${i}`)))
      const { tags } = (await mine.get('annotation', 'a'))!
      expect([...tags].sort()).toEqual(Array.from({ length: 20 }, (_, i) => `t${i}`).sort())
    })

    it('leaves a record as it is when a change gives undefined, and returns it', async () => {
      const [records] = pair()
      await records.put('annotation', annotation('a', 'before'))
      expect(await records.update('annotation', 'a', () => undefined)).toEqual(annotation('a', 'before'))
      expect(await records.update('annotation', 'b', () => undefined)).toBeUndefined()
      expect(await records.all('annotation')).toEqual([annotation('a', 'before')])
    })

    it('throws on what a change throws, and stores nothing', async () => {
      const [records] = pair()
      await records.put('annotation', annotation('a', 'before'))
      const failing = records.update('annotation', 'a', () => {
        throw new RangeError('no')
      })
      await expect(failing).rejects.toThrow(RangeError)
      expect(await records.get('annotation', 'a')).toEqual(annotation('a', 'before'))
      await records.put('annotation', annotation('a', 'after'))
    })

    it('stores all of several records, or none where one cannot be stored', async () => {
      const [records] = pair()
      await records.putAll([
        { kind: 'annotation', record: annotation('a') },
        { kind: 'annotation', record: annotation('b') },
      ])
      const bad = { ...annotation('d'), notes: (() => {}) as unknown as string }
      await expect(
        records.putAll([
          { kind: 'annotation', record: annotation('c') },
          { kind: 'annotation', record: bad },
        ]),
      ).rejects.toThrow()
      expect((await records.all('annotation')).map(({ id }) => id)).toEqual(['a', 'b'])
    })

    it('tells every other instance of a change, not the one that made it, until told to stop', async () => {
      const [mine, other] = pair()
      const here = heardBy(mine)
      const there = heardBy(other)
      await mine.put('annotation', annotation('a'))
      await mine.update('annotation', 'a', () => annotation('a', 'new'))
      await mine.update('annotation', 'a', () => undefined)
      await mine.putAll([{ kind: 'annotation', record: annotation('b') }])
      await mine.remove('annotation', 'a')
      const expected = ['a', 'a', 'b', 'a'].map((id) => ({ kind: 'annotation', id }))
      await expect.poll(() => there.changes).toEqual(expected)
      there.stop()
      await other.put('annotation', annotation('c'))
      await expect.poll(() => here.changes).toEqual([{ kind: 'annotation', id: 'c' }])
      await mine.put('annotation', annotation('d'))
      await other.get('annotation', 'd')
      expect(there.changes).toEqual(expected)
    })
  })
}
