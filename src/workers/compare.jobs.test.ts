import { beforeAll, describe, expect, it } from 'vitest'
import type { MetricName } from '@/core/metrics/metric.ts'
import type { ComparedRun, Progress } from '@/core/pipeline/jobs.ts'
import { explainUncompared, judgeRuns, type Uncompared } from '@/core/pipeline/noComparison.ts'
import { unattended } from '@/core/task.ts'
import { aimingAt, trainAnimals, weight } from '@/testing/animalRuns.ts'
import { animalQuestion, makeRun, makeSpec, quickNetwork } from '@/testing/runSpec.ts'
import { readPart } from './runFiles.ts'
import { makeTrainJobs } from './train.jobs.ts'
import { makeVersionJobs } from './versions.ts'

type Trained = Awaited<ReturnType<typeof trainAnimals>>

const baseline = { kind: 'baseline', options: {} } as const
const byTime = { kind: 'time', column: 'size', validation: 0.2, test: 0.2 } as const
const bySkin = { kind: 'group', column: 'note', validation: 0.2, test: 0.2 } as const
let stores: Trained['stores']
let records: Trained['records']
let arrays: Trained['arrays']
let model: Trained['model']

beforeAll(async () => {
  const trained = await trainAnimals({
    network: makeSpec(animalQuestion()),
    baseline: makeSpec(animalQuestion(), baseline),
    seeded: { ...makeSpec(animalQuestion(), baseline), seed: 4 },
    weight: makeSpec(animalQuestion(weight), quickNetwork),
    later: makeSpec(animalQuestion({ ...weight, split: byTime }), quickNetwork),
    laterBaseline: makeSpec(animalQuestion({ ...weight, split: byTime }), baseline),
    upper: aimingAt(0.9, 20),
    lower: aimingAt(0.1, 3),
    weightBaseline: makeSpec(animalQuestion(weight), baseline),
    skins: makeSpec(animalQuestion({ split: bySkin }), baseline),
    skinned: makeSpec(animalQuestion({ split: bySkin })),
  })
  ;({ stores, records, arrays, model } = trained)
})

function compare(
  base: string,
  others: readonly string[],
  metric: MetricName,
  part: 'validation' | 'test' = 'validation',
) {
  return model.compareRuns({ base, others, part, metric }, unattended)
}

function verdictOf(found: ComparedRun | undefined) {
  const [judged] = judgeRuns(found ? [found] : [])
  if (!judged || !('verdict' in judged)) throw new Error(`no verdict: ${JSON.stringify(found)}`)
  return judged.verdict
}

describe('comparing runs', () => {
  it.each<MetricName>(['accuracy', 'logLoss', 'f1'])(
    'finds the network better than the baseline by %s',
    async (metric) => {
      const [found] = await compare('baseline', ['network'], metric)
      const verdict = verdictOf(found)
      expect(verdict.verdict).toBe('better')
      const scoreOf = async (id: string) => (await records.get('evaluation', `${id}/validation`))!.metrics[metric]!
      expect(verdict.difference).toBeCloseTo((await scoreOf('network')) - (await scoreOf('baseline')), 9)
      const [back] = await compare('network', ['baseline'], metric)
      expect(verdictOf(back)).toMatchObject({ verdict: 'worse', p: verdict.p })
      expect(verdictOf(back).difference).toBeCloseTo(-verdict.difference, 12)
    },
  )

  it('of numbers too', async () => {
    const [found] = await compare('weightBaseline', ['weight'], 'rmse')
    expect(verdictOf(found)).toMatchObject({ verdict: 'better', test: 'paired bootstrap' })
    expect(verdictOf(found).high).toBeLessThan(0)
  })

  it.each<MetricName>(['accuracy', 'logLoss', 'f1'])('finds nothing between a run and itself by %s', async (metric) => {
    const [found] = await compare('network', ['network'], metric)
    expect(verdictOf(found)).toMatchObject({ verdict: 'no evidence', difference: 0, low: expect.any(Number), p: 1 })
  })

  it('keeps the order, and adjusts p for those that can be compared alone', async () => {
    const alone = verdictOf((await compare('baseline', ['network'], 'accuracy'))[0])
    const found = await compare('baseline', ['network', 'weight', 'network', 'baseline'], 'accuracy')
    expect(found.map(({ runId }) => runId)).toEqual(['network', 'weight', 'network', 'baseline'])
    expect(found[1]).toEqual({ runId: 'weight', reason: 'otherQuestion', cause: 'weight' })
    const judged = judgeRuns(found)
    expect(judged[0]).toMatchObject({ verdict: { rawP: alone.p, p: expect.closeTo(3 * alone.p, 15), family: 3 } })
    expect(judged[1]).toEqual(found[1])
    // Of p, p and 1, Benjamini and Hochberg's is p · 3 / 2.
    expect(judgeRuns(found, 'benjaminiHochberg')[0]).toMatchObject({
      verdict: { p: expect.closeTo(1.5 * alone.p, 15) },
    })
  })

  it('draws whole groups where the split keeps them together, as long as their column is here', async () => {
    const [found] = await compare('skins', ['skinned'], 'accuracy')
    expect(verdictOf(found)).toMatchObject({ verdict: 'better', test: 'paired cluster bootstrap' })
    const { intervals } = await model.intervals({ runId: 'skinned', part: 'validation' }, unattended)
    expect(intervals.logLoss?.method).toBe('cluster bootstrap')
    const dataset = (await records.get('dataset', 'animals.csv'))!
    await records.remove('dataset', 'animals.csv')
    expect(await compare('skins', ['skinned'], 'accuracy')).toEqual([
      { runId: 'skinned', reason: 'groupsMissing', cause: 'skins' },
    ])
    await records.put('dataset', dataset)
  })

  it('draws blocks of neighbouring times where the split goes by time, as long as their column is here', async () => {
    const [found] = await compare('laterBaseline', ['later'], 'mae')
    expect(verdictOf(found)).toMatchObject({ verdict: 'better', test: 'paired block bootstrap' })
    const { intervals } = await model.intervals({ runId: 'later', part: 'validation' }, unattended)
    for (const { method } of Object.values(intervals)) expect(method).toBe('block bootstrap')
    const dataset = (await records.get('dataset', 'animals.csv'))!
    await records.remove('dataset', 'animals.csv')
    expect(await compare('laterBaseline', ['later'], 'mae')).toEqual([
      { runId: 'later', reason: 'groupsMissing', cause: 'laterBaseline' },
    ])
    await records.put('dataset', dataset)
  })

  it('says why there is no verdict', async () => {
    expect(await compare('network', ['seeded'], 'accuracy')).toEqual([
      { runId: 'seeded', reason: 'otherRows', cause: 'seeded' },
    ])
    expect(await compare('network', ['baseline', 'never'], 'accuracy', 'test')).toEqual([
      { runId: 'baseline', reason: 'notScored', cause: 'network' },
      { runId: 'never', reason: 'notScored', cause: 'network' },
    ])
    expect(await compare('network', ['never'], 'accuracy')).toEqual([
      { runId: 'never', reason: 'notScored', cause: 'never' },
    ])
    // A baseline calls all rows the same, which has no Matthews correlation.
    expect(await compare('baseline', ['network'], 'mcc')).toEqual([
      { runId: 'network', reason: 'noChance', cause: 'network' },
    ])
    const imported = makeRun('imported', makeSpec(animalQuestion()))
    await records.put('run', imported)
    await records.put('pipeline', { ...(await records.get('pipeline', 'network'))!, id: 'imported' })
    await records.put('evaluation', {
      ...(await records.get('evaluation', 'network/validation'))!,
      id: 'imported/validation',
      runId: 'imported',
    })
    expect(await compare('network', ['imported'], 'accuracy')).toEqual([
      { runId: 'imported', reason: 'notStored', cause: 'imported' },
    ])
  })

  describe('of two versions of one table', () => {
    /** The same specs on a version in which some rows are dropped and some relabelled, and what became of validation rows. */
    async function nextVersion() {
      const { rows } = await readPart(arrays, 'network', 'validation')
      const kinds = (await readPart(arrays, 'network', 'validation')).actual
      const dropped = [...rows.slice(0, 4)]
      // The first kind is "bird": some others become birds.
      const relabelled = [...rows].filter((_, place) => place >= 4 && kinds[place] !== 0).slice(0, 6)
      const { edit } = makeVersionJobs(stores)
      const version = await edit(
        {
          datasetId: 'animals.csv',
          edits: [
            { kind: 'setCells', column: 'kind', rows: relabelled, value: 'bird' },
            { kind: 'dropRows', rows: dropped },
          ],
        },
        unattended,
      )
      const train = makeTrainJobs(stores)
      const asked = animalQuestion({ datasetId: version.id })
      for (const [id, spec] of Object.entries({
        edited: makeSpec(asked),
        editedSeed: { ...makeSpec(asked, baseline), seed: 4 },
      })) {
        await records.put('run', makeRun(id, spec))
        await train.train({ runId: id }, unattended)
      }
      return { rows: rows.length, dropped: dropped.length, relabelled: relabelled.length }
    }

    it('judges on the rows that both have with one answer, and says what became of the others', async () => {
      const { rows, dropped, relabelled } = await nextVersion()
      const [found] = await compare('baseline', ['edited'], 'accuracy')
      const shared = { rows: rows - dropped - relabelled, ofBase: rows, ofOther: rows - dropped, relabelled }
      expect(found).toMatchObject({ shared, comparison: { metric: 'accuracy' } })
      expect(verdictOf(found).verdict).toBe('better')
      const [back] = await compare('edited', ['baseline'], 'accuracy')
      expect(back).toMatchObject({ shared: { ...shared, ofBase: rows - dropped, ofOther: rows } })
      expect(verdictOf(back).difference).toBeCloseTo(-verdictOf(found).difference, 12)
      // The same rows, counted by hand in the order of either.
      const [a, b] = [await readPart(arrays, 'baseline', 'validation'), await readPart(arrays, 'edited', 'validation')]
      const right = ({ scores, actual }: typeof a, place: number) => {
        const own = [...scores.slice(3 * place, 3 * place + 3)]
        return own.indexOf(Math.max(...own)) === actual[place] ? 1 : 0
      }
      let difference = 0
      for (let place = dropped; place < rows; place++)
        if (a.actual[place] === b.actual[place - dropped]) difference += right(b, place - dropped) - right(a, place)
      expect(verdictOf(found).difference).toBeCloseTo(difference / shared.rows, 12)
      // Dealt by another seed, other rows validate.
      expect(await compare('baseline', ['editedSeed'], 'accuracy')).toEqual([
        { runId: 'editedSeed', reason: 'otherRows', cause: 'editedSeed' },
      ])
    })
  })

  it('tells how far it is, and hears a stop', async () => {
    const events: Progress[] = []
    const input = { base: 'baseline', others: ['network', 'network'], part: 'validation', metric: 'logLoss' } as const
    const task = { signal: new AbortController().signal, report: (event: Progress) => events.push(event) }
    await model.compareRuns(input, task)
    expect(events.at(-1)).toEqual({ done: 4_000, total: 4_000 })
    expect(events.length).toBeLessThanOrEqual(101)
    await expect(model.compareRuns(input, { signal: AbortSignal.abort(), report: () => {} })).rejects.toMatchObject({
      code: 'aborted',
    })
  })
})

describe('pinball losses', () => {
  it('of two quantiles have no verdict and say so; who aims at none is held to the other’s', async () => {
    const others = ['lower', 'weight', 'weightBaseline']
    const found = await compare('upper', others, 'pinball')
    expect(found[0]).toEqual({ runId: 'lower', reason: 'otherQuantile', cause: 'lower' })
    expect(found.slice(1).every((each) => 'comparison' in each)).toBe(true)
    expect((await compare('upper', others, 'mae')).every((each) => 'comparison' in each)).toBe(true)
    const runs = await Promise.all(['upper', 'lower'].map((id) => records.get('run', id)))
    const about = { base: runs[0]!, run: runs[1]!, part: 'validation', metric: 'pinball' } as const
    expect(explainUncompared(found[0] as Uncompared, about)).toContain('another quantile')
  })
})
