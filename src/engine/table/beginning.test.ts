import { describe, expect, it } from 'vitest'
import { openBeginning, takeBeginning } from './beginning.ts'
import { blobSource } from './source.ts'

const cut = async (content: string | Uint8Array<ArrayBuffer>, bytes: number, options = {}) => {
  const { part, isWhole } = await takeBeginning(blobSource(new Blob([content])), options, bytes)
  return { bytes: [...new Uint8Array(await part.arrayBuffer())], text: await part.text(), isWhole }
}
const lines = (count: number, line: (i: number) => string) => Array.from({ length: count }, (_, i) => line(i)).join('')

describe('the beginning of a file', () => {
  it('is all of a small one', async () => expect(await cut('a\n1', 3)).toMatchObject({ text: 'a\n1', isWhole: true }))

  it('ends with the last line that is whole', async () =>
    expect(await cut('a,b\n1,2\n3,4\n', 10)).toMatchObject({ text: 'a,b\n1,2\n', isWhole: false }))

  it('does not end within quotes', async () => {
    expect((await cut('a,b\n1,"x"\n3,"y\nz\n"\n', 17)).text).toBe('a,b\n1,"x"\n')
    expect((await cut("a,b\n1,'x'\n3,'y\nz\n'\n", 17, { quote: "'" })).text).toBe("a,b\n1,'x'\n")
  })

  it('is not lost where a quote has no other', async () => {
    const text = `pipe\n5" wide\n${lines(50, (i) => `${i}\n`)}`
    expect((await cut(text, 100)).text).toBe(text.slice(0, text.lastIndexOf('\n', 99) + 1))
  })

  it('ends with CR where lines do, unless its LF is cut off', async () => {
    expect((await cut('a\r1\r2\r3\r', 6)).text).toBe('a\r1\r')
    expect((await cut('a\r1\r2\r3\r', 7)).text).toBe('a\r1\r2\r')
    expect((await cut('a\r\n1\r\n2\r\n3\r\n', 8)).text).toBe('a\r\n1\r\n')
  })

  it('goes on until there are two lines', async () =>
    expect((await cut(`${'x'.repeat(20)}\n1\n${lines(100, () => '2\n')}`, 10)).text).toContain('\n1\n'))

  it.each(['utf-16le', 'utf-16be'] as const)(
    'ends between characters of %s, marked, said or neither',
    async (encoding) => {
      const encode = (text: string, mark: boolean) => {
        const units = [...(mark ? '\ufeff' : ''), ...text].map((char) => char.charCodeAt(0))
        return Uint8Array.from(
          units.flatMap((unit) => (encoding === 'utf-16le' ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255])),
        )
      }
      // U+0A0D must not be taken for a line end.
      const text = 'a\n1\n\u0a0d\u0a0a2\n'
      const whole = [...encode('a\n1\n', false)]
      expect((await cut(encode(text, true), 14)).bytes.slice(2)).toEqual(whole)
      expect((await cut(encode(text, false), 12, { encoding })).bytes).toEqual(whole)
      expect((await cut(encode('a\n1\nxx2\n', false), 12)).bytes).toEqual(whole)
    },
  )
})

describe('the beginning of files', () => {
  const open = (name: string, ...parts: BlobPart[]) => openBeginning([{ name, blob: new Blob(parts) }], {})
  const gzip = (text: string) =>
    new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).blob()

  it('is unpacked where it is packed', async () => {
    const { part, isWhole } = await open('a.csv.gz', await gzip('a\n1\n'))
    expect(await part.text()).toBe('a\n1\n')
    expect(isWhole).toBe(true)
    const long = await open('a.csv.gz', await gzip(`a\n${'12345\n'.repeat(100_000)}`))
    expect(long.isWhole).toBe(false)
    expect(await long.part.text()).toMatch(/^a\n(12345\n)+$/)
  })

  it('is that of the first, which is not all', async () => {
    const files = ['a\n1\n', 'a\n2\n'].map((text, i) => ({ name: `${i}.csv`, blob: new Blob([text]) }))
    const { part, isWhole } = await openBeginning(files, {})
    expect(await part.text()).toBe('a\n1\n')
    expect(isWhole).toBe(false)
  })

  it('is none of a file that says itself how it is to be read', async () => {
    await expect(open('a.json', '[{"a":1}]')).rejects.toMatchObject({ code: 'csv.unreadable' })
  })
})
