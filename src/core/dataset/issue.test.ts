import { expect, it } from 'vitest'
import { countIssues, writeIssues } from './issue.ts'

it('counts issues in words, the gravest first', () =>
  expect(countIssues({ counts: { padded: 1, cut: 3 } }).map(({ text }) => text)).toEqual([
    '3 long rows cut to the columns there are',
    '1 short row filled up with missing cells',
  ]))

it('writes issues as CSV that reads back whole', () =>
  expect(writeIssues([{ kind: 'coerced', line: 7, column: 'a,b', raw: '"x"\n', reason: 'not a number' }])).toBe(
    'line,column,kind,raw,reason\r\n7,"a,b",coerced,"""x""\n",not a number\r\n',
  ))
