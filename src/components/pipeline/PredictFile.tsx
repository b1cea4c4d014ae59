import { Button } from '@mantine/core'
import { useMemo } from 'react'
import { useDropTaker } from '@/components/shell/dropTaker.ts'
import { chooseFiles, TABLES } from '@/components/shell/openFiles.ts'
import { formatShare } from '@/core/format/format.ts'
import type { Pipeline } from '@/core/pipeline/pipeline.ts'
import styles from './pipeline.module.css'
import { ScoredFile } from './ScoredFile.tsx'
import { useScoring } from './useScoring.tsx'

/** A whole file, every row predicted, given back with the predictions as columns. */
export function PredictFile({ pipeline }: { pipeline: Pipeline }) {
  const { score, strip, output } = useScoring(pipeline.id)
  useDropTaker(
    useMemo(
      () => ({
        verb: 'predict its rows',
        take: ([file]) => {
          if (file) score(file)
        },
      }),
      [score],
    ),
  )
  const isClassification = pipeline.contract.classes.length > 0
  return (
    <div className={styles.stack}>
      <p>
        The file comes back with its own columns, then <code>prediction</code>
        {isClassification && (
          <>
            {' '}
            and <code>probability</code> for each of {pipeline.contract.classes.join(', ')}
          </>
        )}
        {pipeline.conformal &&
          (isClassification ? (
            <>
              , then <code>set</code>: the classes that it may be ({formatShare(pipeline.conformal.level)})
            </>
          ) : (
            <>
              , then <code>low</code> and <code>high</code>, between which the truth lies (
              {formatShare(pipeline.conformal.level)})
            </>
          ))}
        . It needs the columns {pipeline.contract.inputs.map(({ name }) => name).join(', ')}.
      </p>
      <span>
        <Button variant="filled" onClick={() => void chooseFiles(TABLES).then(([file]) => file && score(file))}>
          Choose a file
        </Button>{' '}
        <span className="caption">or drop it anywhere on this page</span>
      </span>
      {strip}
      {output && <ScoredFile output={output} />}
    </div>
  )
}
