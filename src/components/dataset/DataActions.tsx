import { ActionIcon, Button, Menu } from '@mantine/core'
import { IconChevronDown, IconDots } from '@tabler/icons-react'
import { useShallow } from 'zustand/react/shallow'
import { goTo } from '@/components/shell/useRoute.ts'
import { Views } from '@/components/ui/Views.tsx'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { describeVersion, parentOf } from '@/core/dataset/lineage.ts'
import { liveVersions } from '@/state/dataset.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'
import type { ViewOfData } from './DataPage.tsx'
import { IN_PAGE } from './menu.ts'
import { useAddTestFile } from './useAddTestFile.ts'

const VIEW_WORDS: Readonly<Record<ViewOfData, string>> = {
  columns: 'Columns',
  profile: 'Profile',
  rows: 'Rows',
  versions: 'Versions',
}

/** Which version, which view, and what can be done with the data. */
export function DataActions({
  dataset,
  view,
  target,
  onReadAgain,
}: {
  dataset: Dataset
  view: ViewOfData
  /** The column that a question would be about. */
  target: string | undefined
  onReadAgain: () => void
}) {
  const actions = useActions()
  const addTestFile = useAddTestFile(dataset, target)
  return (
    <>
      <Versions dataset={dataset} view={view} />
      <Views
        label="View of the data"
        views={(['columns', 'profile', 'rows', 'versions'] as const).map((each) => ({
          label: VIEW_WORDS[each],
          route: { page: 'data', datasetId: dataset.id, view: each },
          isShown: each === view,
        }))}
      />
      <Menu position="bottom-end" shadow="none" {...IN_PAGE}>
        <Menu.Target>
          <ActionIcon variant="default" size={28} aria-label="More actions">
            <IconDots size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={focusRename}>Rename</Menu.Item>
          {/* Other formats say themselves how they are to be read. */}
          {dataset.source.dialect && <Menu.Item onClick={onReadAgain}>Read again…</Menu.Item>}
          {addTestFile && <Menu.Item onClick={() => void addTestFile()}>Add a test file…</Menu.Item>}
          <Menu.Item
            className="bad"
            onClick={() => {
              goTo({ page: 'home' })
              void actions().deleteDataset(dataset.id)
            }}
          >
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  )
}

/** The name is its own field; the menu only leads there, once it has given the focus back. */
function focusRename() {
  setTimeout(() => document.querySelector<HTMLButtonElement>('#main h1 button')?.click())
}

function Versions({ dataset, view }: { dataset: Dataset; view: ViewOfData }) {
  const versions = useAssay(useShallow((state) => liveVersions(state, dataset.lineage)))
  const all = useAssay((state) => state.shelves.dataset)
  if (versions.length < 2) return null
  const others = Object.values(all).filter((other) => other.lineage === dataset.lineage)
  return (
    <Menu position="bottom-end" shadow="none" {...IN_PAGE}>
      <Menu.Target>
        <Button rightSection={<IconChevronDown size={14} aria-hidden />} aria-label={`Version ${dataset.version}`}>
          v{dataset.version}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Versions</Menu.Label>
        <Menu.RadioGroup value={dataset.id} onChange={(datasetId) => goTo({ page: 'data', datasetId, view })}>
          {versions.map((version) => (
            <Menu.RadioItem key={version.id} value={version.id} closeMenuOnClick>
              v{version.version} <span className="caption">{describeVersion(version, parentOf(version, others))}</span>
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  )
}
