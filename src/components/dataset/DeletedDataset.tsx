import { Button } from '@mantine/core'
import { useEffect } from 'react'
import { Page } from '@/components/shell/Page.tsx'
import { goTo, hrefOf } from '@/components/shell/useRoute.ts'
import { Empty } from '@/components/ui/Empty.tsx'
import type { Dataset } from '@/core/dataset/dataset.ts'
import type { View } from '@/core/dataset/view.ts'
import { replacementOf } from '@/state/dataset.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'
import type { ViewOfData } from './DataPage.tsx'
import styles from './dataset.module.css'

/**
 * Data that was removed, and how to have it back. Where it went away under the person's eyes (an undo, another tab) and
 * something stands in for it, the page goes there by itself.
 */
export function DeletedDataset({
  dataset,
  view,
  rows,
  wasLive,
}: {
  dataset: Dataset
  view: ViewOfData
  rows: View | undefined
  wasLive: boolean
}) {
  const actions = useActions()
  const stand = useAssay((state) => replacementOf(state, dataset))
  const standId = stand?.id
  useEffect(() => {
    if (!wasLive || !standId) return
    const next = view === 'rows' ? ({ view, ...(rows && { rows }) } as const) : ({ view } as const)
    goTo({ page: 'data', datasetId: standId, ...next }, { replace: true })
  }, [wasLive, standId, view, rows])
  return (
    <Page title={dataset.name} facts={<span>removed</span>}>
      <Empty
        action={
          <div className={styles.choices}>
            <Button variant="filled" onClick={() => void actions().restore('table', dataset.id)}>
              Restore {dataset.name}
            </Button>
            {stand ? (
              <a href={hrefOf({ page: 'data', datasetId: stand.id, view })}>
                Go to {stand.name}, version {stand.version}
              </a>
            ) : (
              <a href={hrefOf({ page: 'home' })}>Go home</a>
            )}
          </div>
        }
      >
        {dataset.version > 0 ? `Version ${dataset.version} of ${dataset.name}` : dataset.name} was removed. Its rows are
        still kept in this browser.
      </Empty>
    </Page>
  )
}
