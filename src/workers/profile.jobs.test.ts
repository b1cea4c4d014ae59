import { beforeEach, describe, expect, it } from 'vitest'
import type { Dataset } from '@/core/dataset/dataset.ts'
import type { ProfileEvent } from '@/core/profile/jobs.ts'
import { unattended } from '@/core/task.ts'
import { openMemoryArrays, openMemoryRecords } from '@/storage/memory.ts'
import { makeLoadJobs } from './load.jobs.ts'
import { makeReadJobs } from './read.jobs.ts'

const ROWS = 400
const HEAD = 'id,size,twice,score,city,flag,when,note'

function makeCsv(): string {
  const lines = Array.from({ length: ROWS }, (_, i) => {
    const size = ((i * 7_919) % 401) / 4
    const city = i % 40 === 0 ? 'ny ' : i % 2 ? 'NY' : 'Oslo'
    const day = new Date(Date.UTC(2020, 0, 1 + i)).toISOString().slice(0, 10)
    return `r${i},${size},${2 * size + 1},${i % 10 === 0 ? '' : (i * 31) % 97},"${city}",${i % 3 === 0},${day},some words number ${i}`
  })
  return `${HEAD}\n${lines.join('\n')}\n`
}

let stores: { records: ReturnType<typeof openMemoryRecords>; arrays: ReturnType<typeof openMemoryArrays> }
let dataset: Dataset
let jobs: ReturnType<typeof makeReadJobs>

beforeEach(async () => {
  stores = { records: openMemoryRecords(), arrays: openMemoryArrays() }
  const file = new File([makeCsv()], 'zoo.csv')
  const options = { trim: false }
  dataset = await makeLoadJobs(stores).load(
    { files: [{ file, fileName: 'zoo.csv' }], sourceKind: 'file', options },
    unattended,
  )
  jobs = makeReadJobs(stores)
})

const watched = () => {
  const events: ProfileEvent[] = []
  const controller = new AbortController()
  return {
    events,
    controller,
    task: { signal: controller.signal, report: (event: ProfileEvent) => void events.push(event) },
  }
}

describe('the profile of stored data', () => {
  it('tells of every column, what is missing, and what is suspicious', async () => {
    const { task, events } = watched()
    const { columns, missing, findings } = await jobs.profile({ datasetId: dataset.id }, task)
    expect(columns.map(({ name }) => name)).toEqual(HEAD.split(','))
    expect(columns.every(({ rows }) => rows === ROWS)).toBe(true)
    expect(missing).toMatchObject({ complete: ROWS - 40, columns: [{ name: 'score', missing: 40 }] })
    const about = (kind: string) => findings.filter((finding) => finding.kind === kind).flatMap((each) => each.columns)
    expect(about('missing')).toEqual(['score'])
    expect(about('variants')).toEqual(['city'])
    expect(events.at(-1)).toEqual({ done: 8, total: 8 })
  })
  it('is found once, and found anew after a stop', async () => {
    const stopped = watched()
    const task = {
      ...stopped.task,
      report: ({ done }: ProfileEvent) => {
        if (done === 3) stopped.controller.abort()
      },
    }
    await expect(jobs.profile({ datasetId: dataset.id }, task)).rejects.toMatchObject({ code: 'aborted' })
    const first = await jobs.profile({ datasetId: dataset.id }, unattended)
    const again = watched()
    expect(await jobs.profile({ datasetId: dataset.id }, again.task)).toBe(first)
    expect(again.events).toEqual([])
  })
  it('of data that is gone says so', () =>
    expect(jobs.profile({ datasetId: 'gone' }, unattended)).rejects.toMatchObject({ code: 'storage.missing' }))
})

describe('associations of stored data', () => {
  it('are of all pairs that can be measured, and name what is left out', async () => {
    const { task, events } = watched()
    const found = await jobs.associate({ datasetId: dataset.id, from: 0 }, task)
    expect(found.names).toEqual(['size', 'twice', 'score', 'city', 'flag', 'when'])
    expect(found.pairs).toHaveLength(15)
    expect(found.leftOut.map(({ name }) => name)).toEqual(['id', 'note'])
    const strongest = found.pairs.find(({ a, b }) => a === 'size' && b === 'twice')
    expect(strongest).toMatchObject({ measure: 'pearson', strength: { rows: ROWS } })
    expect(strongest!.strength.value).toBeCloseTo(1, 12)
    expect(found.findings).toMatchObject([
      { columns: ['size', 'twice'], fix: { step: 'drop', columns: [{ name: 'twice' }] } },
    ])
    expect(found.pairs.find(({ a, b }) => a === 'city' && b === 'flag')?.measure).toBe('cramersV')
    expect(found.pairs.find(({ a, b }) => a === 'score' && b === 'city')).toMatchObject({
      measure: 'correlationRatio',
      strength: { rows: ROWS - 40 },
    })
    expect(events.at(-1)).toEqual({ done: 15, total: 15 })
  })
  it('with a target are ranked, the strongest first', async () => {
    const { associations, why } = await jobs.relate({ datasetId: dataset.id, target: 'size' }, unattended)
    expect(why).toBeUndefined()
    expect(associations).toHaveLength(5)
    expect(associations[0]).toMatchObject({ a: 'twice', b: 'size' })
    const none = await jobs.relate({ datasetId: dataset.id, target: 'note' }, unattended)
    expect(none).toMatchObject({ associations: [], why: 'free text' })
    await expect(jobs.relate({ datasetId: dataset.id, target: 'absent' }, unattended)).rejects.toMatchObject({
      code: 'dataset.unknownColumn',
    })
  })
  it('show the target by the values of a feature', async () => {
    const { classes, groups } = await jobs.contrast(
      { datasetId: dataset.id, feature: 'city', target: 'flag' },
      unattended,
    )
    expect(classes).toEqual(['false', 'true'])
    expect(groups.map(({ label }) => label)).toEqual(['NY', 'Oslo', 'ny '])
    expect(groups.reduce((sum, { rows }) => sum + rows, 0)).toBe(ROWS)
  })
})
