import { describe, expect, it } from 'vitest'
import { checkExpression } from './check.ts'
import { parseExpression } from './parse.ts'

const HEADS = [
  { name: 'age', type: 'integer' },
  { name: 'income', type: 'number' },
  { name: 'member', type: 'boolean' },
  { name: 'joined', type: 'datetime' },
  { name: 'city', type: 'category' },
  { name: 'note', type: 'text' },
  { name: 'id', type: 'identifier' },
  { name: '__proto__', type: 'number' },
] as const

function check(source: string) {
  const { ok, problem } = parseExpression(source)
  if (!ok) throw new Error(problem.message)
  return checkExpression(ok, HEADS)
}

describe('the type of an expression', () => {
  it.each([
    ['age + income * __proto__', 'number'],
    ['age > 1 and not member', 'boolean'],
    ['member = true', 'boolean'],
    ['city < note', 'boolean'],
    ["joined between date('2020-01-01') and max(joined, date('2021-01-01'))", 'boolean'],
    ["if(member, null, 'x')", 'text'],
    ['if(member, null, if(member, null, joined))', 'datetime'],
    ['coalesce(null, age)', 'number'],
    ['id || text(age) || text(member) || text(joined)', 'text'],
    ['number(note) + number(member) + number(age)', 'number'],
    ['max(joined)', 'datetime'],
    ['round(age, -1) + weekday(joined)', 'number'],
    ["contains(note, 'x') or startsWith(city, id)", 'boolean'],
    ['city is missing', 'boolean'],
  ])('of %s is %s', (source, type) => {
    expect(check(source)).toEqual({ ok: type })
  })

  it.each([
    ['aeg + 1', 'There is no column aeg; did you mean age?', 'aeg'],
    ['Age + 1', 'There is no column Age; did you mean age?', 'Age'],
    ['toString + 1', 'There is no column toString.', 'toString'],
    ['age + city', '+ takes a number; this is a text. number(…) makes it one.', 'city'],
    ['age + "income"', 'To name the column, leave the quotes away.', '"income"'],
    ['joined - joined', 'daysBetween(from, to) counts days', 'joined'],
    ['member + 1', '+ takes a number; this is true or false. number(…)', 'member'],
    ['age and member', 'and takes true or false; this is a number. Compare it', 'age'],
    ['not age', 'not takes true or false', 'age'],
    ['age || city', '|| takes a text; this is a number. text(…)', 'age'],
    ["age = 'x'", 'takes a number; this is a text', "'x'"],
    ["joined > '2020-01-01'", "A date is written date('2020-01-31').", "'2020-01-01'"],
    ['member < true', '< takes numbers, dates or texts', 'member'],
    ['age = null', 'null stands only within if and coalesce', 'null'],
    ['null = age', 'write is missing', 'null'],
    ["age in (1, 'x')", 'takes a number; this is a text', "'x'"],
    ["if(member, 1, 'x')", 'of one type: this is a text, the one before a number', "'x'"],
    ['if(age, 1, 2)', 'if takes true or false', 'age'],
    ['min(member, member)', 'min takes numbers, dates or texts', 'member'],
    ['round(age, income)', 'a whole number from -15 to 15 here', 'income'],
    ['substr(city, 0)', 'a whole number from 1 to', '0'],
    ['substr(city, 1, 1.5)', 'a whole number from 0 to', '1.5'],
    ['sqrt()', 'This function is written sqrt(x).', 'sqrt()'],
    ['clamp(age, 1)', 'This function is written clamp(x, low, high).', 'clamp(age, 1)'],
    ['number(joined)', 'number takes a text', 'joined'],
    ['text(null)', 'null stands only within', 'null'],
    ['null', 'missing in every row', 'null'],
    ['if(member, null, null)', 'missing in every row', 'if(member, null, null)'],
    ['null is missing', 'null is always missing', 'null'],
  ])('is refused: %s', (source, message, place) => {
    const [problem] = check(source).problems ?? []
    expect(problem?.message).toContain(message)
    expect(source.slice(problem?.start, problem?.end)).toBe(place)
  })

  it('is refused with every problem at once', () => {
    expect(check("aeg + city > 1 or contains(age, 'x')").problems?.map(({ message }) => message)).toEqual([
      'There is no column aeg; did you mean age?',
      '+ takes a number; this is a text. number(…) makes it one.',
      'contains takes a text; this is a number. text(…) makes it one.',
    ])
  })
})
