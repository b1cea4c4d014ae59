import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { AssayError } from '@/core/errors.ts'
import { unattended } from '@/core/task.ts'
import type { TreeModel } from '@/core/trees/model.ts'
import { BOOSTING_DEFAULTS } from '@/core/trees/options.ts'
import { runAtOnce } from '@/core/work.ts'
import { trainBoosting } from './boosting.ts'
import { decodeTrees } from './decodeTrees.ts'
import { scoreTrees } from './score.ts'
import { openShap } from './shap.ts'
import { randomTable } from './testing.ts'
import { encodeTrees } from './treeFile.ts'

const table = randomTable(300)
let model: TreeModel
let bytes: Uint8Array<ArrayBuffer>

beforeAll(async () => {
  const options = { ...BOOSTING_DEFAULTS, rounds: 3, patience: 0 }
  const data = { columns: table.columns, target: table.classes }
  model = (await trainBoosting({ data, loss: { kind: 'softmax', classes: 3 }, options, seed: 1 }, unattended)).model
  bytes = new Uint8Array(encodeTrees(model))
})

const refused = (what: ArrayBuffer) => {
  try {
    decodeTrees(what)
  } catch (cause) {
    return cause instanceof AssayError && cause.code
  }
  return undefined
}

describe('the file of trees', () => {
  it('gives the model back', () => {
    expect(decodeTrees(bytes.buffer)).toEqual(model)
  })

  it.each<[string, (copy: TreeModel) => object]>([
    ['a column that is not there', ({ feature }) => ({ feature: feature.map((each) => (each < 0 ? each : 4)) })],
    ['a leaf without value', ({ values }) => ({ values: values.slice(1) })],
    ['a cycle', ({ left, feature }) => ({ left: left.map((each, node) => (feature[node]! < 0 ? each : 0)) })],
    ['children beyond the end', ({ left, feature }) => ({ left: left.map((to, i) => (feature[i]! < 0 ? to : 1e6)) })],
    ['two parents', ({ left, feature }) => ({ left: left.map((to, i) => (feature[i]! < 0 ? to : i + 1)) })],
    ['an infinite value', ({ values }) => ({ values: values.map(() => Number.POSITIVE_INFINITY) })],
    ['a threshold that is none', ({ threshold }) => ({ threshold: threshold.map(() => Number.NaN) })],
    ['an output that is not there', ({ treeOutput }) => ({ treeOutput: treeOutput.map(() => 3) })],
    ['a cover below 0', ({ cover }) => ({ cover: cover.map(() => -1) })],
    [
      'a tree that begins beyond its nodes',
      ({ starts }) => ({ starts: starts.map((at, i) => (i === 1 ? 2 ** 32 - 1 : at)) }),
    ],
    ['no trees for its nodes', ({ starts }) => ({ starts: starts.map(() => 0) })],
    ['sets that are missing', () => ({ sets: new Uint32Array(0) })],
    ['more scores than its answers', () => ({ link: 'logistic' })],
  ])('refuses %s', (_, change) => {
    expect(refused(encodeTrees({ ...model, ...change(model) }))).toBe('bundle.damaged')
  })

  it('refuses it cut short, or longer', () => {
    for (const length of [0, 3, 4, 100, bytes.length - 8])
      expect(refused(bytes.buffer.slice(0, length))).toBe('bundle.damaged')
    expect(refused(new Uint8Array(bytes.length + 8).buffer)).toBe('bundle.damaged')
  })

  it('is refused, or scores and explains rows, whatever bytes are changed', () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        (changes) => {
          const changed = bytes.slice()
          for (const [at, byte] of changes) changed[at] = byte
          let read: TreeModel
          try {
            read = decodeTrees(changed.buffer)
          } catch (cause) {
            expect(cause).toMatchObject({ code: 'bundle.damaged' })
            return
          }
          if (read.columns.some(({ kind }, i) => kind !== table.columns[i]?.kind)) return
          const rows = Uint32Array.of(0, 1, 2)
          for (const score of runAtOnce(scoreTrees(read, table.columns, rows))) expect(score).not.toBeNaN()
          runAtOnce(openShap(read, 0)(table.columns, rows))
        },
      ),
      { numRuns: 100 },
    ))
})
