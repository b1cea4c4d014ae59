import { describe, expect, it } from 'vitest'
import type { Question } from '@/core/experiment/experiment.ts'
import { unattended } from '@/core/task.ts'
import { findLeaks } from '@/testing/leaks.ts'
import { readSharedCsv, sharedDataDir } from '@/testing/sharedData.ts'
import { readCsv } from '../table/readCsv.ts'

async function openReal(name: string) {
  const bytes = readSharedCsv(name)
  if (!bytes) throw new Error(`${name} is not among the shared data`)
  return (await readCsv(new Blob([new Uint8Array(bytes)]), {}, unattended)).table
}

/** File, target, and everything that is to be found under the proposed question. */
const EXPECTED: readonly (readonly [name: string, target: string, found: readonly string[]])[] = [
  // The length of the call is known once it is over. The calls are in order of time, without a date in the file.
  ['bank_marketing_full', 'deposit', ['suspect timing duration', 'note order']],
  // The target is the sum of two of its columns. The newest rows are of another season.
  [
    'bike_sharing_hour',
    'cnt',
    ['suspect disguise registered + casual', 'note order', 'note shift yr + mnth + season + registered'],
  ],
  ['adult.data', 'column 15', []],
  // In the order of the species, which nothing that is learned from counts.
  ['penguins', 'species', ['note order']],
  ['iris', 'species', ['note order']],
  // The file is known for its copied rows: 937 of 4,898.
  ['winequality-white', 'quality', ['suspect duplicates']],
  ['california_housing', 'median_house_value', []],
  ['titanic_train', 'Survived', []],
  ['insurance', 'charges', []],
  ['telco_churn', 'Churn', ['note conflicts']],
  ['diamonds', 'price', ['note order']],
]

describe.skipIf(!sharedDataDir())('of real files (skipped where the shared data is absent)', () => {
  it.each(EXPECTED)('%s: what is there is found, and nothing else', async (name, target, expected) => {
    const { report, found } = await findLeaks(await openReal(name), target)
    expect(found).toEqual(expected)
    expect(report.rows.looked).toBe(report.rows.of)
  })

  it('the weights of a sum are those that made it', async () => {
    const { report } = await findLeaks(await openReal('bike_sharing_hour'), 'cnt')
    expect(report.leaks[0]?.sentence).toContain('cnt = registered + casual (R² 1.0000)')
  })

  it('dates under a split by chance are suspected where the target changes over time', async () => {
    const table = await openReal('bike_sharing_hour')
    const split: Question['split'] = { kind: 'random', test: 0.2, validation: 0.16 }
    const { report, found } = await findLeaks(table, 'cnt', { split })
    expect(found).toContain('suspect dates dteday')
    expect(report.leaks.find(({ kind }) => kind === 'dates')?.fixes).toEqual([
      { kind: 'split', split: { kind: 'time', column: 'dteday', test: 0.2, validation: 0.16 } },
    ])
    expect(report.evidence.drift?.column).toBe('dteday')
  })
})
