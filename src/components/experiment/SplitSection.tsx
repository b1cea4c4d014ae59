import { Button, NativeSelect, Select } from '@mantine/core'
import { useMemo } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { Dataset } from '@/core/dataset/dataset.ts'
import type { Proposal, Question } from '@/core/experiment/experiment.ts'
import { whyNotTestFile } from '@/core/experiment/question.ts'
import { canonicalJson } from '@/core/hash.ts'
import { changeSplitKind, splitByGroup, splitChoices } from '@/core/split/change.ts'
import { describeFolds, describeSplit } from '@/core/split/describe.ts'
import { estimateParts } from '@/core/split/estimate.ts'
import type { RefinedSplit } from '@/core/split/evidence.ts'
import { FOLDS } from '@/core/split/folds.ts'
import type { SplitKind, SplitSpec } from '@/core/split/split.ts'
import { liveDatasets } from '@/state/dataset.ts'
import { useAssay } from '@/state/useAssay.ts'
import { chooser } from './chooser.ts'
import styles from './controls.module.css'
import { Section } from './Section.tsx'
import { SplitBar } from './SplitBar.tsx'
import { SplitFields } from './SplitFields.tsx'

const KIND_WORDS: Readonly<Record<SplitKind, { readonly label: string; readonly meaning: string }>> = {
  random: { label: 'At random', meaning: 'Every row is dealt by chance.' },
  stratified: { label: 'At random, same mix of classes', meaning: 'By chance within each class.' },
  time: { label: 'By time', meaning: 'The oldest rows train, the newest test.' },
  group: { label: 'Grouped', meaning: 'Rows that share a value stay together.' },
  column: { label: 'By a column’s value', meaning: 'The file itself says which rows test.' },
  modulus: { label: 'Every n-th row', meaning: 'Rows are counted off, whatever they hold.' },
  file: { label: 'A second file', meaning: 'All of this file trains and validates; the other tests.' },
}

/** Which rows train, validate and test. */
export function SplitSection({
  dataset,
  question,
  proposal,
  refined,
  problems,
  onChange,
}: {
  dataset: Dataset
  question: Question
  proposal: Proposal | undefined
  /** The proposed split after a look at the rows. */
  refined: RefinedSplit | undefined
  problems: readonly string[]
  onChange: (question: Question, topic?: string) => void
}) {
  const datasets = useAssay(useShallow(liveDatasets))
  const { split, task, target, roles } = question
  const choices = useMemo(() => splitChoices(dataset, target, task, roles), [dataset, target, task, roles])
  const together = useMemo(() => splitByGroup(dataset, target, split, roles), [dataset, target, split, roles])
  const setSplit = (next: SplitSpec, topic?: string) => onChange({ ...question, split: next }, topic)
  const setFolds = (count: number) => {
    const { folds: _, ...rest } = question
    onChange(count > 0 ? { ...rest, folds: count } : rest)
  }
  const switchTo = (kind: SplitKind) => {
    const choice = choices.find((each) => each.kind === kind)
    if (!choice) return
    const testFile = datasets.find((other) => !whyNotTestFile(other, dataset, question))
    setSplit(changeSplitKind(split, choice, dataset, testFile?.id))
  }
  const instead = refined?.instead
  const testFile = split.kind === 'file' ? datasets.find(({ id }) => id === split.testDatasetId) : undefined
  return (
    <Section
      title="Split"
      chosen={`${describeSplit(split)}.`}
      reason={refined?.split.reason}
      isChanged={proposal !== undefined && canonicalJson(proposal.split.value) !== canonicalJson(split)}
      onReset={() => proposal && setSplit(proposal.split.value)}
      problems={problems}
    >
      {instead && canonicalJson(instead.value) !== canonicalJson(split) && (
        <div className={styles.line}>
          <p className="secondary">{instead.reason}</p>
          <Button onClick={() => setSplit(instead.value)}>Split by time</Button>
        </div>
      )}
      {together?.kind === 'group' && (
        <div className={styles.line}>
          <p className="secondary">
            You said that {together.column} is a group. As rows are split, those of one may train and test.
          </p>
          <Button onClick={() => setSplit(together)}>Split by {together.column}</Button>
        </div>
      )}
      {(split.kind !== 'file' || testFile) && (
        <SplitBar parts={estimateParts(split, dataset, target, testFile?.rows)} testName={testFile?.name} />
      )}
      <div className={styles.form}>
        <label htmlFor="split-kind">Rows are split</label>
        <Select
          {...chooser}
          id="split-kind"
          aria-label="How rows are split"
          className={styles.wide!}
          allowDeselect={false}
          value={split.kind}
          data={choices.map(({ kind, whyNot }) => ({
            value: kind,
            label: KIND_WORDS[kind].label,
            disabled: whyNot !== undefined,
          }))}
          renderOption={({ option: { value, label } }) => (
            <span className={styles.optionText}>
              <b>{label}</b>
              <span className="caption">
                {choices.find(({ kind }) => kind === value)?.whyNot ?? KIND_WORDS[value as SplitKind].meaning}
              </span>
            </span>
          )}
          onChange={(kind) => kind && switchTo(kind as SplitKind)}
        />
        <SplitFields
          dataset={dataset}
          question={question}
          columns={choices.find(({ kind }) => kind === split.kind)?.columns ?? []}
          onChange={setSplit}
        />
        <label htmlFor="folds">Cross-validation</label>
        <NativeSelect
          id="folds"
          className={styles.wide!}
          value={question.folds ?? 0}
          aria-describedby="folds-note"
          data={[
            { value: '0', label: 'none' },
            ...FOLDS.map((folds) => ({ value: String(folds), label: `${folds} folds` })),
          ]}
          onChange={(event) => setFolds(Number(event.currentTarget.value))}
        />
      </div>
      <p id="folds-note" className="caption">
        {question.folds
          ? `${describeFolds(split, question.folds)}. A run then trains ${question.folds} more models, and tells how far their scores are apart.`
          : 'One validation part is one roll of the dice: folds tell how far scores are apart, for as many trainings more.'}
      </p>
    </Section>
  )
}
