import { Modal, useMantineColorScheme } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { Spotlight, type SpotlightActionGroupData, spotlight } from '@mantine/spotlight'
import { useState } from 'react'
import { useActions, useAssay } from '@/state/useAssay.ts'
import { type Command, commandGroups } from './commandList.ts'
import styles from './commands.module.css'
import { stagesOf } from './Side.tsx'
import { SHORTCUTS } from './shortcuts.ts'
import { goTo, useRoute } from './useRoute.ts'

/** The command palette, the shortcuts, and their list under `?`. */
export function Commands() {
  const route = useRoute()
  const actions = useActions()
  const shelves = useAssay((state) => state.shelves)
  const canUndo = useAssay((state) => state.past.length > 0)
  const canRedo = useAssay((state) => state.future.length > 0)
  const [isListOpen, setListOpen] = useState(false)
  const { colorScheme, setColorScheme } = useMantineColorScheme()

  const groups = commandGroups({
    route,
    shelves,
    actions,
    canUndo,
    canRedo,
    colorScheme,
    setColorScheme,
    showShortcuts: () => setListOpen(true),
  })

  const goToStage = (label: string) => {
    const to = stagesOf({ shelves }, route).find((stage) => stage.label === label)?.to
    if (to) goTo(to)
  }
  useStageKeys(goToStage)
  useHotkeys([
    ['mod+K', spotlight.open],
    ['shift+?', () => setListOpen(true)],
    ['?', () => setListOpen(true)],
    ['mod+Z', () => void actions().undo()],
    ['mod+shift+Z', () => void actions().redo()],
  ])

  return (
    <>
      <Spotlight
        actions={groups.map(toSpotlight)}
        nothingFound="Nothing by that name"
        highlightQuery
        scrollable
        maxHeight={420}
        overlayProps={{ blur: 0, backgroundOpacity: 0.3 }}
        shortcut={null}
        attributes={{ content: { 'aria-label': 'Find anything' } }}
        searchProps={{ placeholder: 'Find a page, a table, a run or something to do', 'aria-label': 'Find anything' }}
      />
      <Modal
        opened={isListOpen}
        onClose={() => setListOpen(false)}
        title="Shortcuts"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <table>
          <tbody>
            {SHORTCUTS.map(({ keys, does }) => (
              <tr key={does}>
                <td className={styles.keys}>
                  {keys.map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </td>
                <td className={styles.does}>{does}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Modal>
    </>
  )
}

function toSpotlight({ group, commands }: { group: string; commands: readonly Command[] }): SpotlightActionGroupData {
  return {
    group,
    actions: commands.map(({ id, label, note, run }) => ({
      id,
      label,
      ...(note && { description: note }),
      onClick: run,
    })),
  }
}

const STAGE_KEYS: Readonly<Record<string, string>> = { d: 'Data', q: 'Question', t: 'Train', r: 'Runs', p: 'Predict' }

/** G, then a letter within a second: goes to a stage, or home. */
function useStageKeys(goToStage: (label: string) => void) {
  const [armedAt, arm] = useState(0)
  useHotkeys([
    ['g', () => arm(Date.now())],
    ...[...Object.keys(STAGE_KEYS), 'h'].map(
      (key) =>
        [
          key,
          () => {
            if (Date.now() - armedAt > 1_000) return
            arm(0)
            const label = STAGE_KEYS[key]
            if (label) goToStage(label)
            else goTo({ page: 'home' })
          },
          { preventDefault: false },
        ] as [string, () => void, { preventDefault: boolean }],
    ),
  ])
}
