import { Button, NumberInput, Select } from '@mantine/core'
import { chooseFiles } from '@/components/shell/openFiles.ts'
import { Field } from '@/components/ui/Field.tsx'
import type { Dataset } from '@/core/dataset/dataset.ts'
import type { Proposal, Question } from '@/core/experiment/experiment.ts'
import { describeParts } from '@/core/experiment/question.ts'
import { canonicalJson } from '@/core/hash.ts'
import { describeSplit } from '@/core/split/describe.ts'
import { estimateParts } from '@/core/split/estimate.ts'
import type { SplitKind, SplitSpec } from '@/core/split/split.ts'
import { DEFAULT_SHARES } from '@/core/split/validate.ts'
import { liveDatasets } from '@/state/dataset.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'
import styles from './experiment.module.css'
import { Section } from './Section.tsx'
import { SplitBar } from './SplitBar.tsx'

const KIND_LABELS: Readonly<Record<SplitKind, string>> = {
  random: 'At random',
  stratified: 'At random, same mix of classes',
  group: 'Grouped: rows of one thing stay together',
  time: 'By time: the newest rows test',
  modulus: 'Every n-th row tests',
  column: 'By a column that says who tests',
  file: 'A second file tests',
}

/** Which rows train, validate and test. */
export function SplitSection({
  dataset,
  question,
  proposal,
  problems,
  onChange,
}: {
  dataset: Dataset
  question: Question
  proposal: Proposal | undefined
  problems: readonly string[]
  onChange: (question: Question) => void
}) {
  const shelves = useAssay((state) => state.shelves)
  const { split, task, target } = question
  const setSplit = (next: SplitSpec) => onChange({ ...question, split: next })
  const others = dataset.columns.filter(({ name }) => name !== target)
  const times = others.filter(({ kind }) => kind === 'numeric')
  const testFiles = liveDatasets({ shelves }).filter(
    ({ id, columns }) => id !== dataset.id && columns.some(({ name }) => name === target),
  )
  const testRows = split.kind === 'file' ? shelves.dataset[split.testDatasetId]?.rows : undefined
  const isPossible: Readonly<Record<SplitKind, boolean>> = {
    random: true,
    stratified: task !== 'regression',
    group: others.length > 0,
    time: times.length > 0,
    modulus: true,
    column: others.length > 0,
    file: true,
  }
  const expected = estimateParts(split, dataset, target, testRows)
  const proposed =
    proposal && (task !== 'regression' || proposal.split.value.kind !== 'stratified') ? proposal.split : undefined
  return (
    <Section
      title="Split"
      chosen={`${describeSplit(split)}: ${describeParts(expected)}.`}
      reason={proposed?.reason}
      isChanged={proposed !== undefined && canonicalJson(proposed.value) !== canonicalJson(split)}
      onReset={() => proposed && setSplit(proposed.value)}
      problems={problems}
    >
      <SplitBar parts={expected} />
      <Select
        aria-label="How rows are split"
        w={340}
        allowDeselect={false}
        value={split.kind}
        data={(Object.keys(KIND_LABELS) as SplitKind[]).map((kind) => ({
          value: kind,
          label: KIND_LABELS[kind],
          disabled: !isPossible[kind],
        }))}
        onChange={(kind) =>
          kind &&
          setSplit(
            switchKind(split, kind as SplitKind, {
              column: others[0]?.name ?? '',
              time: times[0]?.name ?? '',
              file: testFiles[0]?.id ?? '',
            }),
          )
        }
      />
      <div className={styles.fields}>
        {'column' in split && (
          <Field
            label={split.kind === 'time' ? 'Time' : split.kind === 'group' ? 'Rows alike in' : 'Column'}
            htmlFor="split-column"
          >
            <Select
              id="split-column"
              allowDeselect={false}
              searchable
              value={split.column}
              data={(split.kind === 'time' ? times : others).map(({ name }) => name)}
              onChange={(column) => column && setSplit({ ...split, column })}
            />
          </Field>
        )}
        {split.kind === 'column' && (
          <Field label="Tests where it reads" htmlFor="split-value">
            <Select
              id="split-value"
              searchable
              value={split.testValue}
              data={valuesOf(dataset, split.column)}
              onChange={(testValue) => testValue && setSplit({ ...split, testValue })}
            />
          </Field>
        )}
        {split.kind === 'modulus' && (
          <>
            <Field label="Every n-th row, n" htmlFor="split-modulus">
              <NumberInput
                id="split-modulus"
                min={2}
                value={split.modulus}
                onChange={(modulus) => setSplit({ ...split, modulus: Number(modulus) })}
              />
            </Field>
            <Field label="Starting at row (from 0)" htmlFor="split-remainder">
              <NumberInput
                id="split-remainder"
                min={0}
                value={split.remainder}
                onChange={(remainder) => setSplit({ ...split, remainder: Number(remainder) })}
              />
            </Field>
          </>
        )}
        {split.kind === 'file' && <TestFile testFiles={testFiles} split={split} setSplit={setSplit} />}
        {'test' in split && (
          <Field label="Test" htmlFor="split-test">
            <ShareInput id="split-test" value={split.test} onChange={(test) => setSplit({ ...split, test })} />
          </Field>
        )}
        <Field label={'test' in split ? 'Validate' : 'Validate, of the other rows'} htmlFor="split-validation">
          <ShareInput
            id="split-validation"
            value={split.validation}
            onChange={(validation) => setSplit({ ...split, validation })}
          />
        </Field>
      </div>
    </Section>
  )
}

function TestFile({
  testFiles,
  split,
  setSplit,
}: {
  testFiles: readonly Dataset[]
  split: Extract<SplitSpec, { kind: 'file' }>
  setSplit: (split: SplitSpec) => void
}) {
  const actions = useActions()
  const open = async () => {
    const [file] = await chooseFiles('.csv,.tsv,.txt')
    const dataset = file && (await actions().loadFile(file))
    if (dataset) setSplit({ ...split, testDatasetId: dataset.id })
  }
  return (
    <>
      <Field label="Test file" htmlFor="split-file">
        <Select
          id="split-file"
          placeholder="none yet"
          value={split.testDatasetId || null}
          data={testFiles.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(testDatasetId) => testDatasetId && setSplit({ ...split, testDatasetId })}
        />
      </Field>
      <Button onClick={() => void open()}>Open a test file</Button>
    </>
  )
}

function ShareInput({ id, value, onChange }: { id: string; value: number; onChange: (share: number) => void }) {
  return (
    <NumberInput
      id={id}
      min={1}
      max={90}
      suffix=" %"
      value={Math.round(value * 1_000) / 10}
      onChange={(percent) => typeof percent === 'number' && onChange(percent / 100)}
    />
  )
}

/** Keeps shares and column where both kinds have them. */
function switchKind(old: SplitSpec, kind: SplitKind, first: { column: string; time: string; file: string }): SplitSpec {
  const test = 'test' in old ? old.test : DEFAULT_SHARES.test
  const validation = 'test' in old ? old.validation : DEFAULT_SHARES.validation
  // Kinds without a test share give the validation share of the rest.
  const ofRest = 'test' in old ? Math.round((old.validation / (1 - old.test)) * 1_000) / 1_000 : old.validation
  const column = 'column' in old ? old.column : first.column
  switch (kind) {
    case 'random':
    case 'stratified':
      return { kind, test, validation }
    case 'group':
      return { kind, column, test, validation }
    case 'time':
      return { kind, column: first.time, test, validation }
    case 'modulus':
      return { kind, modulus: 5, remainder: 0, validation: ofRest }
    case 'column':
      return { kind, column, testValue: '', validation: ofRest }
    case 'file':
      return { kind, testDatasetId: first.file, validation: ofRest }
  }
}

function valuesOf(dataset: Dataset, column: string): string[] {
  const meta = dataset.columns.find(({ name }) => name === column)
  if (!meta) return []
  if (meta.summary.kind === 'coded') return meta.summary.top.map(({ value }) => value)
  return (meta.summary.values ?? []).map(({ value }) => (meta.type === 'boolean' ? String(value === 1) : String(value)))
}
