import { Button, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { AmountInput } from '@/components/ui/AmountInput.tsx'
import type { Question } from '@/core/experiment/experiment.ts'
import { consequenceOf, isUnsaid, type Purpose } from '@/core/experiment/purpose.ts'
import { METRICS } from '@/core/metrics/metric.ts'
import { CostFields } from './CostFields.tsx'
import styles from './controls.module.css'
import { Section } from './Section.tsx'

/** What the question is for: who decides what, what is done today, what errors cost. All of it may be left open. */
export function PurposeSection({
  question,
  onChange,
}: {
  question: Question
  onChange: (question: Question, topic?: string) => void
}) {
  const { purpose, metric } = question
  const [isOpened, setOpened] = useState(false)
  const isEmpty = isUnsaid(purpose)
  const consequence = consequenceOf(question)
  const change = (patch: { readonly [K in keyof Purpose]: Purpose[K] | undefined }) => {
    const { purpose: _old, ...rest } = question
    const said = Object.entries({ ...purpose, ...patch }).filter(([, value]) => value !== undefined && value !== '')
    const next = Object.fromEntries(said) as Purpose
    onChange(isUnsaid(next) ? rest : { ...rest, purpose: next }, `purpose ${Object.keys(patch).join()}`)
  }
  if (isEmpty && !isOpened)
    return (
      <Section
        title="Purpose"
        chosen="Who decides what with the prediction, and what do errors cost?"
        reason="It tells from which probability on acting pays, and against what a model has to stand. No run hangs on it."
      >
        <Button onClick={() => setOpened(true)}>Say what it is for</Button>
      </Section>
    )
  return (
    <Section
      title="Purpose"
      chosen={
        consequence?.sentence ?? purpose?.decision ?? 'Who decides what with the prediction, and what do errors cost?'
      }
      reason={
        consequence
          ? `${consequence.formula} (${consequence.source})`
          : 'All of it may be left open. No run hangs on it.'
      }
    >
      <div className={styles.form}>
        <label htmlFor="purpose-decision">Who decides what</label>
        <Textarea
          id="purpose-decision"
          autosize
          minRows={1}
          maxRows={4}
          maxLength={500}
          autoFocus={isOpened && isEmpty}
          placeholder="Whom the call centre rings first"
          value={purpose?.decision ?? ''}
          onChange={(event) => change({ decision: event.currentTarget.value })}
        />
        <label htmlFor="purpose-horizon">When it is predicted</label>
        <TextInput
          id="purpose-horizon"
          maxLength={200}
          placeholder="Before the call, for the weeks after it"
          value={purpose?.horizon ?? ''}
          onChange={(event) => change({ horizon: event.currentTarget.value })}
        />
        <label htmlFor="purpose-today">What is done today</label>
        <TextInput
          id="purpose-today"
          maxLength={200}
          placeholder="Everybody is rung, in the order of the list"
          value={purpose?.today ?? ''}
          onChange={(event) => change({ today: event.currentTarget.value })}
        />
        <label htmlFor="purpose-score">Its {METRICS[metric].label}, if known</label>
        <AmountInput
          id="purpose-score"
          className={styles.short!}
          value={purpose?.todayScore}
          onChange={(todayScore) => change({ todayScore })}
        />
        <CostFields question={question} onChange={(costs) => change({ costs })} />
      </div>
    </Section>
  )
}
