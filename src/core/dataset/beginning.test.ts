import { expect, it } from 'vitest'
import { splitBeginning } from './beginning.ts'

const comma = { delimiter: ',', quote: '"', trim: true } as const

it('parts records and cells', () => {
  expect(splitBeginning('a,b\r\n1, 2\n\n3,4\n', comma, 9, true)).toEqual([
    ['a', 'b'],
    ['1', '2'],
    ['3', '4'],
  ])
  expect(splitBeginning('a;b\n1,5;2\n', { ...comma, delimiter: ';' }, 9, true)).toEqual([
    ['a', 'b'],
    ['1,5', '2'],
  ])
})

it('keeps what stands in quotes: delimiters, line ends, quotes, spaces', () =>
  expect(splitBeginning('"a,""b""",  "c\nd" ,"  e "\n', comma, 9, true)).toEqual([['a,"b"', 'c\nd', '  e ']]))

it('keeps spaces where they are not to be dropped', () =>
  expect(splitBeginning(' a , b\n', { ...comma, trim: false }, 9, true)).toEqual([[' a ', ' b']]))

it('leaves out a record that the text ends within, unless the text is whole', () => {
  expect(splitBeginning('a,b\n1,2', comma, 9, false)).toEqual([['a', 'b']])
  expect(splitBeginning('a,b\n1,2', comma, 9, true)).toEqual([
    ['a', 'b'],
    ['1', '2'],
  ])
})

it('stops after the records asked for', () =>
  expect(splitBeginning('a\nb\nc\n', comma, 2, true)).toEqual([['a'], ['b']]))
