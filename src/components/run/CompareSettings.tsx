import { Switch } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { Fragment, memo, useMemo, useState } from 'react'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import { formatUnits } from '@/core/format/format.ts'
import { compareSettings, fullText, type SettingValue } from '@/core/run/compare.ts'
import { CompareHeads } from './CompareHeads.tsx'
import { changeComparison } from './changeComparison.ts'
import styles from './compare.module.css'
import type { Compared } from './compared.ts'
import runStyles from './run.module.css'

/** Data, question, preparation, learner and work of several runs, the steps of their preparation beside their counterparts. */
export const CompareSettings = memo(function CompareSettings({
  diffOnly,
  compared,
}: {
  diffOnly: boolean
  compared: readonly Compared[]
}) {
  const all = useMemo(() => compareSettings(compared.map(({ settings }) => settings)), [compared])
  const differing = all.filter(({ differs }) => differs)
  const shown = diffOnly ? differing : all
  const [copied, setCopied] = useState('')
  return (
    <section aria-labelledby="settings">
      <div className={runStyles.sectionHead}>
        <h2 id="settings">Settings</h2>
        <span className="caption">
          {differing.length} of {formatUnits(all.length, 'setting')} differ
        </span>
        <Switch
          label="Diff only"
          checked={diffOnly}
          onChange={(event) => changeComparison({ diffOnly: event.currentTarget.checked }, { replace: true })}
        />
        <span className="caption" role="status">
          {copied}
        </span>
      </div>
      {shown.length === 0 ? (
        <p>Nothing differs: these runs repeat the same spec.</p>
      ) : (
        <Scrollable label="Settings side by side" className={runStyles.scroll!}>
          <table className={runStyles.compare}>
            <CompareHeads compared={compared} corner="Setting" />
            <tbody>
              {shown.map(({ key, group, label, values, differs }, index) => (
                <Fragment key={key}>
                  {group !== shown[index - 1]?.group && (
                    <tr className={styles.group}>
                      <th scope="rowgroup" colSpan={compared.length + 1}>
                        {group}
                      </th>
                    </tr>
                  )}
                  <tr data-differs={differs}>
                    <th scope="row">{label}</th>
                    {values.map((value, place) => (
                      <td
                        key={compared[place]!.run.id}
                        className={`n ${textOf(value) !== textOf(values[0]) ? 'strong' : ''}`}
                      >
                        {value ? (
                          <CopiedValue
                            value={value}
                            what={`${label} of run ${compared[place]!.run.mark.letter}`}
                            onCopied={setCopied}
                          />
                        ) : (
                          <span className="visually-hidden">no such setting</span>
                        )}
                      </td>
                    ))}
                  </tr>
                </Fragment>
              ))}
            </tbody>
          </table>
        </Scrollable>
      )}
    </section>
  )
})

function textOf(value: SettingValue | undefined): string | undefined {
  return value && fullText(value)
}

/** A value with a button that copies the whole of it, in sight under the pointer or with the focus. */
function CopiedValue({
  value,
  what,
  onCopied,
}: {
  value: SettingValue
  what: string
  onCopied: (said: string) => void
}) {
  const [isCopied, setIsCopied] = useState(false)
  const copy = () =>
    navigator.clipboard.writeText(fullText(value)).then(
      () => {
        setIsCopied(true)
        onCopied(`Copied ${what}`)
      },
      () => onCopied('The browser did not let the value be copied. Mark it and copy it by hand.'),
    )
  return (
    <span className={styles.value}>
      {value.full === undefined ? value.text : <code title={value.full}>{value.text}</code>}
      <button
        type="button"
        className={styles.copy}
        aria-label={`Copy ${what}`}
        onClick={() => void copy()}
        onBlur={() => setIsCopied(false)}
      >
        {isCopied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
      </button>
    </span>
  )
}
