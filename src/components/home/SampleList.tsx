import { useEffect, useState } from 'react'
import { fetchSample, SAMPLES, useOpenFiles } from '@/components/shell/openFiles.ts'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import { formatBytes, formatUnits } from '@/core/format/format.ts'
import styles from './home.module.css'

/** A table that ships with Assay, as the build wrote it into samples/index.json. */
interface Sample {
  readonly id: string
  readonly file: string
  readonly title: string
  readonly question: string
  readonly rows: number
  readonly columns: number
  readonly bytes: number
}

/** Three tables to try: one of classes, one with dates, one of many rows. */
export function SampleList() {
  const [samples, setSamples] = useState<readonly Sample[]>([])
  const [failed, setFailed] = useState<string | undefined>()
  const [opening, setOpening] = useState<string | undefined>()
  const openFiles = useOpenFiles()

  useEffect(() => {
    fetch(`${SAMPLES}index.json`)
      .then((response) => response.json())
      .then(setSamples)
      .catch(() => setFailed('The samples could not be found. Your own files work all the same.'))
  }, [])

  const open = async (sample: Sample) => {
    setOpening(sample.id)
    try {
      await openFiles([await fetchSample(sample.file)], 'sample')
    } catch {
      setFailed(`${sample.title} could not be read from this site. Reload the page, or open a file of your own.`)
    } finally {
      setOpening(undefined)
    }
  }

  return (
    <section aria-labelledby="samples">
      <h2 id="samples">Samples</h2>
      {failed && <ErrorStrip error={{ message: failed }} onClose={() => setFailed(undefined)} />}
      <ul>
        {samples.map((sample) => (
          <li key={sample.id}>
            <button
              type="button"
              className={styles.sample}
              disabled={opening !== undefined}
              onClick={() => void open(sample)}
            >
              <span>
                <b>{sample.title}</b>
                <span>{sample.question}</span>
              </span>
              <span className={styles.sampleSize}>
                <span>{formatUnits(sample.rows, 'row')}</span>
                <span>
                  {formatUnits(sample.columns, 'column')}, {formatBytes(sample.bytes)}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
