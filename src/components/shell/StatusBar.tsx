import { formatBytes } from '@/core/format/format.ts'
import { useAssay } from '@/state/useAssay.ts'
import { DeviceChip } from './DeviceChip.tsx'
import sideStyles from './side.module.css'
import { hrefOf } from './useRoute.ts'

/** Device, room and privacy, always in sight. */
export function StatusBar() {
  const facts = useAssay((state) => state.storageFacts)
  return (
    <footer className={sideStyles.status}>
      <DeviceChip />
      {facts && (
        <a href={hrefOf({ page: 'storage' })}>
          {formatBytes(facts.usedBytes)} kept here,{' '}
          {facts.persisted ? 'until you remove it' : 'the browser may clear it when short of room'}
        </a>
      )}
      <span className={sideStyles.statusEnd}>Nothing leaves this tab</span>
    </footer>
  )
}
