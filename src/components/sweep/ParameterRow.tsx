import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { OptionRow } from '@/components/run/LearnerFields.tsx'
import { fieldText, type OptionTexts } from '@/core/learner/options.ts'
import { isListed, type ParameterTexts } from '@/core/sweep/enter.ts'
import styles from './sweep.module.css'
import type { SweepRow } from './sweepDraft.ts'

/** One setting of a sweep: ticked, what is searched of it; otherwise the value that all trials share. */
export function ParameterRow({
  row: { field, isSearched, texts, error },
  isGrid,
  options,
  defaults,
  optionError,
  onTick,
  onTexts,
  onOption,
}: {
  row: SweepRow
  isGrid: boolean
  options: OptionTexts
  defaults: object
  optionError: string | undefined
  onTick: (isSearched: boolean) => void
  onTexts: (texts: ParameterTexts) => void
  onOption: (text: string) => void
}) {
  const id = `sweep-${field.key}`
  return (
    <div className={styles.row} data-searched={isSearched}>
      <Checkbox
        label={field.label}
        size="xs"
        checked={isSearched}
        onChange={(event) => onTick(event.currentTarget.checked)}
      />
      {isSearched ? (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as this row is
        <div className={styles.searched} role="group" aria-label={`What is tried of ${field.label}`}>
          {field.choices ? (
            field.choices.map(({ value, label }) => (
              <Checkbox
                key={value}
                size="xs"
                label={label}
                checked={texts.chosen.includes(value)}
                onChange={(event) =>
                  onTexts({
                    ...texts,
                    chosen: field
                      .choices!.map((choice) => choice.value)
                      .filter((each) => (each === value ? event.currentTarget.checked : texts.chosen.includes(each))),
                  })
                }
              />
            ))
          ) : isListed(field) ? (
            <TextInput
              aria-label={`Values of ${field.label}`}
              value={texts.values}
              error={error !== undefined}
              autoComplete="off"
              onChange={(event) => onTexts({ ...texts, values: event.currentTarget.value })}
            />
          ) : (
            <div className={styles.range}>
              <TextInput
                aria-label={`${field.label} from`}
                value={texts.from}
                error={error !== undefined}
                autoComplete="off"
                onChange={(event) => onTexts({ ...texts, from: event.currentTarget.value })}
              />
              <span>to</span>
              <TextInput
                aria-label={`${field.label} to`}
                value={texts.to}
                error={error !== undefined}
                autoComplete="off"
                onChange={(event) => onTexts({ ...texts, to: event.currentTarget.value })}
              />
              <NativeSelect
                aria-label={`Scale of ${field.label}`}
                value={texts.scale}
                data={[
                  { value: 'linear', label: 'linear' },
                  { value: 'log', label: 'log' },
                ]}
                onChange={(event) => onTexts({ ...texts, scale: event.currentTarget.value as ParameterTexts['scale'] })}
              />
              {isGrid && (
                <>
                  <span>in</span>
                  <TextInput
                    aria-label={`Grid values of ${field.label}`}
                    value={texts.steps}
                    error={error !== undefined}
                    autoComplete="off"
                    onChange={(event) => onTexts({ ...texts, steps: event.currentTarget.value })}
                  />
                  <span>values</span>
                </>
              )}
            </div>
          )}
          {error && (
            <p className={styles.invalid} id={`${id}-error`} role="status">
              {error}
            </p>
          )}
        </div>
      ) : (
        field.key !== 'seed' && (
          <div className={styles.fixed}>
            <OptionRow
              id={id}
              field={{ ...field, label: `${field.label} of all trials`, advanced: false }}
              text={options[field.key] ?? fieldText(field, defaults)}
              error={optionError}
              onChange={onOption}
            />
          </div>
        )
      )}
    </div>
  )
}
