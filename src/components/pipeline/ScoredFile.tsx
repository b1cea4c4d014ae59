import { Button } from '@mantine/core'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import { saveFile } from '@/components/ui/saveFile.ts'
import { formatBytes, formatUnits } from '@/core/format/format.ts'
import type { ScoreFileOutput } from '@/core/pipeline/jobs.ts'
import { CellIssues } from './CellIssues.tsx'
import styles from './pipeline.module.css'

/** The scored rows: the first of them on the screen, all of them to download. */
export function ScoredFile({ output }: { output: ScoreFileOutput }) {
  const { columns, rows } = output.preview
  return (
    <section className={styles.stack} aria-labelledby="scored">
      <div className={styles.sectionHead}>
        <h2 id="scored">{formatUnits(output.rows, 'row')} predicted</h2>
        <Button onClick={() => saveFile(output.csv, output.fileName)}>
          Download {output.fileName}, {formatBytes(output.csv.size)}
        </Button>
      </div>
      <CellIssues issues={output.issues} total={output.issueCount} />
      <Scrollable className={styles.scroll!} label="The first predicted rows">
        <table>
          <thead>
            <tr>
              {columns.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row of a file is its place
              <tr key={index}>
                {row.map((cell, column) => (
                  <td key={columns[column]}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scrollable>
      {output.rows > rows.length && (
        <p className="caption">The first {formatUnits(rows.length, 'row')}; the file has all.</p>
      )}
    </section>
  )
}
