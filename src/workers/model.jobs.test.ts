import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { takeRows } from '@/core/dataset/column.ts'
import type { Arrays, Records } from '@/core/ports.ts'
import type { RunResult } from '@/core/run/run.ts'
import { unattended } from '@/core/task.ts'
import { openMemoryArrays, openMemoryRecords } from '@/storage/memory.ts'
import { readFrame } from '@/testing/frames.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { animalQuestion, animals, makeRun, makeSpec } from '@/testing/runSpec.ts'
import { storeFrame } from '@/testing/storeFrame.ts'
import { makeModelJobs, type OwnModelJobs } from './model.jobs.ts'
import { readPart } from './runFiles.ts'
import { makeTrainJobs } from './train.jobs.ts'

const frame = animals(300)
let records: Records
let arrays: Arrays
let model: OwnModelJobs
const results: Record<string, RunResult> = {}

beforeAll(async () => {
  records = openMemoryRecords()
  arrays = openMemoryArrays()
  const stores = { records, arrays, platform: nodePlatform }
  await storeFrame(records, arrays, 'animals.csv', frame)
  await storeFrame(records, arrays, 'others.csv', animals(80, 'others'))
  const jobs = makeTrainJobs(stores)
  const questions = {
    kind: animalQuestion(),
    weight: animalQuestion({ target: 'weight', task: 'regression', classes: [], metric: 'rmse' }),
    file: animalQuestion({ split: { kind: 'file', testDatasetId: 'others.csv', validation: 0.25 } }),
  }
  for (const [id, question] of Object.entries(questions)) {
    await records.put('run', makeRun(id, makeSpec(question)))
    results[id] = await jobs.train({ runId: id }, unattended)
  }
  model = makeModelJobs(stores)
})

describe('evaluating', () => {
  it('scores the test rows, and only once', async () => {
    const first = await model.evaluate({ runId: 'kind', part: 'test' }, unattended)
    expect(first).toMatchObject({ part: 'test', rows: results['kind']!.rows.test })
    expect(first.metrics.accuracy).toBeGreaterThan(0.85)
    expect(await records.get('evaluation', 'kind/test')).toEqual(first)
    expect(await model.evaluate({ runId: 'kind', part: 'test' }, unattended)).toEqual(first)
    const [test, validation] = [await readPart(arrays, 'kind', 'test'), await readPart(arrays, 'kind', 'validation')]
    expect([...test.rows].filter((row) => validation.rows.includes(row))).toEqual([])
  })

  it('gives the validation rows the very scores that training left', async () => {
    const before = await records.get('evaluation', 'kind/validation')
    await records.remove('evaluation', 'kind/validation')
    const again = await model.evaluate({ runId: 'kind', part: 'validation' }, unattended)
    expect({ ...again, createdAt: 0 }).toEqual({ ...before, createdAt: 0 })
  })

  it('takes the test rows of the second file', async () => {
    const evaluation = await model.evaluate({ runId: 'file', part: 'test' }, unattended)
    expect(evaluation.rows).toBe(79)
    const { actual, rows } = await readPart(arrays, 'file', 'test')
    const kinds = readFrame(animals(80, 'others'))['kind']!
    rows.forEach((row, i) => {
      expect(animalQuestion().classes[actual[i]!]).toBe(kinds[row])
    })
  })

  it('says so when the data or the model are not there', async () => {
    await records.put('run', makeRun('bare', makeSpec(animalQuestion())))
    await expect(model.evaluate({ runId: 'bare', part: 'test' }, unattended)).rejects.toMatchObject({
      code: 'storage.missing',
    })
    await expect(model.evaluate({ runId: 'never', part: 'test' }, unattended)).rejects.toMatchObject({
      code: 'storage.missing',
    })
  })
})

describe('predicted against actual', () => {
  it('is drawn from all rows, or evenly from as many as asked', async () => {
    const { validation } = results['weight']!.rows
    const all = await model.actualPredicted({ runId: 'weight', part: 'validation', max: 1_000 }, unattended)
    expect(all.rows).toBe(validation)
    expect(all.actual.length).toBe(validation)
    const few = await model.actualPredicted({ runId: 'weight', part: 'validation', max: 10 }, unattended)
    expect(few.predicted.length).toBe(10)
    expect(few.actual[0]).toBe(all.actual[0])
    expect(few.actual[9]).toBe(all.actual[Math.floor((9 * validation) / 10)])
  })

  it('is not for classes', async () => {
    await expect(
      model.actualPredicted({ runId: 'kind', part: 'validation', max: 10 }, unattended),
    ).rejects.toMatchObject({ code: 'spec.invalid' })
  })
})

describe('predicting rows of a form', () => {
  it('answers in words, as for the same rows of the data', async () => {
    const { rows, scores } = await readPart(arrays, 'kind', 'validation')
    const cells = readFrame(takeRows(frame, rows))
    const asText = [0, 1, 2].map((i) =>
      Object.fromEntries(
        Object.entries(cells).map(([name, column]) => [name, column[i] === null ? null : String(column[i])]),
      ),
    )
    const { rows: predicted, issues } = await model.predictRows({ runId: 'kind', rows: asText }, unattended)
    expect(issues).toEqual([])
    predicted.forEach(({ prediction, probabilities }, i) => {
      const own = [...scores.subarray(3 * i, 3 * i + 3)]
      probabilities!.forEach((p, j) => {
        expect(p).toBeCloseTo(own[j]!, 6)
      })
      expect(prediction).toBe(animalQuestion().classes[own.indexOf(Math.max(...own))])
    })
  })

  it('tells of a cell that it could not use', async () => {
    const { rows, issues } = await model.predictRows(
      { runId: 'weight', rows: [{ size: 'big', skin: 'fur', legs: '4', kind: 'mammal' }] },
      unattended,
    )
    expect(rows[0]!.prediction).toEqual(expect.any(Number))
    expect(issues).toMatchObject([{ kind: 'coerced', column: 'size', raw: 'big' }])
  })

  it('serves many at once', async () => {
    const row = { size: '3', skin: 'fur', legs: '4', kind: 'mammal', weight: '9' }
    const outputs = await Promise.all(
      ['kind', 'weight', 'file', 'kind'].map((runId) => model.predictRows({ runId, rows: [row] }, unattended)),
    )
    expect(outputs[3]).toEqual(outputs[0])
  })
})

describe('scoring a file', () => {
  const text = [
    'A title;;;;;',
    'id;size;skin;legs;note;weight',
    '007;5.50;fur;4;"says ""hi""";10',
    '008;;scales;2;"two',
    'lines";11',
    '009;7;slime;4;plain;12',
    '010;big;fur;four',
  ].join('\n')

  it('keeps the file’s own text cell for cell and adds the answers', async () => {
    const events: number[] = []
    const output = await model.scoreFile(
      { runId: 'kind', file: new Blob([text.replace('A title;;;;;\n', 'A title\n')]), fileName: 'new animals.csv' },
      { signal: new AbortController().signal, report: ({ done }) => events.push(done) },
    )
    expect(output).toMatchObject({ fileName: 'new animals predicted.csv', rows: 4 })
    expect(output.preview.columns).toEqual([
      'id',
      'size',
      'skin',
      'legs',
      'note',
      'weight',
      'prediction',
      'probability bird',
      'probability mammal',
      'probability reptile',
    ])
    expect(output.preview.rows.map((row) => row.slice(0, 6))).toEqual([
      ['007', '5.50', 'fur', '4', 'says "hi"', '10'],
      ['008', '', 'scales', '2', 'two\nlines', '11'],
      ['009', '7', 'slime', '4', 'plain', '12'],
      ['010', 'big', 'fur', 'four', '', ''],
    ])
    const alone = await model.predictRows(
      { runId: 'kind', rows: [{ size: '5.50', skin: 'fur', legs: '4', weight: '10' }] },
      unattended,
    )
    expect(output.preview.rows[0]![6]).toBe(alone.rows[0]!.prediction)
    output.preview.rows[0]!.slice(7).forEach((cell, j) => {
      expect(Number(cell)).toBeCloseTo(alone.rows[0]!.probabilities![j]!, 6)
    })
    const lines = (await output.csv.text()).split('\r\n')
    expect(lines[0]).toBe(output.preview.columns.join(';'))
    expect(lines[1]).toMatch(/^007;5\.50;fur;4;"says ""hi""";10;mammal;/)
    expect(lines[2]).toMatch(/^008;;scales;2;"two\nlines";11;/)
    // Where they stand in the file, the two-line cell counted.
    const found = output.issues.map(({ line, column }) => `${line} ${column}`)
    expect(found).toEqual(expect.arrayContaining(['6 skin', '7 size', '7 legs']))
    expect(output.issueCount).toBe(found.length)
    expect(events.at(-1)).toBe(4)
  })

  it('takes any format: packed text comes back as it stands, JSON as CSV', async () => {
    const score = async (file: Blob, fileName: string) => {
      const output = await model.scoreFile({ runId: 'kind', file, fileName }, unattended)
      return { rows: output.preview.rows, name: output.fileName, columns: output.preview.columns }
    }
    const csv = 'size;skin;legs;weight\n5.50;fur;4;10\n7;slime;4;12\n'
    const plain = await score(new Blob([csv]), 'a.csv')
    expect(plain.rows[0]!.slice(0, 4)).toEqual(['5.50', 'fur', '4', '10'])
    expect(await score(new Blob([gzipSync(csv)]), 'a.csv.gz')).toEqual({ ...plain, name: 'a predicted.csv' })
    const json = await score(
      new Blob(['{"size":5.5,"skin":"fur","legs":4,"weight":10}\n{"size":7,"skin":"slime","legs":4,"weight":12}']),
      'a.jsonl',
    )
    expect(json.rows[0]!.slice(0, 4)).toEqual(['5.5', 'fur', '4', '10'])
    expect(json.rows.map((row) => row.slice(4))).toEqual(plain.rows.map((row) => row.slice(4)))
    expect(json.columns).toEqual(plain.columns)
  })

  it('names the columns that a file lacks', async () => {
    const file = new Blob(['a,b\n1,2\n3,4\n'])
    await expect(model.scoreFile({ runId: 'kind', file, fileName: 'x.csv' }, unattended)).rejects.toMatchObject({
      code: 'predict.missingColumns',
      details: { missing: ['size', 'skin', 'legs', 'weight'] },
    })
  })

  it('hears a stop', async () => {
    const task = { signal: AbortSignal.abort(), report: () => {} }
    await expect(
      model.scoreFile({ runId: 'kind', file: new Blob([text]), fileName: 'x.csv' }, task),
    ).rejects.toMatchObject({ code: 'aborted' })
  })
})
