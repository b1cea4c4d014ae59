import { beforeEach, describe, expect, it } from 'vitest'
import type { Frame } from '@/core/dataset/column.ts'
import { AssayError } from '@/core/errors.ts'
import { type CheckEvent, ROW_PARTS } from '@/core/labels/jobs.ts'
import type { LabelFindings } from '@/core/labels/labelCheck.ts'
import type { Learner } from '@/core/learner/learner.ts'
import type { Arrays, Records } from '@/core/ports.ts'
import { parseRecord } from '@/core/schema/record.ts'
import { unattended } from '@/core/task.ts'
import { assignRows } from '@/engine/prepare.ts'
import { openMemoryArrays, openMemoryRecords } from '@/storage/memory.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { animalQuestion, animals, makeRun, makeSpec } from '@/testing/runSpec.ts'
import { storeFrame } from '@/testing/storeFrame.ts'
import { makeRepairJobs } from './repair.jobs.ts'
import { makeTrainJobs } from './train.jobs.ts'
import { makeVersionJobs } from './versions.ts'

const ROWS = 400
const boosting: Learner = {
  kind: 'boosting',
  options: {
    rounds: 30,
    learningRate: 0.2,
    leaves: 8,
    depth: 0,
    minRows: 5,
    minHessian: 0.001,
    l1: 0,
    l2: 1,
    rowShare: 1,
    columnShare: 1,
    patience: 0,
  },
}

let records: Records
let arrays: Arrays
let frame: Frame

const isPlanted = (row: number) => row % 20 === 9

/** Every twentieth animal is written down as the next kind, or as far too heavy. */
function plant(clean: Frame, target: 'kind' | 'weight'): Frame {
  const columns = clean.columns.map((column) => {
    const { name, vector } = column
    if (name !== target) return column
    if (vector.kind === 'numeric') {
      const values = vector.values.map((value, row) => (isPlanted(row) ? value + 40 : value))
      return { ...column, vector: { ...vector, values } }
    }
    const next = (code: number) => (code < 0 ? code : (code + 1) % vector.dictionary.length)
    const codes = vector.codes.map((code, row) => (isPlanted(row) ? next(code) : code))
    return { ...column, vector: { ...vector, codes } }
  })
  return { ...clean, columns }
}

const jobs = () => makeTrainJobs({ records, arrays, platform: nodePlatform })

async function train(id: string, learner: Learner = boosting, change: Parameters<typeof animalQuestion>[0] = {}) {
  const spec = makeSpec(animalQuestion({ ...change }), learner)
  await records.put('run', makeRun(id, spec))
  await jobs().train({ runId: id }, unattended)
  await records.put('labelCheck', { schema: 1, id, status: 'queued', folds: 5, repairs: [], createdAt: 0 })
  return spec
}

const foundOf = async (id: string): Promise<LabelFindings> => {
  const { found } = await jobs().findLabels({ runId: id }, unattended)
  return found!
}

beforeEach(async () => {
  records = openMemoryRecords()
  arrays = openMemoryArrays()
  frame = plant(animals(ROWS), 'kind')
  await storeFrame(records, arrays, 'animals.csv', frame)
})

describe('a check of labels', () => {
  it('finds planted labels by their rows, never of the test, and says how far it is', async () => {
    const spec = await train('r')
    const events: CheckEvent[] = []
    const task = { signal: new AbortController().signal, report: (event: CheckEvent) => events.push(event) }
    const check = await jobs().findLabels({ runId: 'r' }, task)
    expect(check.status).toBe('done')
    expect(await records.get('labelCheck', 'r')).toEqual(parseRecord('labelCheck', structuredClone(check)))
    expect(events.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5])
    const { split } = assignRows(spec.question, spec.seed, { frame })
    const seen = new Set([...split.train, ...split.validation])
    const found = check.found!
    expect(found).toMatchObject({ kind: 'classes', rows: seen.size, unchecked: 0 })
    expect(found.total).toBe(found.suspects.length)
    for (const { row, part } of found.suspects) expect(split[part]).toContain(row)
    const planted = [...seen].filter(isPlanted)
    const flagged = new Set(found.suspects.map(({ row }) => row))
    expect(planted.filter((row) => flagged.has(row)).length).toBeGreaterThan(0.8 * planted.length)
    expect(found.suspects.filter(({ row }) => isPlanted(row)).length).toBeGreaterThan(0.5 * found.total)
    // Likeliest wrong first.
    const probabilities = found.kind === 'classes' ? found.suspects.map(({ probability }) => probability) : []
    expect(probabilities).toEqual([...probabilities].sort((a, b) => a - b))
  })

  it('finds numbers that are outliers', async () => {
    await storeFrame(records, arrays, 'animals.csv', plant(animals(ROWS), 'weight'))
    await train('r', boosting, { target: 'weight', task: 'regression', classes: [], metric: 'rmse' })
    const found = await foundOf('r')
    expect(found.kind).toBe('numbers')
    const first = found.suspects.slice(0, 10)
    expect(first.every(({ row }) => isPlanted(row))).toBe(true)
  })

  it('checks the mix of auto by the learner with most of the vote', async () => {
    await train('r', { kind: 'auto', options: { budgetS: 60, tries: 2 } })
    const check = await jobs().findLabels({ runId: 'r' }, unattended)
    expect(check.status).toBe('done')
    expect(check.learner).toBeDefined()
  })

  it('counts the rows of a split by time that no fold holds out', async () => {
    await train('r', boosting, { split: { kind: 'time', column: 'size', validation: 0.2, test: 0.2 } })
    const found = await foundOf('r')
    expect(found.unchecked).toBeGreaterThan(0)
    expect(found.rows).toBeGreaterThan(0)
  })

  it('keeps what was found before when it is stopped', async () => {
    await train('r')
    const before = await foundOf('r')
    const controller = new AbortController()
    const report = ({ number }: CheckEvent) => number === 2 && controller.abort()
    const stopped = await jobs().findLabels({ runId: 'r' }, { signal: controller.signal, report })
    expect(stopped.status).toBe('stopped')
    expect(stopped.found).toEqual(before)
  })

  it('checks the rows of the folds that there is time for, and says how many', async () => {
    const spec = await train('r')
    const { status, reached, found } = await jobs().findLabels({ runId: 'r', budgetMs: 0 }, unattended)
    expect([status, reached]).toEqual(['done', { done: 1, total: 5 }])
    expect(await records.get('labelCheck', 'r')).toMatchObject({ reached: { done: 1, total: 5 } })
    const { split } = assignRows(spec.question, spec.seed, { frame })
    const all = split.train.length + split.validation.length
    expect(found!.rows + found!.unchecked).toBe(all)
    expect(Math.abs(found!.rows - all / 5)).toBeLessThan(0.05 * all)
    const whole = await jobs().findLabels({ runId: 'r' }, unattended)
    expect(whole.reached).toBeUndefined()
    expect(whole.found!.unchecked).toBe(0)
  })

  it('says so where the run is gone', async () => {
    await expect(jobs().findLabels({ runId: 'nobody' }, unattended)).rejects.toBeInstanceOf(AssayError)
  })
})

describe('the parts of rows', () => {
  it('are those that the run was trained with', async () => {
    const spec = await train('r')
    const { split } = assignRows(spec.question, spec.seed, { frame })
    const parts = await makeRepairJobs({ records, arrays }).rowParts({ runId: 'r' }, unattended)
    const listed = (part: (typeof ROW_PARTS)[number]) =>
      [...parts.keys()].filter((row) => ROW_PARTS[parts[row]!] === part)
    for (const part of ['train', 'validation', 'test'] as const) expect(listed(part)).toEqual([...split[part]])
    // Of one row nobody knows the kind.
    expect(listed(undefined)).toEqual([7])
  })
})

describe('compareRepair', () => {
  const compare = (metric: 'accuracy' | 'logLoss') =>
    makeRepairJobs({ records, arrays }).compareRepair(
      { before: 'r', after: 's', part: 'validation', metric },
      unattended,
    )

  /** Relabels or drops rows in the next version, and trains the same spec on it. */
  async function repair(kind: 'relabel' | 'drop', rows: readonly number[]) {
    const { edit } = makeVersionJobs({ records, arrays })
    const version = await edit(
      {
        datasetId: 'animals.csv',
        edits: [
          kind === 'drop' ? { kind: 'dropRows', rows } : { kind: 'setCells', column: 'kind', rows, value: 'mammal' },
        ],
      },
      unattended,
    )
    const spec = makeSpec(animalQuestion({ datasetId: version.id }), boosting)
    await records.put('run', makeRun('s', spec))
    await jobs().train({ runId: 's' }, unattended)
  }

  it('leaves out rows whose label the repair changed, or that it dropped', async () => {
    const spec = await train('r')
    const { split } = assignRows(spec.question, spec.seed, { frame })
    const { vector } = frame.columns.find(({ name }) => name === 'kind')!
    const isMammal = (row: number) => vector.kind === 'coded' && vector.dictionary[vector.codes[row]!] === 'mammal'
    const touched = [...split.validation.slice(0, 12), ...split.train.slice(0, 12)]
    await repair('relabel', touched)
    const relabelled = split.validation.slice(0, 12).filter((row) => !isMammal(row)).length
    const found = await compare('accuracy')
    expect(relabelled).toBeGreaterThan(0)
    expect(found).toMatchObject({ leftOut: relabelled, rows: split.validation.length - relabelled })
  })

  it('compares on the keys of rows, wherever they lie in the new version', async () => {
    const spec = await train('r')
    const { split } = assignRows(spec.question, spec.seed, { frame })
    const dropped = [...split.train.slice(0, 30), ...split.validation.slice(0, 5), ...split.test.slice(0, 5)]
    await repair('drop', dropped)
    const found = await compare('logLoss')
    expect(found).toMatchObject({ leftOut: 5, rows: split.validation.length - 5 })
    if (!('verdict' in found)) throw new Error(found.reason)
    expect(found.after - found.before).toBeCloseTo(found.verdict.difference, 12)
  })

  it('says why there is nothing to compare', async () => {
    await train('r')
    expect(await compare('accuracy')).toMatchObject({ reason: 'notScored' })
  })
})
