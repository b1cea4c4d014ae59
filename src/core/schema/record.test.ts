import { readdirSync, readFileSync } from 'node:fs'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { LEARNERS } from '../learner/table.ts'
import { RECORD_KINDS, type RecordKind } from '../ports.ts'
import { parseManifest, parseRecord, parseRunSpec } from './record.ts'

const folder = new URL('./fixtures/', import.meta.url)
const files = readdirSync(folder).filter((file) => file.endsWith('.json'))

type Json = Record<string, unknown>

function parseAny(kind: string, value: unknown): unknown {
  if (kind === 'manifest') return parseManifest(value)
  if (kind === 'runSpec') return parseRunSpec(value)
  return parseRecord(kind as RecordKind, value)
}

function fixture(kind: string, change: (value: Json) => unknown = () => {}): Json {
  const value = JSON.parse(readFileSync(new URL(`${kind}.v1.json`, folder), 'utf8')) as Json
  change(value)
  return value
}

/** The member at a dotted path of a fixture. */
function at(value: Json, path: string): Json {
  return path.split('.').reduce((inner, key) => inner[key] as Json, value)
}

const invalid = (message: RegExp | string) =>
  expect.objectContaining({ code: 'record.invalid', message: expect.stringMatching(message) })

describe('fixtures of released versions', () => {
  it('are there for every kind', () => {
    for (const kind of [...RECORD_KINDS, 'runSpec', 'manifest']) expect(files).toContain(`${kind}.v1.json`)
  })

  it.each(files)('%s parses to the same value', (file) => {
    const value = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Json
    expect(parseAny(file.split('.')[0]!, value)).toStrictEqual(value)
  })

  it.each(files)('%s with a later schema version is said to come from a newer Assay', (file) => {
    const kind = file.split('.')[0]!
    expect(() => parseAny(kind, { ...fixture(kind), schema: 2, somethingNew: true })).toThrow(
      expect.objectContaining({
        code: kind === 'manifest' ? 'bundle.version' : 'record.version',
        message: expect.stringContaining('was made by a newer Assay'),
      }),
    )
  })
})

describe('parseRecord', () => {
  it('names the path of what is wrong', () => {
    const broken = fixture('experiment', (value) => {
      at(value, 'question.recipe.steps.1')['method'] = 'guess'
    })
    expect(() => parseRecord('experiment', broken)).toThrow(invalid('question.recipe.steps.1.method'))
    expect(() => parseRecord('run', 'text')).toThrow(invalid('the whole'))
    expect(() => parseRecord('run', { ...fixture('run'), schema: 0 })).toThrow(invalid('schema'))
  })

  it('drops unknown members, and no key reaches a prototype', () => {
    const text = JSON.stringify(fixture('evaluation')).replace(
      '{"schema":1',
      '{"schema":1,"more":1,"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}',
    )
    const clean = parseRecord('evaluation', JSON.parse(text))
    expect(clean).toStrictEqual(fixture('evaluation'))
    expect((clean as unknown as Json)['polluted']).toBeUndefined()
    expect(({} as Json)['polluted']).toBeUndefined()

    const topology = (inside: string) =>
      JSON.parse(
        JSON.stringify(fixture('pipeline')).replace(
          '{"class_name":"Sequential"',
          `{${inside},"class_name":"Sequential"`,
        ),
      )
    expect(() => parseRecord('pipeline', topology('"__proto__":{"polluted":1}'))).toThrow(invalid('modelTopology'))
    const deep = `"deep":${'['.repeat(1_000)}${']'.repeat(1_000)}`
    expect(() => parseRecord('pipeline', topology(deep))).toThrow(invalid('modelTopology'))
  })

  it.each(['../x', 'a/b', '..', '', 'a\u0000b', 'x'.repeat(200)])(
    'takes no id that could lead to another path: %j',
    (id) => {
      for (const kind of ['run', 'result', 'pipeline', 'annotation', 'dataset', 'experiment', 'evaluation'] as const)
        expect(() => parseRecord(kind, { ...fixture(kind), id })).toThrow(invalid(/^This .* id is wrong/))
    },
  )

  it('takes no encoding whose width is not that of its columns', () => {
    const wrong = fixture('pipeline', (value) => {
      at(value, 'members.0.encoding')['width'] = 9
    })
    expect(() => parseRecord('pipeline', wrong)).toThrow(invalid('members.0.encoding'))
  })

  it('takes no embedded column before others, nor one of more values or dimensions than there can be', () => {
    const wide = (change: (columns: Json[]) => void) =>
      fixture('pipeline', (value) => {
        const encoding = at(value, 'members.0.encoding')
        const embedded = { kind: 'embedded', name: 'street', values: ['a'], missing: false, other: true, dims: 3 }
        const columns = [...(encoding['columns'] as Json[]), embedded]
        change(columns)
        Object.assign(encoding, { columns, width: (encoding['width'] as number) + 1 })
      })
    expect(() =>
      parseRecord(
        'pipeline',
        wide(() => {}),
      ),
    ).not.toThrow()
    for (const [change, message] of [
      [(columns: Json[]) => columns.unshift(columns.pop()!), 'members.0.encoding'],
      [(columns: Json[]) => Object.assign(columns.at(-1)!, { dims: 51 }), 'dims'],
      [(columns: Json[]) => Object.assign(columns.at(-1)!, { dims: 0 }), 'dims'],
      [(columns: Json[]) => Object.assign(columns.at(-1)!, { values: Array(10_001).fill('a') }), 'values'],
    ] as const)
      expect(() => parseRecord('pipeline', wide(change))).toThrow(invalid(message))
  })

  it('takes no weight that no tab could hold, nor a scale of 0', () => {
    const vast = fixture('pipeline', (value) => {
      at(value, 'members.0.model.weightSpecs.0')['shape'] = [1e9, 1e9]
    })
    expect(() => parseRecord('pipeline', vast)).toThrow(invalid('weightSpecs.0.shape'))
    const zero = fixture('pipeline', (value) => {
      at(value, 'members.0.encoding.columns.0')['scale'] = 0
    })
    expect(() => parseRecord('pipeline', zero)).toThrow(invalid('columns.0.scale'))
  })

  it('takes no calibration or intervals that do not fit the question', () => {
    const calibrated = JSON.parse(readFileSync(new URL('pipeline.v1.calibrated.json', folder), 'utf8')) as Json
    const change = (own: Json) => () => parseRecord('pipeline', { ...structuredClone(calibrated), ...own })
    const falling = { x: [0, 0.5], y: [0.9, 0.1] }
    for (const calibration of [
      { kind: 'platt', lines: [{ slope: 1, intercept: 0 }] },
      { kind: 'isotonic', curves: [falling, falling, falling] },
      { kind: 'temperature', temperature: 0 },
    ])
      expect(change({ calibration })).toThrow(invalid('calibration'))
    expect(change({ conformal: { kind: 'residual', level: 0.9, bound: 1, rows: 9 } })).toThrow(invalid('conformal'))
    expect(change({ conformal: { kind: 'lac', level: 1, bound: 1, rows: 9 } })).toThrow(invalid('conformal.level'))
  })

  it('keeps a loss that left the numbers, through JSON too', () => {
    const record = fixture('result', (value) => {
      at(value, 'history.1')['trainLoss'] = Number.NaN
      at(value, 'history.1')['validationLoss'] = Number.POSITIVE_INFINITY
    })
    expect(parseRecord('result', record).history[1]).toMatchObject({
      trainLoss: Number.NaN,
      validationLoss: Number.POSITIVE_INFINITY,
    })
    const stored = JSON.parse(JSON.stringify(record)) as unknown
    expect(parseRecord('result', stored).history[1]).toMatchObject({
      trainLoss: Number.NaN,
      validationLoss: Number.NaN,
    })
  })

  it('does not lose a run for an error code or details that it does not know', () => {
    const record = fixture('run', (value) => {
      Object.assign(at(value, 'error'), { code: 'later.code', details: { when: new Date(0) } })
    })
    expect(parseRecord('run', record).error).toEqual({
      code: 'internal',
      message: at(record, 'error')['message'],
      details: undefined,
    })
  })

  it('reads every kind of split and learner', () => {
    const shares = { validation: 0.1, test: 0.2 }
    for (const split of [
      { kind: 'random', ...shares },
      { kind: 'group', column: 'g', ...shares },
      { kind: 'time', column: 't', ...shares },
      { kind: 'modulus', modulus: 5, remainder: 0, validation: 0.1 },
      { kind: 'column', column: 'part', testValue: 'test', validation: 0.1 },
      { kind: 'file', testDatasetId: 'a'.repeat(64), validation: 0.1 },
    ]) {
      const spec = fixture('runSpec', (value) => {
        at(value, 'question')['split'] = split
        value['learner'] = { kind: 'baseline', options: {} }
      })
      expect(parseRunSpec(spec)).toStrictEqual(spec)
    }
  })

  it('opens a run of several classes that asked for answers up with a column, as none may any more', () => {
    const spec = fixture('runSpec', (value) => {
      Object.assign(at(value, 'question'), { task: 'multiclass', classes: ['a', 'b', 'c'] })
      value['learner'] = {
        kind: 'boosting',
        options: { ...LEARNERS.boosting.defaults(500), monotone: { age: 1 } },
      }
    })
    expect(parseRunSpec(spec)).toStrictEqual(spec)
  })
})

describe('parseManifest', () => {
  it('tells a foreign file from a damaged bundle', () => {
    expect(() => parseManifest({ format: 'other' })).toThrow(expect.objectContaining({ code: 'bundle.foreign' }))
    expect(() => parseManifest(null)).toThrow(expect.objectContaining({ code: 'bundle.foreign' }))
    expect(() => parseManifest(fixture('manifest', (value) => delete value['parts']))).toThrow(
      expect.objectContaining({ code: 'bundle.damaged' }),
    )
  })

  it.each(['../a', '/a', 'a/../b', 'a\\b', 'C:/a', './a', 'a//b', '', '.hidden'])(
    'takes no path such as %j',
    (path) => {
      const wrong = fixture('manifest', (value) => {
        at(value, 'parts.0')['path'] = path
      })
      expect(() => parseManifest(wrong)).toThrow(expect.objectContaining({ code: 'bundle.damaged' }))
    },
  )

  it('takes no path twice', () => {
    const twice = fixture('manifest', (value) => {
      at(value, 'parts.1')['path'] = at(value, 'parts.0')['path']
    })
    expect(() => parseManifest(twice)).toThrow(expect.objectContaining({ code: 'bundle.damaged' }))
  })
})

describe('under a content security policy without eval', () => {
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.resetModules()
  })

  it('never tries to build a function from text', async () => {
    vi.resetModules()
    const built = vi.fn()
    const record = await import('./record.ts')
    vi.stubGlobal('Function', built)
    record.parseRecord('pipeline', fixture('pipeline'))
    record.parseManifest(fixture('manifest'))
    expect(built).not.toHaveBeenCalled()
  })
})
