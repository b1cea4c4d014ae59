import { Button, SegmentedControl, useMantineColorScheme } from '@mantine/core'
import { useEffect } from 'react'
import { Page } from '@/components/shell/Page.tsx'
import { hrefOf } from '@/components/shell/useRoute.ts'
import { Empty } from '@/components/ui/Empty.tsx'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import { formatBytes, formatUnits } from '@/core/format/format.ts'
import { removedThings } from '@/state/removed.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'
import styles from './storage.module.css'

/** What is kept in this browser, whether it may be cleared, and what was removed but can still be brought back. */
export function StoragePage() {
  const shelves = useAssay((state) => state.shelves)
  const facts = useAssay((state) => state.storageFacts)
  const purgeError = useAssay((state) => state.purgeError)
  const actions = useActions()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const removed = removedThings({ shelves })
  useEffect(() => void actions().refreshStorage(), [actions])
  return (
    <Page title="Kept in this browser" facts={facts && <span>{formatBytes(facts.usedBytes)} used</span>}>
      <div className={styles.sections}>
        <section>
          <h2>Room</h2>
          {facts && (
            <>
              <p>
                {formatBytes(facts.usedBytes)} used of the {formatBytes(facts.quotaBytes)} that the browser grants.{' '}
                {facts.persisted
                  ? 'The browser granted that nothing is cleared until you remove it.'
                  : 'The browser has not granted to keep it: it may clear this site when the disk is nearly full. Export what you must not lose.'}
              </p>
              {!facts.persisted && (
                <Button onClick={() => void actions().askToPersist()}>Ask the browser to keep it</Button>
              )}
            </>
          )}
        </section>
        <section>
          <h2>Removed</h2>
          {purgeError && <ErrorStrip error={purgeError} />}
          {removed.length === 0 ? (
            <Empty>Nothing. What you remove waits here until you remove it for good.</Empty>
          ) : (
            <>
              <table>
                <thead>
                  <tr>
                    <th scope="col">What</th>
                    <th scope="col">Kind</th>
                    <th scope="col">Removed</th>
                    <th scope="col">
                      <span className="visually-hidden">Actions</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {removed.map(({ kind, id, name, removedAt }) => (
                    <tr key={kind + id}>
                      <td>{name}</td>
                      <td className="secondary">{kind}</td>
                      <td className="secondary">{new Date(removedAt).toLocaleString('en')}</td>
                      <td className="n">
                        <Button
                          variant="subtle"
                          onClick={() => void actions().restore(kind, id)}
                          aria-label={`Restore ${name}`}
                        >
                          Restore
                        </Button>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
              <Button color="red" className={styles.purge} onClick={() => void actions().purge()}>
                Remove {formatUnits(removed.length, 'thing')} for good
              </Button>
              <p className="caption">
                This frees their room and cannot be undone. Tables that a question still needs stay.
              </p>
            </>
          )}
        </section>
        <section>
          <h2>Theme</h2>
          <SegmentedControl
            aria-label="Theme"
            value={colorScheme}
            onChange={(value) => setColorScheme(value as typeof colorScheme)}
            data={[
              { value: 'auto', label: 'As the system' },
              { value: 'light', label: 'Light' },
              { value: 'dark', label: 'Dark' },
            ]}
          />
        </section>
        <p className="caption">
          <a href={hrefOf({ page: 'home' })}>Home</a>
        </p>
      </div>
    </Page>
  )
}
