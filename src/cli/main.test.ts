import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LEARNER_KINDS } from '@/core/learner/learner.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import { seededRandom } from '@/core/random.ts'
import { run } from './main.ts'
import { openRunFile, saveRunFile } from './runFile.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-cli-'))
const at = (name: string) => join(folder, name)

/** Houses whose price follows from size and place, with gaps; every third is dear. */
function houses(rows: number): string {
  const random = seededRandom('houses')
  const lines = Array.from({ length: rows }, (_, i) => {
    const size = Math.round(40 + 160 * random())
    const place = ['town', 'village', 'coast'][Math.floor(3 * random())]!
    const price = 1_000 * size + (place === 'coast' ? 90_000 : 0) + 10_000 * random()
    return `${random() < 0.1 ? '' : size},${place},${i % 7},${Math.round(price)},${price > 160_000 ? 'dear' : 'fair'}`
  })
  return `size,place,weekday,price,class\n${lines.join('\n')}\n`
}

beforeAll(() => writeFileSync(at('houses.csv'), houses(400)))
afterAll(() => rmSync(folder, { recursive: true }))

async function assay(...argv: readonly string[]) {
  const said: string[] = []
  const answers: string[] = []
  const terminal = {
    say: (text: string) => said.push(text),
    progress: () => {},
    answer: (text: string) => answers.push(text),
  }
  const status = await run(argv, terminal as never, new AbortController().signal)
  return { status, said: said.join('\n'), answer: answers.join('\n') }
}

describe('the terminal', () => {
  it('trains, saves, inspects and predicts; what is saved answers as it did', async () => {
    const out = at('dear.assay')
    const trained = await assay(
      ...[
        'train',
        at('houses.csv'),
        '--target',
        'class',
        '--drop',
        'price',
        '--learner',
        'glm',
        '--json',
        '--out',
        out,
      ],
    )
    expect(trained.status, trained.said).toBe(0)
    const facts = JSON.parse(trained.answer)
    expect(facts).toMatchObject({
      target: 'class',
      task: 'binary',
      learner: { kind: 'glm' },
      rows: { train: 256, test: 80 },
    })
    expect(facts.metrics.test.accuracy).toBeGreaterThan(0.8)
    // By this docs/terminal.md judges a retrain.
    expect(facts.metrics.test.auc).toBeGreaterThan(0.8)
    expect(facts.inputs.map(({ name }: { name: string }) => name)).toEqual(['size', 'place', 'weekday'])

    const inspected = await assay('inspect', out, '--json')
    expect(JSON.parse(inspected.answer)).toMatchObject({
      spec: facts.spec,
      weights: facts.weights,
      metrics: facts.metrics,
    })
    expect((await assay('inspect', out)).answer).toContain('Logistic regression')

    writeFileSync(at('new.csv'), 'size,place,weekday\n200,coast,1\n45,town,2\nhuge,town,3\n')
    const predicted = await assay('predict', out, at('new.csv'), '--out', at('answers.csv'))
    expect(predicted.status, predicted.said).toBe(0)
    expect(predicted.said).toContain('line 4, size “huge”: This is not a number')
    const [head, first, second] = readFileSync(at('answers.csv'), 'utf8').split('\r\n')
    expect(head).toMatch(/^size,place,weekday,prediction,/)
    expect([first!.split(',')[3], second!.split(',')[3]]).toEqual(['dear', 'fair'])
    expect((await assay('predict', out, at('new.csv'), '--out', '-')).answer).toBe(
      readFileSync(at('answers.csv'), 'utf8'),
    )
  })

  it('asks first whether its answers can be written', async () => {
    const own = ['--target', 'class', '--learner', 'baseline', '--out', at('w.assay')]
    expect((await assay('train', at('houses.csv'), ...own)).status).toBe(0)
    const { status, said } = await assay('predict', at('w.assay'), at('houses.csv'), '--out', folder)
    expect([status, said]).toEqual([3, expect.stringContaining('that is a folder, not a file')])
  })

  it('takes settings, a split and a second file that tests', async () => {
    writeFileSync(at('later.csv'), houses(100))
    const own = ['--target', 'price', '--drop', 'class', '--learner', 'glm', '--set', 'penalty=Elastic net', '--json']
    const split = await assay('train', at('houses.csv'), ...own, '--split', 'every:5', '--out', at('a.assay'))
    expect(JSON.parse(split.answer)).toMatchObject({
      rows: { test: 80 },
      learner: { options: { penalty: 'elastic-net' } },
    })
    const file = await assay('train', at('houses.csv'), ...own, '--test', at('later.csv'), '--out', at('b.assay'))
    expect(JSON.parse(file.answer).rows).toMatchObject({ train: 322, validation: 78, test: 100 })
    const unopened = await assay('train', at('houses.csv'), ...own, '--no-test', '--out', at('c.assay'))
    expect(Object.keys(JSON.parse(unopened.answer).metrics)).toEqual(['validation'])
  })

  it('tries several learners within a budget, and cross-validates', async () => {
    const own = ['--target', 'class', '--drop', 'price', '--json', '--out', at('g.assay')]
    const auto = await assay('train', at('houses.csv'), ...own, '--auto', '--budget', '1')
    const facts = JSON.parse(auto.answer)
    expect(facts).toMatchObject({ learner: { kind: 'auto', options: { budgetS: 1 } }, tries: facts.auto.tried.length })
    expect(facts.auto.tried[0]).toEqual({
      learner: { kind: 'baseline', options: {} },
      loss: expect.any(Number),
      metric: expect.any(Number),
      trainMs: expect.any(Number),
      weight: expect.any(Number),
    })
    const words = (await assay('inspect', at('g.assay'))).answer
    expect(words).toMatch(/^Tried: (A mix of \d+ answers: on the validation rows it has|.* answers alone: no mix was)/m)
    // A network trains where there was time for one, and then its device is named too.
    const [, advice] = words.match(/: (--set .*) repeats this run exactly\.$/m)!
    const device = facts.auto.device?.backend
    expect(advice).toBe(`--set tries=${facts.tries}${device ? ` --device ${device}` : ''}`)
    expect(words).toMatch(/^ +1 +\S+ +\S+ m?s .*Baseline$/m)
    const again = await assay('train', at('houses.csv'), ...own, '--auto', ...advice!.split(' '))
    expect(JSON.parse(again.answer)).toMatchObject({ tries: facts.tries, weights: facts.weights })
    const folded = await assay('train', at('houses.csv'), ...own, '--learner', 'glm', '--folds', '3')
    expect(JSON.parse(folded.answer).folds).toHaveLength(3)
    expect((await assay('inspect', at('g.assay'))).answer).toMatch(/over 3 folds: [\d.]+ ± [\d.]+$/)
  })

  it('calibrates, and predicts with sets or intervals', async () => {
    const own = ['train', at('houses.csv'), '--learner', 'glm', '--json']
    const classes = [...own, '--target', 'class', '--drop', 'price']
    const sets = await assay(...classes, '--calibrate', 'isotonic', '--intervals', '.8', '--out', at('s.assay'))
    expect(sets.status, sets.said).toBe(0)
    const facts = JSON.parse(sets.answer)
    expect(facts.postprocessing).toEqual({ calibration: 'isotonic', conformal: { level: 0.8 } })
    const plain = JSON.parse((await assay(...classes, '--out', at('p.assay'))).answer)
    expect(facts.weights).toBe(plain.weights)
    expect(facts.spec).not.toBe(plain.spec)
    expect((await assay('inspect', at('s.assay'))).answer).toMatch(/^Prediction sets 80%, smallest sets \(LAC\)$/m)
    writeFileSync(at('two.csv'), 'size,place,weekday\n200,coast,1\n155,town,2\n')
    const answers = (await assay('predict', at('s.assay'), at('two.csv'), '--out', '-')).answer.split('\r\n')
    expect(answers[0]).toBe('size,place,weekday,prediction,probability dear,probability fair,set')
    expect(answers[1]).toMatch(/,dear$/)

    await assay(...own, '--target', 'price', '--drop', 'class', '--intervals', '0.9', '--out', at('i.assay'))
    const [head, first] = (await assay('predict', at('i.assay'), at('two.csv'), '--out', '-')).answer.split('\r\n')
    expect(head).toBe('size,place,weekday,prediction,low,high')
    const [value, low, high] = first!.split(',').slice(3).map(Number)
    expect(high! - value!).toBeCloseTo(value! - low!, -1)
    expect(high! - low!).toBeGreaterThan(1_000)
  })

  it('calls by the threshold that a run was given on the page, and says it', async () => {
    const own = ['train', at('houses.csv'), '--target', 'class', '--drop', 'price', '--learner', 'glm', '--json']
    expect(JSON.parse((await assay(...own, '--out', at('t.assay'))).answer)).toMatchObject({ threshold: 0.5 })
    const { bundle } = await openRunFile(at('t.assay'))
    expect((await assay('inspect', at('t.assay'))).answer).not.toContain('Threshold')
    const predicted = async () => {
      const { answer } = await assay('predict', at('t.assay'), at('houses.csv'), '--out', '-')
      const cells = answer
        .trim()
        .split('\r\n')
        .slice(1)
        .map((line) => line.split(',').slice(-3))
      return cells.map(([called, , fair]) => ({ called, fair: Number(fair) }))
    }
    const trained = await predicted()
    await saveRunFile(at('t.assay'), { ...bundle, pipeline: { ...bundle.pipeline, threshold: 0.9 } }, 'moved')
    const moved = await predicted()
    expect(moved.map(({ fair }) => fair)).toEqual(trained.map(({ fair }) => fair))
    for (const { called, fair } of moved) expect(called).toBe(fair >= 0.9 ? 'fair' : 'dear')
    expect(moved.map(({ called }) => called)).not.toEqual(trained.map(({ called }) => called))
    expect((await assay('inspect', at('t.assay'))).answer).toMatch(/^Threshold +fair from \.9 up$/m)
  })

  it('lists the settings of every learner', async () => {
    for (const kind of LEARNER_KINDS) {
      const { status, answer } = await assay('help', kind)
      expect(status).toBe(0)
      for (const { key, help } of LEARNERS[kind].fields) {
        expect(answer).toMatch(new RegExp(`^  ${key} `, 'm'))
        expect(answer).toContain(help)
      }
    }
    expect((await assay('help', 'baseline')).answer).toMatch(/It has no settings\.$/)
    expect((await assay('help', 'glm')).answer).toContain(
      'Choose ridge or lasso or elastic-net (elastic net) or none. Default: ridge.',
    )
    const { answer } = await assay('help', 'boosting')
    expect(answer).toContain('Loss, only of regression')
    expect(answer).toContain('Enter a number from 1e-4 to 1. Default: 0.05 at 500 rows; 0.10 at 50,000 rows.')
    expect(answer).toContain('Stop early after (rounds)')
    expect((await assay('help')).answer).toContain('assay help [LEARNER]')
  })

  it('repeats to the bit', async () => {
    const once = async (name: string) => {
      const { answer } = await assay(
        ...[
          'train',
          at('houses.csv'),
          '--target',
          'class',
          '--learner',
          'linear',
          '--device',
          'cpu',
          '--set',
          'epochs=3',
        ],
        ...['--json', '--out', at(name)],
      )
      const { spec, weights } = JSON.parse(answer)
      return { spec, weights }
    }
    expect(await once('d.assay')).toEqual(await once('e.assay'))
  })

  it.each([
    [[], 2, ''],
    [['help'], 0, ''],
    [['help', 'train'], 0, ''],
    [['help', 'oracle'], 2, 'There is no learner “oracle”; there are auto, baseline'],
    [['fly'], 2, '“fly” is no command'],
    [['train'], 2, 'takes DATA; nothing was given'],
    [['train', 'houses.csv'], 2, '--target says which column'],
    [['train', 'houses.csv', '--target', 'class', '--learner', 'oracle'], 2, '--learner is one of auto, baseline, glm'],
    [
      ['train', 'houses.csv', '--target', 'class', '--learner', 'glm', '--set', 'strength=lots'],
      2,
      'Enter auto, or a number',
    ],
    [
      ['train', 'houses.csv', '--target', 'class', '--set', 'hidden=3', '--learner', 'glm'],
      2,
      'glm has no setting “hidden” for binary; it has penalty,',
    ],
    [
      ['train', 'houses.csv', '--target', 'class', '--set', 'loss=poisson'],
      2,
      'boosting has no setting “loss” for binary',
    ],
    [
      ['train', 'houses.csv', '--target', 'class', '--learner', 'glm', '--set', 'penalty=hard'],
      2,
      'Choose ridge or lasso or elastic net or none.',
    ],
    [['train', 'houses.csv', '--target', 'class', '--split', 'thirds'], 2, '--split is random'],
    [['train', 'houses.csv', '--target', 'class', '--metric', 'rmse'], 2, '--metric is one of'],
    [['train', 'houses.csv', '--target', 'class', '--seed', 'x'], 2, '--seed is a whole number'],
    [['train', 'houses.csv', '--target', 'class', '--folds', '1'], 2, '--folds is a whole number'],
    [['train', 'houses.csv', '--target', 'class', '--auto', '--learner', 'glm'], 2, '--auto chooses learners itself'],
    [
      ['train', 'houses.csv', '--target', 'class', '--test', 'houses.csv', '--split', 'time:day'],
      2,
      '--split would too',
    ],
    [['train', 'houses.csv', '--target', 'class', '--budget', '9'], 2, '--budget is for --auto'],
    [['train', 'houses.csv', '--target', 'class', '--calibrate', 'luck'], 2, '--calibrate is one of platt, isotonic'],
    [['train', 'houses.csv', '--target', 'class', '--intervals', '90'], 2, '--intervals is a share between 0 and 1'],
    [['train', 'houses.csv', '--target', 'price', '--calibrate', 'platt'], 2, '--calibrate is for classes'],
    [['train', 'houses.csv', '--target', 'class', '--wings'], 2, '--wings'],
    [['train', 'nowhere.csv', '--target', 'class'], 3, 'cannot be read'],
    [['train', 'houses.csv', '--target', 'garden'], 3, 'no column garden'],
    [['train', 'houses.csv', '--target', 'class', '--task', 'regression'], 3, "can't be asked about"],
    [['inspect', 'houses.csv'], 3, 'not an Assay bundle'],
    [['train', 'houses.csv', '--target', 'garden', '--out', 'nowhere/run.assay'], 3, 'there is no folder nowhere'],
    [
      ['train', 'houses.csv', '--target', 'class', '--learner', 'linear', '--device', 'webgpu'],
      4,
      'needs the package webgpu: npm install --no-save webgpu',
    ],
  ])('%j ends with %s', async (argv, status, message) => {
    const paths = argv.map((each) => (each.endsWith('.csv') ? at(each) : each))
    const ended = await assay(...paths)
    expect(ended.said).toContain(message)
    expect(ended.status).toBe(status)
  })

  it('ends with 130 where it is stopped before there is anything to keep', async () => {
    const said: string[] = []
    const terminal = { say: (text: string) => said.push(text), progress: () => {}, answer: () => {} }
    const argv = ['train', at('houses.csv'), '--target', 'class', '--learner', 'glm', '--out', at('f.assay')]
    expect(await run(argv, terminal as never, AbortSignal.abort())).toBe(130)
  })
})
