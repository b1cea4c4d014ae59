import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { html } from './html.ts'

describe('html', () => {
  it('keeps text text, joins lists, leaves out what is not there', () => {
    const name = `<b title="x">&'</b>`
    expect(html`<p class="${'"'}">${name}${undefined}${false}${[html`<i>1</i>`, 2]}</p>`.markup).toBe(
      '<p class="&quot;">&lt;b title=&quot;x&quot;&gt;&amp;&#39;&lt;/b&gt;<i>1</i>2</p>',
    )
  })

  it('lets no text end an attribute, open a tag or begin an entity', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const { markup } = html`${text}`
        expect(markup).not.toMatch(/[<>"']|&(?!amp;|lt;|gt;|quot;|#39;)/)
      }),
    )
  })
})
