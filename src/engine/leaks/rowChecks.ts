import { formatCount, formatScore, formatShare, formatUnits } from '@/core/format/format.ts'
import type { LeaksInput } from '@/core/leak/jobs.ts'
import { cannotTell, type Judged, judged } from '@/core/leak/judge.ts'
import { type Leak, type LeakRows, MOST_DUPLICATES, MOST_SHIFT } from '@/core/leak/leak.ts'
import { listNames } from '@/core/recipe/steps/info.ts'
import type { OddRow } from '@/core/rows/finding.ts'
import { DEFAULT_SHARES } from '@/core/split/validate.ts'
import type { EqualRow } from './parts.ts'

/** Rows listed as an example. */
const EXAMPLES = 20

function listRows(rows: readonly OddRow[], inTestFile: boolean): LeakRows {
  return { inTestFile, listed: rows.slice(0, EXAMPLES), count: rows.length }
}

const NOTHING_TO_COMPARE = 'No column says what a row is like.'

/** Test rows that equal a training row in all but numbers of rows; undefined where there is nothing else. */
export function judgeDuplicates(
  rows: readonly EqualRow[] | undefined,
  byChance: number,
  testRows: number,
  isFile: boolean,
): Judged {
  if (!rows) return cannotTell('duplicates', NOTHING_TO_COMPARE)
  const share = rows.length / testRows
  const expected = byChance / testRows
  const said = `${formatShare(share)} of the test rows (${formatCount(rows.length)}) equal a training row`
  if (share <= MOST_DUPLICATES)
    return judged('duplicates', [], rows.length === 0 ? 'No test row equals a training row.' : `${said}, which is few.`)
  const isSuspect = share - expected > MOST_DUPLICATES
  const leak: Leak = {
    kind: 'duplicates',
    level: isSuspect ? 'suspect' : 'note',
    columns: [],
    figure: share,
    threshold: MOST_DUPLICATES,
    sentence: isSuspect
      ? `${said}; by chance ${formatShare(expected)} would. The test asks what was learned by heart. Take the copies out, or keep them together by a column that names them.`
      : `${said}. The columns have so few different values that ${formatShare(expected)} would by chance.`,
    // A row of a second file has the row that it equals in the first, which is no table to show both in.
    rows: listRows(isFile ? rows.map(({ row }) => ({ row })) : rows, isFile),
    // Without them the test asks of new rows only; a test that is all copies cannot be mended so.
    fixes:
      isSuspect && rows.length < testRows
        ? [{ kind: 'dropRows', rows: Uint32Array.from(rows, ({ row }) => row), inTestFile: isFile }]
        : [],
  }
  return judged('duplicates', [leak], '')
}

/** Rows that equal another in all but numbers of rows, and have another class; undefined where there is nothing else. */
export function judgeConflicts(
  rows: readonly EqualRow[] | undefined,
  looked: number,
  { task, target }: LeaksInput['question'],
): Judged {
  if (task === 'regression') return cannotTell('conflicts', 'Numbers of equal rows may differ.')
  if (!rows) return cannotTell('conflicts', NOTHING_TO_COMPARE)
  const share = rows.length / looked
  if (rows.length === 0) return judged('conflicts', [], `No two equal rows differ in ${target}.`)
  const isSuspect = share > MOST_DUPLICATES
  const leak: Leak = {
    kind: 'conflicts',
    level: isSuspect ? 'suspect' : 'note',
    columns: [],
    figure: share,
    threshold: isSuspect ? MOST_DUPLICATES : 0,
    sentence: `${formatUnits(rows.length, 'row')} (${formatShare(share)}) ${rows.length === 1 ? 'equals' : 'equal'} another in everything but ${target}. No model can get all of them right.`,
    rows: listRows(
      // Equals stand together.
      rows.toSorted((a, b) => a.beside - b.beside || a.row - b.row),
      false,
    ),
    fixes: [],
  }
  return judged('conflicts', [leak], '')
}

/** A category whose test rows have values that training rows lack. */
export interface UnseenValues {
  readonly column: string
  readonly rows: readonly number[]
}

export function judgeCategories(found: readonly UnseenValues[], testRows: number, isFile: boolean): Judged {
  const leaks = found
    .filter(({ rows }) => rows.length > 0)
    .map(({ column, rows }): Leak => {
      const share = rows.length / testRows
      return {
        kind: 'categories',
        level: share > MOST_DUPLICATES ? 'suspect' : 'note',
        columns: [column],
        figure: share,
        threshold: share > MOST_DUPLICATES ? MOST_DUPLICATES : 0,
        sentence: `${formatUnits(rows.length, 'test row')} (${formatShare(share)}) ${rows.length === 1 ? 'has' : 'have'} a ${column} that no training row has.`,
        rows: listRows(
          rows.map((row) => ({ row })),
          isFile,
        ),
        fixes: [],
      }
    })
  return judged('categories', leaks, 'Every value of a category in the test rows occurs in training too.')
}

/** Things with several rows, and the share of test rows whose thing is in training too. */
export interface Straddling {
  readonly column: string
  readonly share: number
  readonly values: number
}

/** @param named A column of such things, where there is one. */
export function judgeGroups(
  found: readonly Straddling[],
  named: string | undefined,
  { split }: LeaksInput['question'],
): Judged {
  if (found.length === 0 && named !== undefined) return judged('groups', [], `Rows of one ${named} stay together.`)
  if (found.length === 0) return judged('groups', [], 'No column names things that several rows are about.')
  const leaks = found.map(({ column, share, values }): Leak => {
    const canGroup = values >= 30
    return {
      kind: 'groups',
      level: split.kind === 'time' ? 'note' : 'suspect',
      columns: [column],
      figure: share,
      threshold: 0,
      sentence:
        split.kind === 'time'
          ? `${formatShare(share)} of the test rows are of a ${column} that trained as well. That is as it will be if the same ones come again.`
          : `${formatShare(share)} of the test rows are of a ${column} that trained as well, so a model is tested on what it has met.`,
      fixes: canGroup ? [{ kind: 'split', split: { kind: 'group', column, ...DEFAULT_SHARES } }] : [],
    }
  })
  return judged('groups', leaks, '')
}

/** How well one column tells test rows from training rows. */
export interface Shift {
  readonly column: string
  readonly shift: number
  readonly chance: number
}

/**
 * Whether test rows can be told from training rows: the domain classifier of Deepchecks with one column at a time. Where
 * rows are dealt by chance they should not; where they are parted by time, thing or file they may well.
 */
export function judgeShift(shifts: readonly Shift[], { split }: LeaksInput['question']): Judged {
  const [strongest] = shifts
  if (!strongest) return cannotTell('shift', 'There is no column to tell them by.')
  const isDealt = split.kind === 'random' || split.kind === 'stratified' || split.kind === 'modulus'
  const apart = shifts.filter(({ shift, chance }) => shift >= Math.max(MOST_SHIFT, chance))
  const columns = apart.map(({ column }) => column)
  const leaks: Leak[] =
    apart.length === 0
      ? []
      : [
          {
            kind: 'shift',
            level: isDealt ? 'suspect' : 'note',
            columns,
            figure: strongest.shift,
            threshold: MOST_SHIFT,
            sentence: `${listNames(columns)} ${apart.length === 1 ? 'tells' : 'tell'} test rows from training rows (2·AUC − 1 of ${formatScore(strongest.shift)}${apart.length > 1 ? ' and less' : ''}).${isDealt ? ' Rows dealt by chance should not differ.' : ' The test asks of rows unlike those that trained.'}`,
            fixes: [],
          },
        ]
  return judged(
    'shift',
    leaks,
    `No column tells test rows from training rows: ${strongest.column} does best, 2·AUC − 1 of ${formatScore(strongest.shift)}.`,
  )
}
