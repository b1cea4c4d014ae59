import { expect, it } from 'vitest'
import { countIssues, writeIssues } from './issue.ts'

it('counts issues in words, the gravest first', () =>
  expect(countIssues({ counts: { padded: 1, cut: 3 } }).map(({ text }) => text)).toEqual([
    '3 long rows cut to the columns there are',
    '1 short row filled up with missing cells',
  ]))

it('writes issues as CSV that reads back whole', () =>
  expect(writeIssues([{ kind: 'coerced', line: 7, column: 'a,b', raw: '"x"\n', reason: 'not a number' }])).toBe(
    '\ufeffline,column,kind,raw,reason\n7,"a,b",coerced,"""x""\n",not a number\n',
  ))

it('writes no cell that a spreadsheet would run as a formula, and leaves numbers as they are', () => {
  const raw = (text: string) => ({ kind: 'cut', line: 1, column: 'a', raw: text, reason: 'r' }) as const
  expect(
    writeIssues([raw('=1+1'), raw('-5'), raw('-x')])
      .split('\n')
      .slice(1, 4),
  ).toEqual([`1,a,cut,"'=1+1",r`, '1,a,cut,-5,r', `1,a,cut,"'-x",r`])
})
