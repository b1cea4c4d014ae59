import { NativeSelect, TagsInput } from '@mantine/core'
import { useId } from 'react'
import type { Dialect } from '@/core/dataset/dataset.ts'
import { DELIMITERS, ENCODINGS, QUOTES } from '@/core/dataset/dialect.ts'
import styles from './dialog.module.css'

const HEADER = { yes: 'names the columns', no: 'is data' } as const
const TRIM = { yes: 'dropped', no: 'kept' } as const

/** Every part of how a file is read, to be set by hand. */
export function DialectFields({ dialect, onChange }: { dialect: Dialect; onChange: (dialect: Dialect) => void }) {
  const set = (part: Partial<Dialect>) => onChange({ ...dialect, ...part })
  const missing = useId()
  return (
    <div className={styles.fields}>
      <Choice
        label="Between cells"
        value={dialect.delimiter}
        options={DELIMITERS}
        onChange={(delimiter) => set({ delimiter })}
      />
      <Choice
        label="First row"
        value={dialect.header ? 'yes' : 'no'}
        options={HEADER}
        onChange={(header) => set({ header: header === 'yes' })}
      />
      <Choice
        label="Encoding"
        value={dialect.encoding}
        options={ENCODINGS}
        onChange={(encoding) => set({ encoding })}
      />
      <Choice label="Around text" value={dialect.quote} options={QUOTES} onChange={(quote) => set({ quote })} />
      <Choice
        label="Spaces around cells"
        value={dialect.trim ? 'yes' : 'no'}
        options={TRIM}
        onChange={(trim) => set({ trim: trim === 'yes' })}
      />
      <div className={styles.fieldWide}>
        <label htmlFor={missing}>Words for missing</label>
        <TagsInput
          id={missing}
          value={dialect.missing.filter((token) => token !== '')}
          onChange={(tokens) => set({ missing: tokens })}
          placeholder="Add a word"
          splitChars={[]}
          clearable={false}
        />
        <p className="caption">Enter adds a word. An empty cell always is missing.</p>
      </div>
    </div>
  )
}

function Choice<K extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: K
  options: Readonly<Record<K, string>>
  onChange: (value: K) => void
}) {
  const id = useId()
  return (
    <div className={styles.choice}>
      <label htmlFor={id}>{label}</label>
      <NativeSelect
        id={id}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value as K)}
        data={Object.entries<string>(options).map(([value, label]) => ({ value, label }))}
      />
    </div>
  )
}
