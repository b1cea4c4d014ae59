import { formatUnits } from '../format/format.ts'
import type { Learner } from '../learner/learner.ts'
import type { Backend, ResolvedDevice } from './run.ts'

/** A setting as the page writes it: 0.10, 0.003, 1e-5. */
export function formatSetting(value: number): string {
  if (value !== 0 && Math.abs(value) < 1e-3) return value.toExponential()
  return Number.isInteger(value) ? String(value) : value.toFixed(Math.max(2, decimals(value)))
}

function decimals(value: number): number {
  return String(value).split('.')[1]?.length ?? 0
}

/** The settings that tell a run from others of its kind, shortly: "128, 64, dropout 0.10, rate 0.003, 40 epochs". */
export function describeLearner(learner: Learner): string {
  switch (learner.kind) {
    case 'baseline':
      return ''
    case 'linear':
      return descent(learner.options).join(', ')
    case 'auto': {
      const { budgetS, tries } = learner.options
      return tries === undefined ? `${formatUnits(budgetS, 'second')}` : formatUnits(tries, 'try')
    }
    case 'glm': {
      const { penalty = 'ridge', strength, distribution } = learner.options
      const pull = penalty === 'none' ? 'no penalty' : penalty.replace('-', ' ')
      return [
        ...(distribution === 'poisson' ? ['Poisson'] : []),
        penalty === 'none' || strength === undefined ? pull : `${pull} ${formatSetting(strength)}`,
      ].join(', ')
    }
    case 'boosting': {
      const { learningRate, leaves, loss, quantile = 0.5 } = learner.options
      return [
        ...(loss ? [loss === 'quantile' ? `quantile ${formatSetting(quantile)}` : loss] : []),
        formatUnits(leaves, 'leaf', 'leaves'),
        `rate ${formatSetting(learningRate)}`,
      ].join(', ')
    }
    case 'forest': {
      const { trees, splits } = learner.options
      return [formatUnits(trees, 'tree'), ...(splits === 'random' ? ['random splits'] : [])].join(', ')
    }
    case 'neighbours': {
      const { k, weights } = learner.options
      return [formatUnits(k, 'neighbour'), ...(weights === 'distance' ? ['by nearness'] : [])].join(', ')
    }
    case 'network': {
      const { hidden, dropout, members } = learner.options
      const layers = hidden.length > 0 ? hidden.join(', ') : 'no hidden layer'
      const ensemble = members === undefined ? [] : [formatUnits(members, 'network')]
      return [
        ...ensemble,
        layers,
        ...(dropout > 0 ? [`dropout ${formatSetting(dropout)}`] : []),
        ...descent(learner.options),
      ].join(', ')
    }
  }
}

function descent({ learningRate, epochs }: { readonly learningRate: number; readonly epochs: number }) {
  return [`rate ${formatSetting(learningRate)}`, formatUnits(epochs, 'epoch')]
}

export const BACKEND_LABELS: Readonly<Record<Backend, string>> = {
  webgpu: 'WebGPU',
  wasm: 'WebAssembly',
  cpu: 'JavaScript',
}

/** A device in words: "WebGPU · NVIDIA Ampere", "WebAssembly SIMD". */
export function describeDevice({ backend, adapter }: Pick<ResolvedDevice, 'backend' | 'adapter'>): string {
  const label = BACKEND_LABELS[backend]
  if (!adapter) return label
  return adapter.startsWith(label) ? adapter : `${label} · ${adapter}`
}
