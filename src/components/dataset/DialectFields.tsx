import { NumberInput, TagsInput } from '@mantine/core'
import type { Dialect } from '@/core/dataset/dataset.ts'
import {
  DATE_ORDERS,
  DECIMALS,
  DELIMITERS,
  ENCODINGS,
  ESCAPES,
  isDelimiter,
  nameDelimiter,
  nameTokens,
  QUOTES,
  THOUSANDS,
} from '@/core/dataset/dialect.ts'
import { Choice, ChoiceOrOther, Part } from './DialectPart.tsx'
import styles from './dialog.module.css'

const HEADER = { yes: 'is the header', no: 'is data' } as const
const TRIM = { yes: 'dropped', no: 'kept' } as const
const COMMENTS: Readonly<Record<string, string>> = { '': 'none', '#': '#', '%': '%', '//': '//', '--': '--' }

/** Lines that may be said to come before a table. */
const MOST_SKIPPED = 10_000

/** Every part of how a file is read: what was found of it, unless it is fixed by hand. */
export function DialectFields({
  parts,
  found,
  onChange,
}: {
  parts: Partial<Dialect>
  found: Partial<Dialect>
  onChange: (parts: Partial<Dialect>) => void
}) {
  /** Fixes a part, or lets it be found where the value is undefined. */
  const set =
    <K extends keyof Dialect>(part: K) =>
    (value: Dialect[K] | undefined) => {
      const { [part]: _former, ...others } = parts
      onChange(value === undefined ? others : { ...others, [part]: value })
    }
  const setFlag = (part: 'header' | 'trim') => (value: 'yes' | 'no' | undefined) =>
    set(part)(value === undefined ? undefined : value === 'yes')
  /** What was found of a part in words; of one that is fixed and was never looked for, nothing is known. */
  const tell = <K extends keyof Dialect>(
    part: K,
    say: (value: Dialect[K] | undefined) => string,
  ): string | undefined => (Object.hasOwn(parts, part) && !Object.hasOwn(found, part) ? undefined : say(found[part]))
  const known = tell('missing', (missing) => nameTokens(missing ?? []) || 'none')
  return (
    <>
      <fieldset className={styles.fields}>
        <legend>How its cells are parted</legend>
        <ChoiceOrOther
          label="Between cells"
          value={parts.delimiter}
          found={found.delimiter && nameDelimiter(found.delimiter)}
          options={DELIMITERS}
          onChange={set('delimiter')}
          other={{
            label: 'Character between cells',
            length: 1,
            isValid: isDelimiter,
            problem: 'One sign, such as ^ or ~',
          }}
        />
        <Choice
          label="First row"
          value={flagOf(parts.header)}
          found={tell('header', (header) => HEADER[flagOf(header) ?? 'yes'])}
          options={HEADER}
          onChange={setFlag('header')}
        />
        <Part label="Lines to skip" isFixed={parts.preamble !== undefined} onFind={() => set('preamble')(undefined)}>
          {(id) => (
            <NumberInput
              id={id}
              value={parts.preamble ?? ''}
              onChange={(value) => set('preamble')(typeof value === 'number' ? value : undefined)}
              min={0}
              max={MOST_SKIPPED}
              clampBehavior="strict"
              allowDecimal={false}
              allowNegative={false}
              hideControls
              placeholder={`Found: ${found.preamble || 'none'}`}
            />
          )}
        </Part>
        <ChoiceOrOther
          label="Comments begin with"
          value={parts.comment}
          found={tell('comment', (comment) => comment || 'none')}
          options={COMMENTS}
          onChange={set('comment')}
          other={{
            label: 'Beginning of a comment',
            length: 10,
            isValid: (text) => text !== '',
            problem: 'What a comment begins with',
          }}
        />
        <Choice
          label="Around text"
          value={parts.quote}
          found={found.quote && QUOTES[found.quote]}
          options={QUOTES}
          onChange={set('quote')}
        />
        <Choice
          label="Quotes within text"
          value={parts.escape}
          found={tell('escape', (escaping) => ESCAPES[escaping ?? 'doubled'])}
          options={ESCAPES}
          onChange={set('escape')}
        />
        <Choice
          label="Spaces around cells"
          value={flagOf(parts.trim)}
          found={tell('trim', (trim) => TRIM[flagOf(trim) ?? 'no'])}
          options={TRIM}
          onChange={setFlag('trim')}
        />
        <Choice
          label="Encoding"
          value={parts.encoding}
          found={found.encoding && ENCODINGS[found.encoding]}
          options={ENCODINGS}
          onChange={set('encoding')}
        />
      </fieldset>
      <fieldset className={styles.fields}>
        <legend>How its values are written</legend>
        <Choice
          label="Decimal mark"
          value={parts.decimal}
          found={tell('decimal', (decimal) => DECIMALS[decimal ?? '.'])}
          options={DECIMALS}
          onChange={set('decimal')}
        />
        <Choice
          label="Thousands mark"
          value={parts.thousands}
          found={tell('thousands', (thousands) => THOUSANDS[thousands ?? ''])}
          options={THOUSANDS}
          onChange={set('thousands')}
        />
        <Choice
          label="Dates like 01/02/2020"
          value={parts.dateOrder}
          found="by each column"
          options={DATE_ORDERS}
          onChange={set('dateOrder')}
        />
        <Part
          label="Words for missing"
          isFixed={parts.missing !== undefined}
          onFind={() => set('missing')(undefined)}
          isWide
        >
          {(id) => (
            <>
              <TagsInput
                id={id}
                value={(parts.missing ?? found.missing ?? []).filter((token) => token !== '')}
                onChange={set('missing')}
                placeholder="Add a word"
                splitChars={[]}
                clearable={false}
              />
              <p className="caption">
                {known !== undefined && `Found: ${known}. `}Enter adds a word. An empty cell always is missing.
              </p>
            </>
          )}
        </Part>
      </fieldset>
    </>
  )
}

function flagOf(flag: boolean | undefined): 'yes' | 'no' | undefined {
  return flag === undefined ? undefined : flag ? 'yes' : 'no'
}
