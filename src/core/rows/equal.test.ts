import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyFrame, codedColumn, frameOf, numericColumn } from '@/testing/frames.ts'
import { type Frame, takeRows } from '../dataset/column.ts'
import { formatCell } from '../format/format.ts'
import { shuffle } from '../random.ts'
import { unattended } from '../task.ts'
import { findConflicts, findDuplicates } from './copies.ts'
import { firstEqual } from './equal.ts'

const firstOf = (frame: Frame) =>
  firstEqual(
    frame.columns.map(({ vector }) => vector),
    frame.rows,
    unattended,
  )

/** A frame of which some rows come twice or more. */
const repeated = anyFrame.chain((frame) =>
  fc
    .array(fc.nat(frame.rows - 1), { minLength: 2, maxLength: 60 })
    .map((rows) => takeRows(frame, Uint32Array.from(rows))),
)

/** A row as one text. */
const textsOf = ({ rows, columns }: Frame) =>
  Array.from({ length: rows }, (_, row) =>
    columns
      .map(({ vector }) =>
        vector.kind === 'numeric'
          ? formatCell(vector.values[row]! + 0, 'number')
          : `“${vector.dictionary[vector.codes[row]!] ?? 'none'}”`,
      )
      .join('\n'),
  )

describe('firstEqual', () => {
  it('finds the first row with the same cells', () =>
    fc.assert(
      fc.asyncProperty(repeated, async (frame) => {
        const texts = textsOf(frame)
        expect([...(await firstOf(frame))]).toEqual(texts.map((text) => texts.indexOf(text)))
      }),
    ))

  it('takes missing cells as equal, 0 as −0, and a text that a dictionary has twice as one', async () => {
    const vector = { kind: 'coded', codes: Int32Array.of(0, 1, -1, -1), dictionary: ['x', 'x'] } as const
    expect([...(await firstOf(frameOf({ name: 'c', type: 'text', vector })))]).toEqual([0, 0, 2, 2])
    expect([...(await firstOf(frameOf(numericColumn('n', [0, -0, null, null, 1]))))]).toEqual([0, 0, 2, 2, 4])
  })

  it('is not misled by hashes that agree', async () => {
    // 300,000 rows have some ten pairs of equal 32-bit hashes.
    const rows = 300_000
    const first = await firstOf(
      frameOf(
        numericColumn(
          'n',
          Array.from({ length: rows }, (_, i) => i * 1.37),
        ),
      ),
    )
    expect(first.every((row, i) => row === i)).toBe(true)
  })
})

describe('duplicates', () => {
  it('are the rows that repeat an earlier one', async () => {
    const frame = frameOf(numericColumn('n', [1, 2, 1, null, 2, 1, null]))
    const found = findDuplicates(await firstOf(frame))
    expect(found).toMatchObject({
      count: 4,
      share: 4 / 7,
      droppable: Uint32Array.of(2, 4, 5, 6),
      sentence: '4 rows (57.1%) repeat an earlier row cell for cell.',
      rows: [
        { row: 2, beside: 0 },
        { row: 4, beside: 1 },
        { row: 5, beside: 0 },
        { row: 6, beside: 3 },
      ],
    })
    expect(findDuplicates(Uint32Array.of(0, 1, 2))).toBeUndefined()
  })

  it('are as many in whatever order the rows are', () =>
    fc.assert(
      fc.asyncProperty(repeated, fc.double({ min: 0, max: 0.99, noNaN: true }), async (frame, turn) => {
        const order = shuffle(
          Uint32Array.from({ length: frame.rows }, (_, i) => i),
          () => turn,
        )
        const [before, after] = [await firstOf(frame), await firstOf(takeRows(frame, order))]
        expect(findDuplicates(after)?.count).toBe(findDuplicates(before)?.count)
        // Rows are equal after the shuffle where they were before.
        for (let i = 0; i < frame.rows; i++)
          for (let j = 0; j < i; j++) expect(after[i] === after[j]).toBe(before[order[i]!] === before[order[j]!])
      }),
    ))
})

describe('conflicts', () => {
  const inputs = frameOf(numericColumn('n', [1, 1, 2, 2, 3, 3, 1]))

  it('are rows with the same inputs and another label', async () => {
    const label = codedColumn('label', ['a', 'b', 'a', 'a', null, 'b', 'a'])
    expect(findConflicts(await firstOf(inputs), label.vector, 'label')).toMatchObject({
      count: 3,
      droppable: Uint32Array.of(0, 1, 6),
      rows: [{ row: 0 }, { row: 1, beside: 0 }, { row: 6, beside: 0 }],
    })
  })

  it('are none where a label is missing or the same', async () => {
    const label = numericColumn('label', [0, 0, 1, null, 0, 0, 0], 'boolean')
    expect(findConflicts(await firstOf(inputs), label.vector, 'label')).toBeUndefined()
  })
})
