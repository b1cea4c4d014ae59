import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { areBooleans, findDateOrder, isInfinite, parseBoolean, parseCell, parseDateTime, parseNumber } from './cell.ts'

describe('parseNumber', () => {
  it.each([
    ['0', 0],
    ['-3', -3],
    ['+5', 5],
    ['.5', 0.5],
    ['5.', 5],
    ['-0', 0],
    ['1e5', 1e5],
    ['1E+05', 1e5],
    ['-2.5E-3', -0.0025],
    [' 7 ', 7],
    ['0.05644299999999999', 0.05644299999999999],
    ['9007199254740991', 9007199254740991],
    ['0.0', 0],
  ])('reads %j as %d', (text, value) => expect(Object.is(parseNumber(text), value)).toBe(true))

  it.each([
    '',
    ' ',
    '007',
    '00.5',
    '-01',
    '9007199254740992',
    '12345678901234567890',
    '1,234',
    '1 000',
    '0x10',
    '1e',
    'e5',
    '.',
    '+',
    '--1',
    'inf',
    'NaN',
    '1e999',
    '5%',
    '１',
  ])('takes %j for text', (text) => expect(parseNumber(text)).toBeUndefined())

  it.each([
    ['1,5', { decimal: ',' }, 1.5],
    ['-,5', { decimal: ',' }, -0.5],
    ['1,5e3', { decimal: ',' }, 1_500],
    ['1.234,5', { decimal: ',', thousands: '.' }, 1_234.5],
    ['1,234', { thousands: ',' }, 1_234],
    ['12,345,678.90', { thousands: ',' }, 12_345_678.9],
    ['1 234,5', { decimal: ',', thousands: ' ' }, 1_234.5],
    ['1\u202f234', { thousands: ' ' }, 1_234],
    ['1\u00a0234', { thousands: ' ' }, 1_234],
    ["1'234.5", { thousands: "'" }, 1_234.5],
    ['1’234', { thousands: "'" }, 1_234],
    ['1234.5', { thousands: ',' }, 1_234.5],
  ] as const)('reads %j under %j', (text, format, value) => expect(parseNumber(text, format)).toBe(value))

  it.each([
    ['1.5', { decimal: ',' }],
    ['1,5', { thousands: ',' }],
    ['1,2345', { thousands: ',' }],
    ['1,,234', { thousands: ',' }],
    ['0,123', { thousands: ',' }],
    ['1234,567', { thousands: ',' }],
    ['1.5,000', { thousands: ',' }],
    ['9,007,199,254,740,993', { thousands: ',' }],
    ['$1,234', { thousands: ',' }],
    ['12%', {}],
  ] as const)('takes %j for text under %j', (text, format) => expect(parseNumber(text, format)).toBeUndefined())

  it('reads back every number as JavaScript writes it, unless a digit could be lost', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const read = parseNumber(String(value))
        if (Number.isInteger(value) && !Number.isSafeInteger(value) && !String(value).includes('e'))
          expect(read).toBeUndefined()
        else expect(read).toBe(value + 0)
      }),
    )
  })
})

it('knows infinities by their words', () => {
  for (const text of ['inf', '-Infinity', '+INF', ' infinity ']) expect(isInfinite(text)).toBe(true)
  for (const text of ['info', 'in', '1e999', '']) expect(isInfinite(text)).toBe(false)
})

describe('booleans', () => {
  it('are words in any case, not 0 and 1', () => {
    expect(['true', 'YES', 't', 'Y'].map(parseBoolean)).toEqual([true, true, true, true])
    expect(['False', 'no', 'F', 'n'].map(parseBoolean)).toEqual([false, false, false, false])
    expect(['0', '1', 'on', '', 'yep'].map(parseBoolean)).toEqual(Array(5).fill(undefined))
  })

  it('are a column only when said in one way, and single letters only as a pair', () => {
    expect(areBooleans(['true', 'FALSE', 'True'])).toBe(true)
    expect(areBooleans(['no'])).toBe(true)
    expect(areBooleans(['Y', 'n'])).toBe(true)
    expect(areBooleans(['F'])).toBe(false)
    expect(areBooleans(['F', 'M'])).toBe(false)
    expect(areBooleans(['yes', 'false'])).toBe(false)
    expect(areBooleans(['yes', 'no', 'No phone service'])).toBe(false)
    expect(areBooleans([])).toBe(false)
  })
})

describe('parseDateTime', () => {
  // By Python's datetime.
  it.each([
    ['1970-01-01', 0],
    ['2012-01-31', 1327968000000],
    ['2012/01/31', 1327968000000],
    ['2012/1/31', 1327968000000],
    ['2000-02-29', 951782400000],
    ['1900-03-01', -2203891200000],
    ['0001-01-01', -62135596800000],
    ['9999-12-31', 253402214400000],
    ['1969-12-31T23:59:59', -1000],
    ['2012-01-31 14:05', 1328018700000],
    ['2012-01-31 14:05:00', 1328018700000],
    ['2012-01-31T14:05:30.250Z', 1328018730250],
    ['2012-01-31T14:05:30.2509999+00:00', 1328018730250],
    ['2024-02-29T23:30:00+05:30', 1709229600000],
    ['2024-02-29T23:30:00+0530', 1709229600000],
    ['2024-01-01T00:00:00-08', 1704096000000],
  ])('reads %s', (text, ms) => expect(parseDateTime(text)).toBe(ms))

  it.each([
    '2023-02-29',
    '1900-02-29',
    '2020-02-30',
    '2020-04-31',
    '2020-13-01',
    '2020-00-10',
    '2020-01-00',
    '2020-01-01 24:00',
    '2020-01-01 10:60',
    '2020-01-01 10:00:60',
    '2020-01/02',
    '2020',
    '20200101',
    '01/02/2020',
    '2020-01-01 junk',
    '',
  ])('finds no instant in %j', (text) => expect(parseDateTime(text)).toBeUndefined())

  it('reads back every instant that Date writes', () => {
    fc.assert(
      fc.property(
        fc.date({
          min: new Date('0000-01-01T00:00:00Z'),
          max: new Date('9999-12-31T23:59:59.999Z'),
          noInvalidDate: true,
        }),
        (date) => {
          expect(parseDateTime(date.toISOString())).toBe(date.getTime())
        },
      ),
    )
  })

  it('reads dates with the year last only when told which number is the day', () => {
    expect(parseDateTime('31/01/2012', 'dmy')).toBe(1327968000000)
    expect(parseDateTime('1.31.2012 14:05', 'mdy')).toBe(1328018700000)
    expect(parseDateTime('31/01/2012', 'mdy')).toBeUndefined()
    expect(parseDateTime('31/01-2012', 'dmy')).toBeUndefined()
  })
})

describe('findDateOrder', () => {
  it('goes by what the column proves', () => {
    expect(findDateOrder(['01/02/2020', '13/02/2020'])).toBe('dmy')
    expect(findDateOrder(['01/02/2020', '02/13/2020'])).toBe('mdy')
    expect(findDateOrder(['01/02/2020', '03/04/2020'])).toBeUndefined()
    expect(findDateOrder(['13/02/2020', '02/13/2020'])).toBeUndefined()
  })
})

it('parses by a type that is decided, blank cells having no value of any', () => {
  expect(parseCell('3', 'integer')).toBe(3)
  expect(parseCell('3.0', 'integer')).toBe(3)
  expect(parseCell('3.5', 'integer')).toBeUndefined()
  expect(parseCell('1', 'boolean')).toBe(1)
  expect(parseCell('no', 'boolean')).toBe(0)
  expect(parseCell('2', 'boolean')).toBeUndefined()
  expect(parseCell('2012-01-31', 'datetime')).toBe(1327968000000)
  expect(parseCell(' a ', 'text')).toBe(' a ')
  for (const type of ['number', 'text', 'datetime'] as const) expect(parseCell(' \t', type)).toBeUndefined()
})
