import { describe, expect, it } from 'vitest'
import { readTable, readTexts } from '@/testing/readTable.ts'

describe('delimiters', () => {
  const delimiterOf = async (text: string) => (await readTable(text)).dialect.delimiter
  const widthOf = async (text: string) => (await readTexts(text)).names.length

  it.each([
    ['a;b\n1,5;2,5\n3,5;4,5\n', ';'],
    ['a;b;c\nx, y;1;2\nz, w;3;4\n', ';'],
    ['a|b\nx, y|1\nz, w, v|2\n', '|'],
    ['a b c\n1 2 3\n4 5 6\n', ' '],
    ['a:b:c\n1:x:3\n4:y:6\n', ':'],
    ['a^b^c\n1^x^3\n4^y^6\n', '^'],
    ['a\u0001b\n1\u0001x y\n4\u0001z, w\n', '\u0001'],
    ['when,n\n2012-01-31 14:05,1\n2012-01-31 14:06,2\n', ','],
    ['time,who\n14:05,anna\n14:06,ben\n', ','],
    ['name,note\nanna,"likes; semicolons; a lot"\nben,"so; do; I"\n', ','],
    ['sep=^\na^b\n1^x\n', '^'],
    // One row that is parted by another mark, or that has too many cells, changes nothing.
    ['a,b,c\n1,2,3\n4;5;6\n7,8,9\n', ','],
    ['a,b,c\n1,2,3\n4,5,6,7,8,9\n7,8,9\n', ','],
  ])('%j', async (text, delimiter) => expect(await delimiterOf(text)).toBe(delimiter))

  it.each([
    'name\nAnna Lee\nBen Fox\nCarl Orr\n',
    'when\n14:05\n14:06\n14:07\n',
    'when\n2012-01-31 14:05\n2012-01-31 14:06\n',
    'v\n1,5\n2,75\n3,0\n',
    'note\nWell, it rained.\nNothing\nYes, no, perhaps, who knows\n',
    'name\n"Lee, Anna"\n"Fox, Ben"\n',
    'place\nRoom 12\nRoom 14\nRoom 15\n',
  ])('are in no file of one column: %j', async (text) => expect(await widthOf(text)).toBe(1))

  it('are any number of spaces where a file is aligned with them', async () => {
    const { cells, dialect } = await readTable('  a    b  c\n  1  2.5  x\n 10 12.5  y \n')
    expect(dialect).toMatchObject({ delimiter: ' ', trim: true })
    expect(cells).toEqual({ a: [1, 10], b: [2.5, 12.5], c: ['x', 'y'] })
  })
})

describe('lines that are not the table', () => {
  it('are a title, notes with fewer cells and blank lines before it', async () => {
    const text = 'Sales report\n\nfrom,2020\nto,2021\n\nid,a,b,c,d\n1,2,3,4,5\n2,3,4,5,6\n3,4,5,6,7\n'
    const { dialect, cells, issues } = await readTable(text)
    expect(dialect).toMatchObject({ preamble: 5, header: true })
    expect(cells['d']).toEqual([5, 6, 7])
    expect(issues.counts).toEqual({ rejected: 3 })
    expect(issues.samples.map(({ line, raw }) => [line, raw])).toEqual([
      [1, 'Sales report'],
      [3, 'from,2020'],
      [4, 'to,2021'],
    ])
  })

  it('are a title that a spreadsheet padded', async () => {
    const { dialect, cells } = await readTable('Report,,\n,,\na,b,c\n1,2,3\n4,5,6\n')
    expect(dialect.preamble).toBe(2)
    expect(cells).toEqual({ a: [1, 4], b: [2, 5], c: [3, 6] })
  })

  it('are as many as the person says', async () => {
    const text = 'x,y\na,b\n1,2\n'
    expect((await readTable(text, { preamble: 1 })).cells).toEqual({ a: [1], b: [2] })
    expect((await readTable('note "of\na,b\n1,2\n', { preamble: 1 })).cells).toEqual({ a: [1], b: [2] })
    expect((await readTable(text, { preamble: 0 })).table.rows).toBe(2)
  })

  it('are comments, wherever they stand', async () => {
    const text = '# made by hand\na,b\n1,2\n# a pause, of sorts, here\n3,4\n'
    const { dialect, cells, issues } = await readTable(text)
    expect(dialect).toMatchObject({ comment: '#', preamble: 0 })
    expect(cells).toEqual({ a: [1, 3], b: [2, 4] })
    expect(issues.samples.map(({ kind, line, raw }) => [kind, line, raw])).toEqual([
      ['rejected', 1, '# made by hand'],
      ['rejected', 4, '# a pause, of sorts, here'],
    ])
  })

  it('are comments also above columns that only spaces part', async () => {
    const { dialect, cells } = await readTable('% exported\n% so\n1 2 3\n4 5 6\n')
    expect(dialect).toMatchObject({ comment: '%', delimiter: ' ', header: false })
    expect(cells).toEqual({ 'column 1': [1, 4], 'column 2': [2, 5], 'column 3': [3, 6] })
  })

  it('are passed over wherever slices cut them, with and without the kernel', async () => {
    const text = '# "a\r\ntitle\r\n\r\nd;e\r\n1,5;x\r\n# note\r\n2,5;"y\r\n# z"\r\n#\r\n3,5;z'
    const options = { delimiter: ';', comment: '#', preamble: 3, header: true, decimal: ',' } as const
    const expected = await readTable(text, options)
    expect(expected.cells).toEqual({ d: [1.5, 2.5, 3.5], e: ['x', 'y\r\n# z', 'z'] })
    expect(expected.issues.samples.map(({ line }) => line)).toEqual([1, 2, 6, 9])
    for (const isScalar of [true, false])
      for (let sliceBytes = 1; sliceBytes < 20; sliceBytes++) {
        const { cells, issues } = await readTable(text, options, { sliceBytes, isScalar })
        expect({ cells, issues }).toEqual({ cells: expected.cells, issues: expected.issues })
      }
  })

  it.each([
    ['//', '/5', '/'],
    ['--', '-5', '-'],
    ['§', '¶', 'Â'],
    ['REM', 'RE', 'R'],
  ])(
    'are those that begin with all of %s, wherever slices cut them, with and without the kernel',
    async (comment, alike, least) => {
      const rows = [
        `${alike},1`,
        `${comment} "a, b`,
        `${least},2`,
        `x${comment},3`,
        `"${comment}",4`,
        comment,
        `${alike},5`,
      ]
      const text = ['a,b', ...rows, `${comment},6`, least].join('\n')
      const options = { delimiter: ',', quote: '"', header: true, comment, types: { a: 'text' } } as const
      for (const isScalar of [true, false])
        for (let sliceBytes = 1; sliceBytes < 20; sliceBytes++) {
          const { cells, issues } = await readTable(text, options, { sliceBytes, isScalar })
          expect(cells).toEqual({
            a: [alike, least, `x${comment}`, comment, alike, least],
            b: [1, 2, 3, 4, 5, null],
          })
          const rejected = issues.samples.filter(({ kind }) => kind === 'rejected')
          expect(rejected.map(({ line, raw }) => [line, raw])).toEqual([
            [3, `${comment} "a, b`],
            [7, comment],
            [9, `${comment},6`],
          ])
        }
    },
  )

  it('are no comments where they fit the table', async () => {
    expect((await readTable('#no,name\n1,x\n2,y\n')).cells).toEqual({ '#no': [1, 2], name: ['x', 'y'] })
    expect((await readTable('tag,n\n#red,1\n#blue,2\n')).dialect.comment).toBe('')
    expect((await readTable('tag\n#red\n#blue\n')).table.rows).toBe(2)
  })
})

describe('numbers', () => {
  const formatOf = async (text: string) => {
    const { decimal, thousands } = (await readTable(text)).dialect
    return [decimal, thousands]
  }

  it.each([
    ['a,b\n1.5,2\n', '.', ''],
    ['a;b\n1,5;2\n', ',', ''],
    ['a;b\n1,234;x\n2,500;y\n', ',', ''],
    ['a;b\n1,234;0.5\n2,500;1.5\n', '.', ','],
    ['a;b\n1,234,567;x\n2,500;y\n', '.', ','],
    ['a,b\n"1,234",x\n"2,500",y\n', '.', ','],
    ['a,b\n"0,234",x\n"2,500",y\n', ',', ''],
    ['a,b\n"1,2",x\n"2,500",y\n', ',', ''],
    ['a;b\n1.234,5;x\n2;y\n', ',', '.'],
    ["a;b\n1'234.5;x\n2;y\n", '.', "'"],
    ['a;b\n1 234,5;x\n2;y\n', ',', ' '],
    ['a;b\n1\u202f234;x\n2;y\n', ',', ' '],
    ['a,b\n"12, 13",x\n"9, 14",y\n', '.', ''],
  ])('%j', async (text, decimal, thousands) => expect(await formatOf(text)).toEqual([decimal, thousands]))

  it('make their column text where a late cell breaks the format, each as it stands', async () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `${i % 100},5;${i}`).join('\n')
    const { cells, types, dialect } = await readTable(`a;b\n${lines}\n1.5;7\n`)
    expect(dialect.decimal).toBe(',')
    expect(types).toBe('a:category b:integer')
    expect([cells['a']![0], cells['a']!.at(-1)]).toEqual(['0,5', '1.5'])
  })

  it('with a unit stay text', async () => {
    expect((await readTable('a,b\n$1.50,5%\n$2.50,6%\n')).types).toBe('a:category b:category')
  })
})

describe('dates', () => {
  const text = 'd,e,v\n01/02/2020,13/02/2020,1\n03/04/2020,01/02/2020,2\n'

  it('of which nothing proves the order are text and doubted, until somebody says it', async () => {
    const { types, doubts } = await readTable(text)
    expect(types).toBe('d:category e:datetime v:integer')
    expect(doubts).toEqual([{ kind: 'dateOrder', example: '01/02/2020', cells: 2, columns: ['d'] }])
    const said = await readTable(text, { dateOrder: 'mdy' })
    expect(said.dialect.dateOrder).toBe('mdy')
    expect(said.doubts).toEqual([])
    expect(said.cells['d']![0]).toBe(Date.UTC(2020, 0, 2))
    // A column that proves another order keeps it.
    expect(said.cells['e']![1]).toBe(Date.UTC(2020, 1, 1))
  })

  it('say what the file says of their zone', async () => {
    const zonesOf = async (cells: readonly string[], allAsText: boolean) =>
      (await readTable(`d,v\n${cells.map((cell) => `${cell},1\n`).join('')}`, {}, { allAsText })).table.columns[0]!.zone
    for (const allAsText of [false, true]) {
      expect(await zonesOf(['2012-01-31', '2012-01-31 14:05'], allAsText)).toBe('none')
      expect(await zonesOf(['2012-01-31T14:05:30.250+02:00', '2012-01-31T14:05Z'], allAsText)).toBe('stated')
      expect(await zonesOf(['2012-01-31T14:05', '2012-01-31T14:05Z'], allAsText)).toBe('mixed')
    }
    expect(await zonesOf(['31.01.2012 14:05', '01.02.2012 14:06'], false)).toBe('none')
  })
})

describe('marks for missing', () => {
  const doubtsOf = async (values: readonly number[]) =>
    (await readTable(`a,b\n${values.map((value) => `${value},x\n`).join('')}`)).doubts
  const usual = Array.from({ length: 200 }, (_, i) => 20 + (i % 30))

  it('are numbers far from all others and often there; they are proposed, not taken', async () => {
    expect(await doubtsOf([...usual, -999, -999, -999])).toEqual([
      { kind: 'missing', token: '-999', cells: 3, columns: ['a'] },
    ])
    expect(await doubtsOf([...usual, 9_999, 9_999, 9_999])).toMatchObject([{ token: '9999', cells: 3 }])
  })

  it('are not outliers, nor ends of a range, nor zero', async () => {
    expect(await doubtsOf([...usual, -999])).toEqual([])
    expect(await doubtsOf([...usual, 50, 50, 50, 50])).toEqual([])
    expect(await doubtsOf([...usual.map((value) => value + 1_000), 0, 0, 0])).toEqual([])
    expect(await doubtsOf([1, 2, 3, 1, 2, 3, 1, 2, 3, 9, 9, 9])).toEqual([])
  })
})
