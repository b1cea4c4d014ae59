import { formatShare } from '../../format/format.ts'
import { seededRandom, shuffling } from '../../random.ts'
import { rowsWhere, sort } from '../../work.ts'
import type { RowStepInfo } from './info.ts'

/** Learns from some of the training rows only, drawn without repeating any, in the order of the data; at least one. */
export const sample: RowStepInfo<'sample'> = {
  scope: 'trainingRows',
  group: 'Training rows',
  label: 'Sample training rows',
  blurb: 'Learns from a part of the training rows, drawn by chance, where all of them take too long.',
  accepts: () => false,
  takes: 'no columns',
  needs: 'none',
  settings: () => ({ columns: [], share: 0.5 }),
  fields: [{ key: 'share', field: 'share', label: 'Share of training rows', min: 0.1, max: 99.9 }],
  describe: ({ share }) => `Learn from ${formatShare(share)} of the training rows, drawn by chance`,
  problems: ({ share }) => (share > 0 && share < 1 ? [] : ['the share must lie between 0 and 1']),
  *choose({ share }, { rows }, { seed }) {
    const all = yield* rowsWhere(rows, () => true)
    const order = yield* shuffling(all, seededRandom('sample', seed))
    return { rows: yield* sort(order.slice(0, Math.min(rows, Math.max(1, Math.round(share * rows))))) }
  },
}
