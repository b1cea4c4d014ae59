import { AssayError } from '../../errors.ts'
import { seededRandom, shuffle } from '../../random.ts'
import type { BalanceStep } from '../kinds/rows.ts'
import type { RowStepInfo } from './info.ts'

const HOW: Readonly<Record<BalanceStep['method'], string>> = {
  under: 'leaving out rows of common classes',
  over: 'repeating rows of rare classes',
  weights: 'counting rows of rare classes for more',
}

/**
 * Gives every class that occurs the same say in training. `under` keeps as many rows of each as the rarest has, `over`
 * repeats rows until each has as many as the most common, both drawn by chance; `weights` counts a row n / (k · n_c) times,
 * as scikit-learn's class_weight "balanced". What a model then calls a probability is that of an even mix.
 * @throws recipe.invalid where a number is asked for
 */
export const balance: RowStepInfo<'balance'> = {
  scope: 'trainingRows',
  group: 'Training rows',
  label: 'Balance classes',
  blurb: 'Gives rare classes the same say in training as common ones. Probabilities then are those of an even mix.',
  accepts: () => false,
  takes: 'no columns',
  needs: 'none',
  settings: () => ({ columns: [], method: 'weights' }),
  fields: [
    {
      key: 'method',
      field: 'choice',
      label: 'By',
      options: [
        { value: 'weights', label: 'row weights' },
        { value: 'over', label: 'repeating rows' },
        { value: 'under', label: 'leaving rows out' },
      ],
    },
  ],
  describe: ({ method }) => `Balance the classes by ${HOW[method]}`,
  problems: () => [],
  choose({ method }, frame, { target, seed }) {
    if (!target || target.task === 'regression')
      throw new AssayError('recipe.invalid', 'A number has no classes to balance. Take the step “Balance classes” out.')
    const byClass = new Map<number, number[]>()
    for (let row = 0; row < frame.rows; row++) {
      const label = target.values[row]!
      const rows = byClass.get(label)
      if (rows) rows.push(row)
      else byClass.set(label, [row])
    }
    const groups = [...byClass.entries()].sort(([a], [b]) => a - b)
    if (method === 'weights') {
      const weightOf = new Map(groups.map(([label, { length }]) => [label, frame.rows / (groups.length * length)]))
      return {
        rows: Uint32Array.from({ length: frame.rows }, (_, row) => row),
        weights: Float64Array.from(target.values, (label) => weightOf.get(label) ?? 1),
      }
    }
    const sizes = groups.map(([, { length }]) => length)
    const size = method === 'under' ? Math.min(...sizes) : Math.max(...sizes)
    const rows = groups.flatMap(([label, own]) => {
      const order = shuffle(Uint32Array.from(own), seededRandom('balance', seed, label))
      const copies = Array.from({ length: Math.floor(size / own.length) }, () => own).flat()
      return [...copies, ...order.slice(0, size - copies.length)]
    })
    return { rows: Uint32Array.from(rows).sort() }
  },
}
