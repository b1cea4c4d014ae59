import { describe, expect, it } from 'vitest'
import { type ReadTable, readTable } from '@/testing/readTable.ts'
import { readSharedCsv, sharedDataDir } from '@/testing/sharedData.ts'

const read = (name: string) => readTable(Uint8Array.from(readSharedCsv(name)!))
const missingOf = ({ cells }: ReadTable) =>
  Object.values(cells).reduce((sum, column) => sum + column.filter((cell) => cell === null).length, 0)

/** Rows, columns and missing cells as the publishers and a line-by-line scan count them. */
const FACTS: readonly (readonly [name: string, rows: number, columns: number, missing: number, tokens: string[]])[] = [
  ['abalone', 4177, 9, 0, []],
  ['adult.data', 32561, 15, 4262, ['?']],
  ['adult.test', 16281, 15, 2203, ['?']],
  ['bank_marketing_full', 45211, 17, 0, []],
  ['bike_sharing_hour', 17379, 17, 0, []],
  ['california_housing', 20640, 10, 207, []],
  ['covtype_20k', 20000, 55, 0, []],
  ['credit_card_default', 30000, 25, 0, []],
  ['diamonds', 53940, 10, 0, []],
  ['electricity_elec2', 45312, 7, 0, []],
  ['insurance', 1338, 7, 0, []],
  ['iris', 150, 5, 0, []],
  ['iris_utf16', 150, 6, 0, []],
  ['letter_recognition', 20000, 17, 0, []],
  ['penguins', 344, 8, 19, ['NA']],
  ['telco_churn', 7043, 21, 11, []],
  ['titanic_train', 891, 12, 866, []],
  ['winequality-white', 4898, 12, 0, []],
]

describe.skipIf(!sharedDataDir())('real files (need the shared data)', () => {
  it.each(FACTS)('%s has its rows, columns and missing cells', async (name, rows, columns, missing, tokens) => {
    const table = await read(name)
    expect(table.table.rows).toBe(rows)
    expect(table.table.columns).toHaveLength(columns)
    expect(missingOf(table)).toBe(missing)
    expect(table.dialect.missing).toEqual(tokens)
    const { rejected, ...others } = table.issues.counts
    expect(others).toEqual({})
    expect(rejected).toBe(name === 'adult.test' ? 1 : undefined)
    expect(table.doubts).toEqual([])
  })

  it('reads adult.data without a header and without the spaces after its commas', async () => {
    const { dialect, types, cells } = await read('adult.data')
    expect(dialect).toMatchObject({ header: false, trim: true })
    expect(types.match(/:integer/g)).toHaveLength(6)
    expect(types.match(/:category/g)).toHaveLength(9)
    expect(new Set(cells['column 15'])).toEqual(new Set(['<=50K', '>50K']))
  })

  it('gives columns the types that a careful reader would', async () => {
    expect((await read('penguins')).types).toBe(
      'species:category island:category bill_length_mm:number bill_depth_mm:number flipper_length_mm:integer body_mass_g:integer sex:category year:integer',
    )
    expect((await read('titanic_train')).types).toBe(
      'PassengerId:identifier Survived:integer Pclass:integer Name:text Sex:category Age:number SibSp:integer Parch:integer Ticket:text Fare:number Cabin:text Embarked:category',
    )
    const telco = await read('telco_churn')
    expect(telco.types).toMatch(/^customerID:identifier gender:category SeniorCitizen:integer Partner:boolean/)
    expect(telco.types).toMatch(/TotalCharges:number Churn:boolean$/)
    expect((await read('california_housing')).types).toMatch(/median_house_value:integer ocean_proximity:category$/)
    expect((await read('bike_sharing_hour')).types).toMatch(/^instant:identifier dteday:datetime season:integer/)
  })

  it('reads dates with the day first where the column proves it, in windows-1252 with semicolons', async () => {
    const { cells, dialect, issues } = await read('bikes_montreal_latin1')
    expect(dialect).toMatchObject({ encoding: 'windows-1252', delimiter: ';' })
    expect(cells['Date']!.slice(0, 2)).toEqual([Date.UTC(2012, 0, 1), Date.UTC(2012, 0, 2)])
    expect(Object.keys(cells)[2]).toBe('Brébeuf (données non disponibles)')
    // The header names ten columns; all rows but 15 have nine cells.
    expect(issues.counts).toEqual({ padded: 295 })
  })

  it('reads decimal commas and doubts the mark for missing that the publishers chose', async () => {
    const { table, types, dialect, cells, doubts, issues } = await read('airquality_semicolon_decimalcomma')
    expect([table.rows, table.columns.length]).toEqual([9_357, 15])
    expect(dialect).toMatchObject({ delimiter: ';', quote: '"', decimal: ',', thousands: '', missing: [] })
    expect(issues.counts).toEqual({})
    expect(types).toBe(
      'Date:datetime Time:category CO(GT):number PT08.S1(CO):integer NMHC(GT):integer C6H6(GT):number PT08.S2(NMHC):integer NOx(GT):integer PT08.S3(NOx):integer NO2(GT):integer PT08.S4(NO2):integer PT08.S5(O3):integer T:number RH:number AH:number',
    )
    expect(cells['Date']![0]).toBe(Date.UTC(2004, 2, 10))
    expect(cells['AH']![0]).toBe(0.7578)
    expect(doubts).toEqual([{ kind: 'missing', token: '-200', cells: 16_701, columns: Object.keys(cells).slice(2) }])
    const again = await readTable(Uint8Array.from(readSharedCsv('airquality_semicolon_decimalcomma')!), {
      missing: ['-200'],
    })
    expect(missingOf(again)).toBe(16_701)
    expect(again.doubts).toEqual([])
  })

  it('sums to what a spreadsheet says', async () => {
    const sum = (values: readonly unknown[]) => (values as number[]).reduce((total, value) => total + (value ?? 0), 0)
    const { cells } = await read('bike_sharing_hour')
    expect(sum(cells['cnt']!)).toBe(3292679) // published with the data set
    expect(sum(cells['casual']!) + sum(cells['registered']!)).toBe(3292679)
  })
})
