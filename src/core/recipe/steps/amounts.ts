import type { ColumnType, Frame, FrameColumn } from '../../dataset/column.ts'
import { mapEach, type Work } from '../../work.ts'
import { type ColumnHead, replaceColumns } from './info.ts'
import { lookUp, sqlLookup } from './lookup.ts'
import { requireCodes } from './require.ts'
import { type SqlColumn, type SqlStage, sqlName, sqlSame } from './sql.ts'

/** Lists of amounts for the texts of a column: each becomes a column. */
export interface AmountTable {
  readonly column: string
  readonly values: readonly string[]
  readonly outputs: readonly {
    readonly name: string
    readonly amounts: ArrayLike<number>
    /** For texts that are not among `values`, and for missing cells; NaN is missing. */
    readonly unknown: number
    readonly missing: number
  }[]
}

/** The frame with each column that has a table replaced by the amounts of its texts. */
export function applyAmounts(tables: readonly AmountTable[], frame: Frame, type: ColumnType): Work<Frame> {
  for (const { column } of tables) requireCodes(frame, column)
  return replaceColumns(frame, function* (column) {
    const table = tables.find((own) => own.column === column.name)
    const { vector } = column
    if (!table || vector.kind !== 'coded') return [column]
    return yield* mapEach(table.outputs, function* ({ name, amounts, unknown, missing }): Work<FrameColumn> {
      const values = yield* lookUp(vector, table.values, amounts, unknown, missing)
      return { name, type, vector: { kind: 'numeric', values } }
    })
  })
}

/** {@link applyAmounts} as SQL: each table is one of the query's. */
export function sqlAmounts(
  tables: readonly AmountTable[],
  heads: readonly ColumnHead[],
  stage: string,
  type: ColumnType,
): SqlStage {
  const lookups = tables.map(({ column, values, outputs }, i) =>
    sqlLookup(
      `p.${sqlName(column)}`,
      `${stage}_values${i + 1}`,
      values,
      outputs.map(({ amounts }) => amounts),
    ),
  )
  const columns = heads.flatMap((head): readonly SqlColumn[] => {
    const at = tables.findIndex(({ column }) => column === head.name)
    if (at < 0) return [sqlSame(head)]
    return tables[at]!.outputs.map(({ name, unknown, missing }, list) => ({
      name,
      type,
      sql: lookups[at]!.amount(list, unknown, missing),
    }))
  })
  return { columns, tables: lookups.map(({ table }) => table), joins: lookups.map(({ join }) => join).join(' ') }
}
