import { Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { IN_PAGE } from '@/components/dataset/menu.ts'
import { withBrush } from '@/core/chart/brush.ts'
import type { LaidFacet } from '@/core/run/facets.ts'
import { type ExploreRoute, withScale } from '@/state/exploreQuery.ts'
import styles from './explore.module.css'

/** The name of an axis, and what can be done with it. */
export function AxisMenu({
  laid: { facet, isLog },
  name = `Axis ${facet.label}`,
  isFlipped,
  route,
  axes,
  onChange,
}: {
  laid: LaidFacet
  /** What the button is called, where its label alone would be that of another. */
  name?: string
  isFlipped: boolean
  route: ExploreRoute
  /** Keys of all axes among which it can be moved. */
  axes: readonly string[]
  onChange: (change: Partial<ExploreRoute>) => void
}) {
  const { key, label } = facet
  const { flipped = [], brushes = {} } = route
  const at = axes.indexOf(key)
  const move = (to: number) => onChange({ axes: axes.toSpliced(at, 1).toSpliced(to, 0, key) })
  const takeAway = () => onChange({ axes: axes.toSpliced(at, 1), brushes: withBrush(brushes, key, undefined) })
  return (
    <Menu position="bottom" shadow="none" {...IN_PAGE}>
      <Menu.Target>
        <button type="button" className={styles.axisName} aria-label={name}>
          <span>{label}</span>
          <small>
            {isLog && ' log'}
            {isFlipped && ' ↓'}
          </small>
          <IconChevronDown size={12} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {facet.canLog && (
          <Menu.Item onClick={() => onChange(withScale(route, key, isLog ? 'linear' : 'log'))}>
            {isLog ? 'Linear scale' : 'Log scale'}
          </Menu.Item>
        )}
        <Menu.Item
          onClick={() => onChange({ flipped: isFlipped ? flipped.filter((each) => each !== key) : [...flipped, key] })}
        >
          {isFlipped ? 'Low values below' : 'Flip: low values above'}
        </Menu.Item>
        {at > 0 && <Menu.Item onClick={() => move(at - 1)}>Move left</Menu.Item>}
        {at < axes.length - 1 && <Menu.Item onClick={() => move(at + 1)}>Move right</Menu.Item>}
        {axes.length > 2 && <Menu.Item onClick={takeAway}>Take away</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  )
}
