import { describe, expect, it } from 'vitest'
import type { Dataset } from '@/core/dataset/dataset.ts'
import type { EditInput } from '@/core/dataset/jobs.ts'
import { AssayError } from '@/core/errors.ts'
import type { LabelCheck, LabelFindings, LabelSuspect } from '@/core/labels/labelCheck.ts'
import type { Learner } from '@/core/learner/learner.ts'
import { makeDataset } from '@/testing/dataset.ts'
import { makeEnded } from '@/testing/endedRun.ts'
import { fakePorts } from '@/testing/fakePorts.ts'
import { animalQuestion, makeSpec } from '@/testing/runSpec.ts'
import { liveExperiments } from './experiment.ts'
import { liveRuns } from './run.ts'
import { createStore } from './store.ts'

const first = makeDataset('animals.csv', [])
const version: Dataset = { ...first, id: 'v1', version: 1, parent: first.id }
const spec = makeSpec(animalQuestion({ datasetId: first.id }))

const suspect = (row: number, suggested: number): LabelSuspect => ({
  row,
  part: 'train',
  label: 0,
  suggested,
  probability: 0.1,
  suggestedProbability: 0.9,
})
const suspects = [suspect(4, 1), suspect(2, 2), suspect(9, 1)]
const found: LabelFindings = { kind: 'classes', rows: 10, unchecked: 0, total: 3, joint: [], counts: [], suspects }

/** A page with a run whose check finds three rows, or fails. */
async function open(outcome: LabelFindings | AssayError = found, learner: Learner = spec.learner) {
  const edits: EditInput[] = []
  const ports = fakePorts({
    jobs: {
      'load.edit': async (input: EditInput) => {
        edits.push(input)
        await ports.records.put('dataset', version)
        return version
      },
      'train.findLabels': async ({ runId }: { runId: string }) => {
        if (outcome instanceof AssayError) throw outcome
        await ports.records.update('labelCheck', runId, (old) => old && { ...old, status: 'done', found: outcome })
      },
      'train.train': async ({ runId }: { runId: string }) => {
        await ports.records.update('run', runId, (old) => old && { ...old, status: 'done' })
      },
    },
  })
  const ended = makeEnded('r', { ...spec, learner }, 0.8)
  await ports.records.put('dataset', first)
  await ports.records.put('run', ended.run)
  await ports.records.put('result', ended.result!)
  await ports.records.put('experiment', {
    schema: 1,
    id: 'e',
    name: 'Kinds',
    question: { ...animalQuestion({ datasetId: first.id }), accepted: ['a leak'] },
    runsStarted: 1,
    createdAt: 0,
    updatedAt: 0,
  })
  const store = createStore(ports)
  await store.getState().openShelves()
  const now = () => store.getState()
  return {
    now,
    edits,
    check: (): LabelCheck => now().shelves.labelCheck['r']!,
    /** The questions that are there beside the first, with their runs. */
    others: () =>
      liveExperiments(now())
        .filter(({ id }) => id !== 'e')
        .map(({ id, question }) => ({ question, runs: liveRuns(now(), id) })),
  }
}

describe('checking labels', () => {
  it('keeps what was found', async () => {
    const { now, check } = await open()
    await now().findLabels('r')
    expect(check()).toMatchObject({ status: 'done', found, repairs: [] })
    expect(now().checking).toEqual({})
  })

  it('says why it failed', async () => {
    const { now, check } = await open(new AssayError('device.lost', 'The GPU was lost.'))
    await now().findLabels('r')
    expect(check()).toMatchObject({ status: 'failed', error: { code: 'device.lost' } })
  })

  it('marks a check that no tab makes as interrupted', async () => {
    const { now, check } = await open()
    await now().putRecord('labelCheck', { schema: 1, id: 'r', status: 'running', folds: 5, repairs: [], createdAt: 0 })
    await now().findInterruptedChecks()
    expect(check().status).toBe('interrupted')
  })
})

describe('repairing labels', () => {
  it('makes a version, asks the same of it, and trains the spec on it; one deed', async () => {
    const { now, check, edits, others } = await open()
    await now().findLabels('r')
    await now().repairRows('r', { kind: 'relabel' }, suspects)
    expect(edits).toEqual([
      {
        datasetId: first.id,
        byPlace: true,
        edits: [
          { kind: 'setCells', column: 'kind', rows: [4, 9], value: 'mammal' },
          { kind: 'setCells', column: 'kind', rows: [2], value: 'reptile' },
        ],
      },
    ])
    const [repair] = check().repairs
    await now().untilEnded(repair!.runId)
    const [other] = others()
    expect(other!.question).toMatchObject({ datasetId: 'v1', accepted: ['a leak'] })
    expect(other!.runs.map((run) => run.spec)).toEqual([{ ...spec, question: { ...spec.question, datasetId: 'v1' } }])
    expect(repair).toMatchObject({ rows: 3, datasetId: 'v1', isNewVersion: true, isNewQuestion: true })
    expect(now().past.map(({ label }) => label)).toEqual(['Relabelled 3 rows and began to train again'])

    await now().undo()
    expect(others()).toEqual([])
    expect(now().shelves.dataset['v1']?.deletedAt).toBeDefined()
    expect(check().repairs).toEqual([])

    await now().redo()
    expect(others()).toHaveLength(1)
    expect(others()[0]!.runs).toHaveLength(1)
    expect(now().shelves.dataset['v1']?.deletedAt).toBeUndefined()
    expect(check().repairs).toEqual([repair])
  })

  it('is taken back on another day, which can be undone as well', async () => {
    const { now, check, others } = await open()
    await now().findLabels('r')
    await now().repairRows('r', { kind: 'drop' }, suspects)
    const [repair] = check().repairs
    await now().untilEnded(repair!.runId)
    await now().keepRepair('r', repair!)
    expect(check().repairs[0]!.isKept).toBe(true)
    await now().undoRepair('r', check().repairs[0]!)
    expect(others()).toEqual([])
    await now().undo()
    expect(check().repairs[0]!.isKept).toBe(true)
    expect(others()).toHaveLength(1)
  })

  it('leaves a version and a question that were there before', async () => {
    const { now, check, edits } = await open()
    await now().findLabels('r')
    await now().putRecord('dataset', version)
    const asked = await now().createExperiment('Kinds', animalQuestion({ datasetId: 'v1' }))
    await now().repairRows('r', { kind: 'weigh', weight: 0.2 }, suspects)
    expect(edits[0]!.edits).toEqual([{ kind: 'setWeights', rows: [4, 2, 9], weight: 0.2 }])
    const [repair] = check().repairs
    expect(repair).toMatchObject({ experimentId: asked.id, isNewVersion: false, isNewQuestion: false })
    await now().untilEnded(repair!.runId)
    await now().undo()
    expect(now().shelves.dataset['v1']?.deletedAt).toBeUndefined()
    expect(now().shelves.experiment[asked.id]?.deletedAt).toBeUndefined()
    expect(liveRuns(now(), asked.id)).toEqual([])
  })

  it('gives rows of any list one label, without a check, from the model that there is', async () => {
    const { now, check, edits, others } = await open()
    await now().repairRows('r', { kind: 'relabel', value: 'bird' }, [{ row: 7 }, { row: 3 }], { isWarm: true })
    expect(edits[0]!.edits).toEqual([{ kind: 'setCells', column: 'kind', rows: [7, 3], value: 'bird' }])
    expect(check()).toMatchObject({ status: 'done', repairs: [{ rows: 2, way: { kind: 'relabel', value: 'bird' } }] })
    expect(check()).not.toHaveProperty('found')
    await now().untilEnded(check().repairs[0]!.runId)
    const [warm] = others()[0]!.runs
    const weightsDigest = now().shelves.result['r']!.weightsDigest
    expect(warm!.spec).toMatchObject({ learner: spec.learner, warmStart: { weightsDigest } })
  })

  it('trains from the start what has no weights to start from', async () => {
    const { now, check, others } = await open(found, { kind: 'forest', options: { trees: 3, depth: 0, minRows: 1 } })
    await now().repairRows('r', { kind: 'drop' }, [{ row: 7 }], { isWarm: true })
    await now().untilEnded(check().repairs[0]!.runId)
    expect(others()[0]!.runs[0]!.spec).not.toHaveProperty('warmStart')
  })

  it('does nothing without rows', async () => {
    const { now, edits } = await open()
    await now().repairRows('r', { kind: 'drop' }, [])
    expect(edits).toEqual([])
    expect(now().past).toEqual([])
  })
})
