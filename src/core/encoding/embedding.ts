import { type DenseColumn, type DenseEncoding, DIMS_MAX } from './encoding.ts'

type Embedded = Extract<DenseColumn, { kind: 'embedded' }>

/** The size of the table that a network learns for one embedded column. */
export interface TableSize {
  readonly entries: number
  /** Numbers of an entry. */
  readonly dims: number
}

/** Where what is no value of its own has its entry; `size` counts them all. */
export function entriesOf({ values, other, missing }: Pick<Embedded, 'values' | 'other' | 'missing'>) {
  const size = values.length + Number(other) + Number(missing) + 1
  // What training never had: no gradient ever reaches it. When training ends it is given the mean of the others.
  const unknown = size - 1
  return {
    size,
    unknown,
    other: other ? values.length : unknown,
    missing: missing ? values.length + Number(other) : unknown,
  }
}

/**
 * Numbers that an entry has: 1.6 × entries^.56, the rule of thumb of fastai (`emb_sz_rule`, Howard & Gugger 2020), and at
 * most 50, as its first version had it.
 */
export function dimsFor(entries: number): number {
  return Math.min(DIMS_MAX, Math.round(1.6 * entries ** 0.56))
}

/** The tables of an encoding, in the order of their columns. */
export function tablesOf({ columns }: DenseEncoding): readonly TableSize[] {
  return columns.flatMap((column) =>
    column.kind === 'embedded' ? [{ entries: entriesOf(column).size, dims: column.dims }] : [],
  )
}

/** The columns of the matrix input by input as a saved model takes them: all plain ones, then one for each table. */
export function inputWidths(encoding: DenseEncoding): readonly number[] {
  const codes = tablesOf(encoding).map(() => 1)
  const plain = encoding.width - codes.length
  return plain > 0 ? [plain, ...codes] : codes
}
