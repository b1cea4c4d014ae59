import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { Pipeline } from '@/core/pipeline/pipeline.ts'
import styles from './pipeline.module.css'
import { ScoredFile } from './ScoredFile.tsx'
import { useScoring } from './useScoring.tsx'

/** Rows copied from a spreadsheet or a file, with their header: read as a file is read. */
export function PredictPaste({ pipeline }: { pipeline: Pipeline }) {
  const [text, setText] = useState('')
  const scoring = useScoring(pipeline.id)
  const example = pipeline.contract.inputs.map(({ name }) => name).join(',')
  const predict = () => scoring.score(new File([text], 'pasted.csv', { type: 'text/csv' }))
  return (
    <div className={styles.stack}>
      <Textarea
        label="Rows to predict"
        description="The first line names the columns, in any order; columns the model does not need are kept as they are."
        placeholder={example}
        autosize
        minRows={8}
        maxRows={20}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && text.trim()) predict()
        }}
        classNames={{ input: styles.code }}
      />
      <span>
        <Button variant="filled" disabled={text.trim() === ''} onClick={predict}>
          Predict these rows
        </Button>
      </span>
      {scoring.strip}
      {scoring.output && <ScoredFile output={scoring.output} />}
    </div>
  )
}
