import { Button, Select } from '@mantine/core'
import { useState } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { chooseFiles, TABLES } from '@/components/shell/openFiles.ts'
import type { Dataset, DatasetId } from '@/core/dataset/dataset.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import { whyNotTestFile } from '@/core/experiment/question.ts'
import { mendedLabels, readTestLabels, tellStrangeLabels } from '@/core/experiment/testLabels.ts'
import { formatUnits } from '@/core/format/format.ts'
import { liveDatasets } from '@/state/dataset.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'
import { chooser } from './chooser.ts'
import styles from './controls.module.css'

/** The second file that tests: one that is here already, or one to open without leaving the page. */
export function TestFileField({
  dataset,
  question,
  testDatasetId,
  onChoose,
}: {
  dataset: Dataset
  question: Question
  testDatasetId: DatasetId
  onChoose: (id: DatasetId) => void
}) {
  const datasets = useAssay(useShallow(liveDatasets))
  const actions = useActions()
  const [isOpening, setOpening] = useState(false)
  const others = datasets.filter(({ id }) => id !== dataset.id)
  const test = others.find(({ id }) => id === testDatasetId)
  const labels = test && readTestLabels(test, question)
  // Where no row can test, the section says so.
  const strange = labels && labels.known > 0 ? tellStrangeLabels(labels, question.target) : undefined
  const mended = labels ? mendedLabels(labels) : {}
  const canMend = Object.keys(mended).length > 0
  const mend = async () => {
    setOpening(true)
    const next = await actions().relabelColumn(testDatasetId, question.target, mended)
    setOpening(false)
    if (next) onChoose(next.id)
  }
  const open = async () => {
    const files = await chooseFiles(TABLES)
    if (files.length === 0) return
    setOpening(true)
    const opened = await actions().loadTestFiles(dataset.id, files)
    setOpening(false)
    if (opened) onChoose(opened.id)
  }
  return (
    <>
      <label htmlFor="split-file">Test file</label>
      <div className={styles.line}>
        <Select
          {...chooser}
          id="split-file"
          className={styles.wide!}
          allowDeselect={false}
          placeholder={others.length > 0 ? 'Choose a file' : 'No other file is open'}
          value={testDatasetId === '' ? null : testDatasetId}
          data={others.map((other) => ({
            value: other.id,
            label: other.version > 0 ? `${other.name}, v${other.version}` : other.name,
            disabled: whyNotTestFile(other, dataset, question) !== undefined,
          }))}
          renderOption={({ option: { value, label } }) => {
            const other = others.find(({ id }) => id === value)
            const why = other && whyNotTestFile(other, dataset, question)
            return (
              <span className={styles.optionText}>
                <b>{label}</b>
                <span className="caption">
                  {why ? `Not this one: ${why}` : other && formatUnits(other.rows, 'row')}
                </span>
              </span>
            )
          }}
          onChange={(id) => id && onChoose(id)}
        />
        <Button loading={isOpening} onClick={() => void open()}>
          Open a file…
        </Button>
      </div>
      {(strange || canMend) && (
        <div className={styles.strange} role="status">
          {strange}
          {canMend && (
            <Button loading={isOpening} onClick={() => void mend()}>
              Read {listMended(mended)}
            </Button>
          )}
        </div>
      )}
    </>
  )
}

/** "“>50K.” as “>50K” and 1 more" */
function listMended(mended: Readonly<Record<string, string>>): string {
  const [[from, to] = ['', ''], ...more] = Object.entries(mended)
  return `“${from}” as “${to}”${more.length > 0 ? ` and ${formatUnits(more.length, 'more label')} so` : ''}`
}
