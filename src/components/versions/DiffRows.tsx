import type { ReactNode } from 'react'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import type { ColumnMeta } from '@/core/dataset/dataset.ts'
import { type DatasetDiff, DIFF_COLUMNS, type DiffRow, type Sample } from '@/core/dataset/diff.ts'
import { formatCount, formatUnits } from '@/core/format/format.ts'
import styles from './versions.module.css'

/** Characters of a text that a cell draws. */
const DRAWN = 80

function Cell({ text }: { text: string | null }) {
  if (text === null) return <span className={styles.missing}>missing</span>
  return text.length > DRAWN ? <span title={text}>{text.slice(0, DRAWN)}…</span> : text
}

function Listed({ title, sample, children }: { title: string; sample: Sample<unknown>; children: ReactNode }) {
  const { total, first } = sample
  if (total === 0) return null
  return (
    <section className={styles.listed} aria-label={title}>
      <h3>
        {title}{' '}
        <span className="caption">
          {first.length < total ? `first ${formatCount(first.length)} of ${formatCount(total)}` : formatCount(total)}
        </span>
      </h3>
      <Scrollable label={`${title}, table`} className={styles.scroll!}>
        {children}
      </Scrollable>
    </section>
  )
}

/** Rows that are in both, each cell that differs before and after. */
export function ChangedRows({ changed }: { changed: DatasetDiff['changed'] }) {
  return (
    <Listed title="Rows changed" sample={changed}>
      <table className={styles.cells}>
        <thead>
          <tr>
            <th scope="col">Row</th>
            <th scope="col">Column</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          {changed.first.map(({ name, cells }, at) =>
            cells.map(({ column, before, after }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: keys of rows may be repeated, and the list never changes
              <tr key={`${at}:${column}`} data-inner={i > 0 || undefined}>
                <th scope="row">{i === 0 ? name : <span className="visually-hidden">{name}</span>}</th>
                <td className="secondary">{column}</td>
                <td className={styles.before}>
                  <Cell text={before} />
                </td>
                <td className={styles.after}>
                  <Cell text={after} />
                </td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </Listed>
  )
}

/** Rows whose weight in training differs. */
export function Reweighted({ reweighted }: { reweighted: DatasetDiff['reweighted'] }) {
  return (
    <Listed title="Rows reweighted" sample={reweighted}>
      <table className={styles.cells}>
        <thead>
          <tr>
            <th scope="col">Row</th>
            <th scope="col" className="n">
              Weight before
            </th>
            <th scope="col" className="n">
              After
            </th>
          </tr>
        </thead>
        <tbody>
          {reweighted.first.map(({ row, before, after }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: keys of rows may be repeated, and the list never changes
            <tr key={at}>
              <th scope="row">{row}</th>
              <td className="n">{before}</td>
              <td className="n">{after}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Listed>
  )
}

/** Rows that are in one table only, with their cells. */
export function WholeRows({
  title,
  rows,
  columns,
}: {
  title: string
  rows: Sample<DiffRow>
  /** Of the table that has them. */
  columns: readonly ColumnMeta[]
}) {
  const listed = columns.slice(0, DIFF_COLUMNS)
  return (
    <Listed title={title} sample={rows}>
      <table className={styles.cells}>
        {columns.length > listed.length && (
          <caption>
            The first {formatUnits(listed.length, 'column')} of {formatCount(columns.length)}
          </caption>
        )}
        <thead>
          <tr>
            <th scope="col">Row</th>
            {listed.map(({ name, kind }) => (
              <th key={name} scope="col" className={kind === 'numeric' ? 'n' : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.first.map(({ name, cells }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: keys of rows may be repeated, and the list never changes
            <tr key={at}>
              <th scope="row">{name || <span className={styles.missing}>no key</span>}</th>
              {cells.map((text, i) => (
                <td key={listed[i]!.name} className={listed[i]!.kind === 'numeric' ? 'n' : undefined}>
                  <Cell text={text} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Listed>
  )
}
