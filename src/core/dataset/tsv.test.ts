import { expect, it } from 'vitest'
import { writeTsv } from './tsv.ts'

it('gives one cell as it is, and several as a spreadsheet reads them back', () => {
  expect(writeTsv([['"a"\tb\nc']])).toBe('"a"\tb\nc')
  expect(
    writeTsv([
      ['a', '', '"b"'],
      ['c\td', '5" pipe', 'e\nf'],
    ]),
  ).toBe('a\t\t"""b"""\n"c\td"\t5" pipe\t"e\nf"')
})
