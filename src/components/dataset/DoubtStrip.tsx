import { Button } from '@mantine/core'
import { useState } from 'react'
import { goTo } from '@/components/shell/useRoute.ts'
import type { DateOrder } from '@/core/dataset/cell.ts'
import type { Dataset, Doubt } from '@/core/dataset/dataset.ts'
import { type DoubtAnswer, describeDoubt, doubtKey, openDoubts, wordsForMissing } from '@/core/dataset/doubt.ts'
import { formatUnits } from '@/core/format/format.ts'
import { useActions } from '@/state/useAssay.ts'
import type { ViewOfData } from './DataPage.tsx'
import styles from './doubt.module.css'
import { useReadAgain } from './useReadAgain.ts'

/** Doubts listed at once. */
const LISTED = 3

/** What the reading left for a person to decide, each with its answers. Nothing is shown where all is decided. */
export function DoubtStrip({ dataset, view }: { dataset: Dataset; view: ViewOfData }) {
  const [isAll, setAll] = useState(false)
  const doubts = openDoubts(dataset)
  if (doubts.length === 0) return null
  const listed = isAll ? doubts : doubts.slice(0, LISTED)
  return (
    <section className={styles.doubts} aria-label="For you to decide">
      <h2 className={styles.title}>For you to decide</h2>
      <ul>
        {listed.map((doubt) => (
          <DoubtLine key={doubtKey(doubt)} dataset={dataset} doubt={doubt} view={view} />
        ))}
      </ul>
      {doubts.length > listed.length && (
        <Button variant="subtle" onClick={() => setAll(true)}>
          Show {formatUnits(doubts.length - listed.length, 'more question')}
        </Button>
      )}
    </section>
  )
}

function DoubtLine({ dataset, doubt, view }: { dataset: Dataset; doubt: Doubt; view: ViewOfData }) {
  const actions = useActions()
  const readAgain = useReadAgain(dataset, view)
  const [isBusy, setBusy] = useState(false)
  const { raw, text, question, answers } = describeDoubt(doubt, wordsForMissing(dataset.source))
  const answer = async ({ label, parts }: DoubtAnswer) => {
    if (!parts) return actions().settleDoubt(dataset.id, doubt, `${raw}: ${label.toLowerCase()}`)
    setBusy(true)
    // The texts of dates are kept, so that their order needs no file.
    if (parts.dateOrder && !actions().filesOf(dataset.id)) await readDates(parts.dateOrder)
    else await readAgain({ ...dataset.source.fixed, ...parts })
    setBusy(false)
  }
  const readDates = async (order: DateOrder) => {
    let datasetId = dataset.id
    for (const column of doubt.columns) {
      const output = await actions().retypeColumn(datasetId, column, 'datetime', order)
      if (!output) break
      datasetId = output.dataset.id
    }
    if (datasetId !== dataset.id) goTo({ page: 'data', datasetId, view })
  }
  return (
    <li>
      <p title={doubt.columns.join(', ')}>
        <code>{raw}</code> {text} <b className="strong">{question}</b>
      </p>
      <div className={styles.answers}>
        {answers.map((each) => (
          <Button
            key={each.label}
            size="xs"
            disabled={isBusy}
            aria-label={`${raw}: ${each.label}`}
            onClick={() => void answer(each)}
          >
            {each.label}
          </Button>
        ))}
      </div>
    </li>
  )
}
