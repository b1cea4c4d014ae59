import { beforeAll, describe, expect, it } from 'vitest'
import type { Contract, MemberOf } from '@/core/pipeline/pipeline.ts'
import { nodePlatform } from '@/testing/nodePlatform.ts'
import { makeRunBundle } from '@/testing/runBundle.ts'
import { openPredictionDevice } from '../neural/device.ts'
import { findLayersProblem } from './topology.ts'

interface Topology {
  class_name: string
  config: {
    layers: { name: string; class_name: string; config: Record<string, unknown>; inbound_nodes: unknown[][][] }[]
    input_layers: unknown[]
    output_layers: unknown[]
  }
}

describe('a model with tables', () => {
  let contract: Contract
  let member: MemberOf<'layers'>
  let weights: Uint8Array
  beforeAll(async () => {
    await openPredictionDevice(nodePlatform)
    const bundle = await makeRunBundle('multiclass', { isWide: true })
    contract = bundle.pipeline.contract
    member = bundle.pipeline.members[0] as MemberOf<'layers'>
    weights = bundle.weights[0]!
    expect(member.encoding.columns.at(-1)).toMatchObject({ kind: 'embedded', name: 'nest' })
  })

  /** What is wrong once the topology was changed. */
  function problem(change: (topology: Topology, layer: (name: string) => Topology['config']['layers'][0]) => void) {
    const copy = structuredClone(member)
    const topology = copy.model.modelTopology as unknown as Topology
    change(topology, (name) => topology.config.layers.find((layer) => layer.name === name)!)
    return findLayersProblem(contract, copy, weights)
  }

  it('is known as it was saved', () => {
    expect(problem(() => {})).toBeUndefined()
  })

  const unknown = /layer that this Assay does not know/
  it.each<[string, Parameters<typeof problem>[0], RegExp]>([
    ['of another kind', (topology) => Object.assign(topology, { class_name: 'Sequential' }), unknown],
    [
      'of a table for other memory',
      (_, layer) => Object.assign(layer('embedding_1').config, { input_dim: 1e9 }),
      unknown,
    ],
    [
      'of entries of another size',
      (_, layer) => Object.assign(layer('embedding_1').config, { output_dim: 3 }),
      unknown,
    ],
    ['that reads past its table', (_, layer) => (layer('entry_1').inbound_nodes[0]![0]![0] = 'codes_1'), unknown],
    ['in another order', (_, layer) => layer('beside').inbound_nodes[0]!.reverse(), unknown],
    ['beside each other elsewhere', (_, layer) => Object.assign(layer('beside').config, { axis: 0 }), unknown],
    ['with a layer passed by', (_, layer) => (layer('output').inbound_nodes[0]![0]![0] = 'hidden_1'), unknown],
    ['with one more layer', ({ config }) => config.layers.push({ ...config.layers[0]!, name: 'more' }), unknown],
    ['with a layer of two names', (_, layer) => Object.assign(layer('hidden_1'), { name: 'hidden_2' }), unknown],
    [
      'with other inputs',
      (_, layer) => Object.assign(layer('plain').config, { batch_input_shape: [null, 1e9] }),
      unknown,
    ],
    ['given in another order', ({ config }) => config.input_layers.reverse(), unknown],
    ['that answers from within', ({ config }) => (config.output_layers = [['hidden_2', 0, 0]]), unknown],
    [
      'with a kernel that does not fit',
      (_, layer) => Object.assign(layer('hidden_1').config, { units: 8 }),
      /do not fit/,
    ],
  ])('is refused %s', (_, change, message) => {
    expect(problem(change)).toMatch(message)
  })

  it('is refused with weights of another table', () => {
    const copy = structuredClone(member)
    const [spec] = copy.model.weightSpecs
    ;(spec!.shape as number[])[0]!++
    expect(findLayersProblem(contract, copy, weights)).toMatch(/tables do not fit/)
  })
})
