import { beforeAll, describe, expect, it } from 'vitest'
import { WHOLE_VIEW } from '@/core/dataset/view.ts'
import { unattended } from '@/core/task.ts'
import { asked, baseline, boosting, countsOf, listed, openBench, type RowsBench } from '@/testing/rowsBench.ts'
import { animalQuestion, animals } from '@/testing/runSpec.ts'
import { storeFrame } from '@/testing/storeFrame.ts'
import { readPart } from './runFiles.ts'
import { makeVersionJobs } from './versions.ts'

describe('rows of small animals', () => {
  let bench: RowsBench
  beforeAll(async () => {
    bench = openBench()
    const { stores, train } = bench
    await storeFrame(stores.records, stores.arrays, 'animals.csv', animals(400))
    const weight = animalQuestion({ target: 'weight', task: 'regression', classes: [], metric: 'rmse' })
    await train('base', 'A', animalQuestion(), baseline)
    await train('trees', 'B', animalQuestion(), boosting)
    await train('weightBase', 'A', weight, baseline)
    const legs = animalQuestion({ target: 'legs', task: 'binary', classes: ['2', '4'] })
    await train('legsBase', 'A', legs, baseline)
    await train('legsTrees', 'B', legs, boosting)
    await train('weightTrees', 'B', weight, boosting)
  }, 60_000)

  it('are those of the part, worst first, with the columns of the data', async () => {
    const { read, stores } = bench
    const metas = await read.saidColumns(asked('base'), unattended)
    expect(metas.map(({ name }) => name)).toEqual(['was', 'called', 'p of true', 'loss', 'tag'])
    const window = await listed(read, asked('base'), ['loss', 'kind', 'was', 'size'])
    const { rows } = await readPart(stores.arrays, 'base', 'validation')
    expect([...window.rows!].toSorted((a, b) => a - b)).toEqual([...rows])
    const [loss, kind, was, size] = window.columns as [Float64Array, string[], string[], Float64Array]
    expect([...loss]).toEqual([...loss].toSorted((a, b) => b - a))
    expect(was).toEqual(kind)
    const { columns } = await read.window(
      { datasetId: 'animals.csv', start: 0, count: 0, columns: ['size'], single: window.rows! },
      unattended,
    )
    expect(size).toEqual(columns[0])
    expect([...(await read.saidWindow({ ...asked('base'), start: 3, count: 2 }, unattended)).rows!]).toEqual([
      ...window.rows!.slice(3, 5),
    ])
  })

  it('carry their tags by their keys: to ask for, to order by, and as CSV in their order', async () => {
    const { read, stores } = bench
    const { rows } = await readPart(stores.arrays, 'trees', 'validation')
    const [first, second, third] = rows
    const tags = [
      { tag: 'odd', keys: [second!] },
      { tag: 'wrong, label', keys: [first!, third!] },
    ]
    await stores.records.put('rowTags', { schema: 1, id: 'animals.csv', tags, updatedAt: 1 })
    const view = { ...WHOLE_VIEW, sort: [{ column: 'size', descending: true }] }
    const wrong = { ...view, conditions: [{ column: 'tag', word: 'is', text: 'wrong, label' } as const] }
    const found = await listed(read, asked('trees', { view: wrong }), ['tag', 'kind', 'size'])
    expect([...found.rows!].sort((a, b) => a - b)).toEqual([first, third].sort((a, b) => a! - b!))
    expect(found.columns[0]).toEqual(['wrong, label', 'wrong, label'])
    const csv = await read.writeSaid({ ...asked('trees', { view: wrong }), columns: ['tag', 'kind'] }, unattended)
    const kinds = found.columns[1] as string[]
    expect(await csv.text()).toBe(`tag,kind\n${kinds.map((kind) => `"wrong, label",${kind}\n`).join('')}`)
    // Told anew as soon as they change.
    await stores.records.put('rowTags', { schema: 1, id: 'animals.csv', tags: tags.slice(0, 1), updatedAt: 2 })
    expect((await read.findSaidRows(asked('trees', { view: wrong }), unattended)).rows).toBe(0)
    await stores.records.remove('rowTags', 'animals.csv')
  })

  it('can be those of a cell of the confusion matrix, as many as it counts', async () => {
    const { read, stores } = bench
    const { confusion } = (await stores.records.get('evaluation', 'trees/validation'))!
    const classes = ['bird', 'mammal', 'reptile']
    for (const [i, was] of classes.entries())
      for (const [j, called] of classes.entries())
        expect((await read.findSaidRows(asked('trees', { was, called }), unattended)).rows).toBe(confusion![i]![j])
    const right = await read.findSaidRows(asked('trees', { outcomes: ['right'] }), unattended)
    expect(right.rows).toBe(confusion!.reduce((sum, line, i) => sum + line[i]!, 0))
  })

  it('follow conditions, orders and searches of both kinds of columns', async () => {
    const { read } = bench
    const view = {
      conditions: [
        { column: 'skin', word: 'is', text: 'fur' },
        { column: 'p of true', word: 'more', value: 0.3 },
      ],
      search: '',
      sort: [{ column: 'size', descending: false }],
    } as const
    const window = await listed(read, asked('base', { view }), ['skin', 'p of true', 'size'])
    const [skin, p, size] = window.columns as [string[], Float64Array, Float64Array]
    expect(skin.length).toBeGreaterThan(5)
    expect(new Set(skin)).toEqual(new Set(['fur']))
    expect(p.every((each) => each > 0.3)).toBe(true)
    const present = [...size].filter((each) => !Number.isNaN(each))
    expect(present).toEqual(present.toSorted((a, b) => a - b))
    const found = await listed(
      read,
      asked('base', { view: { ...WHOLE_VIEW, search: 'REPT' }, shown: ['was', 'skin'] }),
      ['was'],
    )
    expect(new Set(found.columns[0] as string[])).toEqual(new Set(['reptile']))
    const foreign = asked('base', { view: { ...WHOLE_VIEW, sort: [{ column: 'B called', descending: false }] } })
    await expect(read.findSaidRows(foreign, unattended)).rejects.toMatchObject({ code: 'dataset.unknownColumn' })
  })

  it('of two runs are fixed or broken, what changed most first', async () => {
    const { read } = bench
    const input = asked('trees', { base: 'base', outcomes: ['fixed'] })
    const window = await listed(read, input, ['was', 'A called', 'B called', 'outcome', 'change of p'])
    const [was, before, after, outcome, change] = window.columns as [
      string[],
      string[],
      string[],
      string[],
      Float64Array,
    ]
    expect(was.length).toBeGreaterThan(5)
    expect(after).toEqual(was)
    expect(was.some((label, row) => label === before[row])).toBe(false)
    expect(new Set(outcome)).toEqual(new Set(['fixed']))
    const sizes = [...change].map(Math.abs)
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
  })

  it('of numbers are closer or farther by more than the tolerance', async () => {
    const { read, stores } = bench
    const a = await readPart(stores.arrays, 'weightBase', 'validation')
    const b = await readPart(stores.arrays, 'weightTrees', 'validation')
    for (const tolerance of [0, 1.5]) {
      const counts = { closer: 0, farther: 0, alike: 0 }
      for (let row = 0; row < a.rows.length; row++) {
        const gain = Math.abs(a.scores[row]! - a.actual[row]!) - Math.abs(b.scores[row]! - b.actual[row]!)
        if (gain > tolerance) counts.closer++
        else if (gain < -tolerance) counts.farther++
        else counts.alike++
      }
      const input = { base: 'weightBase', others: ['weightTrees'], part: 'validation', tolerance } as const
      const diff = countsOf((await read.diffRows(input, unattended))[0])
      expect(diff.numbers).toEqual(counts)
      expect(diff.gains!.counts.reduce((sum, each) => sum + each)).toBe(diff.rows)
      const closer = asked('weightTrees', { base: 'weightBase', tolerance, outcomes: ['closer'] })
      expect((await read.findSaidRows(closer, unattended)).rows).toBe(counts.closer)
    }
  })

  it('lie over the values of each column, without regard to conditions on it', async () => {
    const { read } = bench
    const input = { ...asked('trees', { base: 'base', outcomes: ['fixed', 'broke'] }), base: 'base' }
    const spread = await read.spreadRows(input, unattended)
    expect(spread.map(({ column }) => column)).not.toContain('note')
    expect(spread.map(({ strength }) => strength)).toEqual(
      spread.map(({ strength }) => strength).toSorted((x, y) => y - x),
    )
    const { rows, of } = await read.findSaidRows(input, unattended)
    for (const { groups } of spread) {
      expect(groups.reduce((sum, { shown }) => sum + shown, 0)).toBe(rows)
      expect(groups.reduce((sum, { all }) => sum + all, 0)).toBe(of)
      for (const { shown, gained, lost } of groups) expect(shown).toBe(gained + lost)
    }
    // A click on a bar lists as many rows as it says, and leaves the other bars of its column as they were.
    const skin = spread.find(({ column }) => column === 'skin')!
    for (const { condition, shown } of skin.groups) {
      const narrowed = { ...input, view: { ...WHOLE_VIEW, conditions: [condition!] } }
      expect((await read.findSaidRows(narrowed, unattended)).rows).toBe(shown)
      const next = await read.spreadRows(narrowed, unattended)
      expect(next.find(({ column }) => column === 'skin')).toEqual(skin)
      const legs = next.find(({ column }) => column === 'legs')!
      expect(legs.groups.reduce((sum, group) => sum + group.shown, 0)).toBe(shown)
    }
  })

  it('lie over the values of those that a search finds in the columns that are shown', async () => {
    const { read } = bench
    for (const shown of [['skin'], ['was'], ['B called', 'skin'], []]) {
      const input = { ...asked('trees', { base: 'base', view: { ...WHOLE_VIEW, search: 'f' }, shown }), base: 'base' }
      const { rows } = await read.findSaidRows(input, unattended)
      for (const { groups } of await read.spreadRows(input, unattended))
        expect([shown, groups.reduce((sum, group) => sum + group.shown, 0)]).toEqual([shown, rows])
    }
  })

  it('are called anew where a threshold was moved, in lists, orders and spreads', async () => {
    const { read, model, stores } = bench
    const called = (label: string) => asked('legsTrees', { called: label })
    const spread = { ...asked('legsTrees', { base: 'legsBase', outcomes: ['fixed', 'broke'] }), base: 'legsBase' }
    const shownIn = async () =>
      (await read.spreadRows(spread, unattended)).map(({ groups }) => groups.map(({ gained, lost }) => [gained, lost]))
    const before = await shownIn()
    const counts: number[][] = []
    for (const threshold of [0.5, 1, 0, 0.5]) {
      await model.setThreshold({ runId: 'legsTrees', threshold }, unattended)
      const { confusion } = (await stores.records.get('evaluation', 'legsTrees/validation'))!
      const found = await Promise.all(['2', '4'].map(async (label) => read.findSaidRows(called(label), unattended)))
      counts.push(found.map(({ rows }) => rows))
      expect(counts.at(-1)).toEqual([0, 1].map((j) => confusion![0]![j]! + confusion![1]![j]!))
      const { rows } = await read.findSaidRows(spread, unattended)
      for (const { groups } of await read.spreadRows(spread, unattended))
        expect(groups.reduce((sum, { shown }) => sum + shown, 0)).toBe(rows)
    }
    expect(counts[1]![1]).toBe(0)
    expect(counts[2]![0]).toBe(0)
    expect(counts[3]).toEqual(counts[0])
    expect(await shownIn()).toEqual(before)
  })

  it('of two versions of one table are those of the later run that both were scored on, as many as are counted', async () => {
    const { read, stores, train } = bench
    const before = await readPart(stores.arrays, 'trees', 'validation')
    const dropped = [...before.rows.slice(0, 5)]
    const edits = [{ kind: 'dropRows', rows: dropped }] as const
    const version = await makeVersionJobs(stores).edit({ datasetId: 'animals.csv', edits }, unattended)
    // A letter that two runs have is written with a prime.
    await train('next', 'A', animalQuestion({ datasetId: version.id }), boosting)
    const input = { base: 'base', others: ['next'], part: 'validation', tolerance: 0 } as const
    const diff = countsOf((await read.diffRows(input, unattended))[0])
    expect(diff.shared).toMatchObject({ rows: before.rows.length - 5, ofBase: before.rows.length })
    const counts = { fixed: diff.paired!.onlyB, broke: diff.paired!.onlyA, bothRight: diff.paired!.both } as const
    expect(counts.fixed).toBeGreaterThan(5)
    for (const [outcome, count] of Object.entries(counts)) {
      const only = asked('next', { base: 'base', outcomes: [outcome as keyof typeof counts] })
      const found = await listed(read, only, ['was', 'kind', 'A called', 'A′ called', 'size'])
      expect(found.length).toBe(count)
      const [was, kind, called, next, size] = found.columns as [string[], string[], string[], string[], Float64Array]
      expect(was).toEqual(kind)
      expect(called.every((label, i) => (label === was[i]) === (outcome !== 'fixed'))).toBe(true)
      expect(next.every((label, i) => (label === was[i]) === (outcome !== 'broke'))).toBe(true)
      // Rows are numbered as in the version of the later run.
      const { columns } = await read.window(
        { datasetId: version.id, start: 0, count: 0, columns: ['size'], single: found.rows! },
        unattended,
      )
      expect(size).toEqual(columns[0])
    }
    // Among three runs the page says what each is called.
    const third = { ...asked('next', { base: 'base' }), letters: { a: 'A′', b: 'A″' } }
    const metas = await read.saidColumns(third, unattended)
    expect(metas.map(({ name }) => name)).toEqual(expect.arrayContaining(['A′ called', 'A″ called']))
  })

  it('are not there where a run is not scored, or two were not asked the same', async () => {
    const { read } = bench
    const never = { code: 'storage.missing' }
    await expect(read.findSaidRows(asked('trees', { part: 'test' }), unattended)).rejects.toMatchObject(never)
    await expect(read.saidColumns(asked('never'), unattended)).rejects.toMatchObject(never)
    const foreign = asked('trees', { base: 'weightBase' })
    await expect(read.findSaidRows(foreign, unattended)).rejects.toMatchObject({ code: 'spec.invalid' })
    const input = { base: 'base', others: ['weightTrees', 'never'], part: 'validation', tolerance: 0 } as const
    expect(await read.diffRows(input, unattended)).toEqual([
      { runId: 'weightTrees', reason: 'otherQuestion', cause: 'weightTrees' },
      { runId: 'never', reason: 'notScored', cause: 'never' },
    ])
  })
})
