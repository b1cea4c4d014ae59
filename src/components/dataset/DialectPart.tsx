import { NativeSelect, TextInput } from '@mantine/core'
import { type ReactNode, useId, useState } from 'react'
import styles from './dialog.module.css'

/** One part of a dialect with its label, and the way back to what was found where it is fixed. */
export function Part({
  label,
  isFixed,
  onFind,
  isWide = false,
  children,
}: {
  label: string
  isFixed: boolean
  onFind: () => void
  isWide?: boolean
  children: (id: string) => ReactNode
}) {
  const id = useId()
  return (
    <div className={isWide ? styles.partWide : styles.part} data-fixed={isFixed || undefined}>
      <div className={styles.partLabel}>
        <label htmlFor={id}>{label}</label>
        {isFixed && (
          <button
            type="button"
            aria-label={`Find it: ${label}`}
            onClick={() => {
              onFind()
              // The button goes away, and must not take the focus with it.
              document.getElementById(id)?.focus()
            }}
          >
            Find it
          </button>
        )}
      </div>
      {children(id)}
    </div>
  )
}

const FOUND = 'found'
const OTHER = 'other'
/** Stands before the values of options, none of which may be taken for one of the two above. */
const MARK = '='

interface ChoiceProps<K extends string> {
  readonly label: string
  /** Undefined where the part is found. */
  readonly value: K | undefined
  /** What was found, in words; undefined where nobody looked. */
  readonly found: string | undefined
  readonly options: Readonly<Record<K, string>>
  readonly onChange: (value: K | undefined) => void
}

function optionsOf({ found, options }: Pick<ChoiceProps<string>, 'found' | 'options'>) {
  return [
    { value: FOUND, label: found === undefined ? 'Find it' : `Found: ${found}` },
    ...Object.entries(options).map(([value, label]) => ({ value: MARK + value, label })),
  ]
}

/** A part that has a few values, chosen from a list; the first is what was found. */
export function Choice<K extends string>(props: ChoiceProps<K>) {
  const { label, value, onChange } = props
  return (
    <Part label={label} isFixed={value !== undefined} onFind={() => onChange(undefined)}>
      {(id) => (
        <NativeSelect
          id={id}
          value={value === undefined ? FOUND : MARK + value}
          onChange={({ currentTarget: { value } }) =>
            onChange(value === FOUND ? undefined : (value.slice(MARK.length) as K))
          }
          data={optionsOf(props)}
        />
      )}
    </Part>
  )
}

/** A part with usual values and any other, which is typed. */
export function ChoiceOrOther({
  other,
  ...props
}: ChoiceProps<string> & {
  other: {
    readonly label: string
    /** The most characters. */
    readonly length: number
    readonly isValid: (text: string) => boolean
    /** What to enter, where it is not valid. */
    readonly problem: string
  }
}) {
  const { label, value, options, onChange } = props
  // What was typed, valid or not; undefined while a value of the list is chosen.
  const [typed, setTyped] = useState(value === undefined || Object.hasOwn(options, value) ? undefined : value)
  const choose = (chosen: string) => {
    setTyped(chosen === OTHER ? '' : undefined)
    onChange(chosen === FOUND || chosen === OTHER ? undefined : chosen.slice(MARK.length))
  }
  return (
    <Part label={label} isFixed={value !== undefined || typed !== undefined} onFind={() => choose(FOUND)}>
      {(id) => (
        <div className={styles.orOther}>
          <NativeSelect
            id={id}
            value={typed !== undefined ? OTHER : value === undefined ? FOUND : MARK + value}
            onChange={({ currentTarget }) => choose(currentTarget.value)}
            data={[...optionsOf(props), { value: OTHER, label: 'other' }]}
          />
          {typed !== undefined && (
            <TextInput
              aria-label={other.label}
              className={styles.other}
              classNames={{ error: styles.otherProblem! }}
              value={typed}
              maxLength={other.length}
              error={typed === '' || other.isValid(typed) ? undefined : other.problem}
              // Nothing is read while it is not valid: the browser says so when the form is sent.
              ref={(field) => field?.setCustomValidity(other.isValid(typed) ? '' : other.problem)}
              onChange={({ currentTarget: { value } }) => {
                setTyped(value)
                onChange(other.isValid(value) ? value : undefined)
              }}
            />
          )}
        </div>
      )}
    </Part>
  )
}
