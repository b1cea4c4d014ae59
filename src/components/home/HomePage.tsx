import { Button } from '@mantine/core'
import { spotlight } from '@mantine/spotlight'
import { useEffect } from 'react'
import { Brand } from '@/components/shell/Brand.tsx'
import { DeviceChip } from '@/components/shell/DeviceChip.tsx'
import { chooseFiles, useOpenFiles } from '@/components/shell/openFiles.ts'
import { hrefOf } from '@/components/shell/useRoute.ts'
import { formatBytes } from '@/core/format/format.ts'
import { useAssay } from '@/state/useAssay.ts'
import { CutFigure } from './CutFigure.tsx'
import styles from './home.module.css'
import { PasteTable } from './PasteTable.tsx'
import { RecentWork } from './RecentWork.tsx'
import { SampleList } from './SampleList.tsx'

/** First sight: what Assay is, where to drop a file, samples, and recent work. */
export function HomePage() {
  const openFiles = useOpenFiles()
  const facts = useAssay((state) => state.storageFacts)
  useEffect(() => {
    document.title = 'Assay'
  }, [])
  return (
    <main className={styles.home} id="main">
      <i className={styles.corner} aria-hidden />
      <div className={styles.top}>
        <Brand />
        <span className={styles.topEnd}>
          <DeviceChip />
          <button type="button" className={styles.find} onClick={spotlight.open}>
            Find anything <kbd>Ctrl K</kbd>
          </button>
        </span>
      </div>
      <div className={styles.hero}>
        <section>
          <h1>Drop a table here, ask about one column, and learn how far to trust the answer.</h1>
          <p>
            Anywhere in this window. A file with a row for each case (CSV, JSON or Parquet, packed or not), or a model
            someone shared as .assay. Read and trained on in this tab: <b>nothing leaves this tab</b>.
          </p>
          <div className={styles.choose}>
            <Button variant="filled" size="lg" onClick={() => void chooseFiles().then(openFiles)}>
              Open a file
            </Button>
            <PasteTable />
            <span className="caption">or drop one anywhere</span>
          </div>
        </section>
        <CutFigure />
      </div>
      <div className={styles.columns}>
        <SampleList />
        <RecentWork />
      </div>
      <footer className={styles.foot}>
        {facts && (
          <a href={hrefOf({ page: 'storage' })}>
            Kept in this browser: {formatBytes(facts.usedBytes)}
            {facts.persisted ? '' : ', which the browser may clear when short of room'}
          </a>
        )}
        <span>Press ? for shortcuts</span>
      </footer>
    </main>
  )
}
