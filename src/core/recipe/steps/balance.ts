import { AssayError } from '../../errors.ts'
import { seededRandom, shuffling } from '../../random.ts'
import { eachRow, fill, rowsWhere, sort } from '../../work.ts'
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
  *choose({ method }, frame, { target, seed }) {
    if (!target || target.task === 'regression')
      throw new AssayError('recipe.invalid', 'A number has no classes to balance. Take the step “Balance classes” out.')
    const byClass = new Map<number, number[]>()
    yield* eachRow(frame.rows, (row) => {
      const label = target.values[row]!
      const rows = byClass.get(label)
      if (rows) rows.push(row)
      else byClass.set(label, [row])
    })
    const groups = [...byClass.entries()].sort(([a], [b]) => a - b)
    if (method === 'weights') {
      const weightOf = new Map(groups.map(([label, { length }]) => [label, frame.rows / (groups.length * length)]))
      return {
        rows: yield* rowsWhere(frame.rows, () => true),
        weights: yield* fill(new Float64Array(frame.rows), (row) => weightOf.get(target.values[row]!) ?? 1),
      }
    }
    const sizes = groups.map(([, { length }]) => length)
    const size = method === 'under' ? Math.min(...sizes) : Math.max(...sizes)
    const rows = new Uint32Array(size * groups.length)
    for (const [i, [label, own]] of groups.entries()) {
      const order = yield* shuffling(Uint32Array.from(own), seededRandom('balance', seed, label))
      const copied = Math.floor(size / own.length) * own.length
      const place = (at: number) => (at < copied ? own[at % own.length]! : order[at - copied]!)
      yield* fill(rows.subarray(i * size, (i + 1) * size), place)
    }
    return { rows: yield* sort(rows) }
  },
}
