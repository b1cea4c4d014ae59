import styles from './charts.module.css'
import { LINE_WIDTHS } from './lines.ts'
import type { Backdrop, Guide, Mapping, Mark, Spot, XY } from './marks.ts'

/** A bar that stands for a row is never lower than this, so that it is not taken for none. */
const LEAST = 1.5

/** What is drawn of the data, beneath what is said of it. */
export function Marks({ marks, mapping }: { marks: readonly Mark[]; mapping: Mapping }) {
  return marks.map((mark) => <MarkShape key={mark.id} mark={mark} mapping={mapping} />)
}

function MarkShape({ mark, mapping: { toX, toY } }: { mark: Mark; mapping: Mapping }) {
  switch (mark.kind) {
    case 'line':
      return (
        <path
          d={pathOf(mark.points, mark.steps, { toX, toY })}
          fill="none"
          stroke={mark.colour}
          strokeWidth={LINE_WIDTHS[mark.role]}
          strokeOpacity={mark.role === 'context' ? 0.7 : 1}
          strokeLinejoin="round"
          strokeDasharray={mark.isDashed ? '6 4' : undefined}
        />
      )
    case 'dots':
      return (
        <g fill={mark.colour} fillOpacity={mark.colours ? 0.85 : 0.5}>
          {mark.points.map(({ x, y }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: points have no other identity
            <circle key={index} cx={toX(x)} cy={toY(y)} r={2.25} fill={mark.colours?.[index]} />
          ))}
        </g>
      )
    case 'bars':
      return (
        <g fill={mark.colour}>
          {mark.bars.map(({ from, to, y }, index) => {
            if (y === 0) return null
            const high = Math.max(LEAST, Math.abs(toY(y) - toY(0)))
            return (
              <rect
                key={from}
                x={toX(from) + 0.5}
                y={y > 0 ? toY(0) - high : toY(0)}
                width={Math.max(1, toX(to) - toX(from) - 1)}
                height={high}
                fill={mark.colours?.[index]}
              />
            )
          })}
        </g>
      )
    case 'ranges':
      return (
        <g>
          {mark.isJoined && (
            <path
              d={pathOf(mark.points, undefined, { toX, toY })}
              fill="none"
              stroke={mark.colour}
              strokeWidth={LINE_WIDTHS.subject}
              strokeLinejoin="round"
            />
          )}
          {mark.points.map(({ x, y, low, high }) => (
            <g key={x}>
              <path
                d={`M${toX(x)} ${toY(low)}V${toY(high)}`}
                stroke={mark.colour}
                strokeOpacity={0.4}
                strokeWidth={6}
              />
              <path
                d={`M${toX(x) - 4} ${toY(low)}h8M${toX(x) - 4} ${toY(high)}h8`}
                stroke={mark.colour}
                strokeWidth={1.25}
              />
              <circle cx={toX(x)} cy={toY(y)} r={4} fill={mark.colour} stroke="var(--surface-1)" strokeWidth={1.5} />
            </g>
          ))}
        </g>
      )
  }
}

function pathOf(points: readonly XY[], steps: 'across' | 'up' | undefined, { toX, toY }: Mapping): string {
  const number = (value: number) => value.toFixed(1)
  return points
    .map(({ x, y }, i) => {
      const [px, py] = [number(toX(x)), number(toY(y))]
      if (i === 0) return `M${px} ${py}`
      if (steps === 'across') return `H${px}V${py}`
      return steps === 'up' ? `V${py}H${px}` : `L${px} ${py}`
    })
    .join('')
}

/** What lies behind all marks. */
export function Backdrops({ backdrops, mapping }: { backdrops: readonly Backdrop[]; mapping: Mapping }) {
  const { toX, toY } = mapping
  return backdrops.map((backdrop) => {
    if (backdrop.kind === 'strands')
      return (
        <path
          key={backdrop.id}
          d={backdrop.lines.map((line) => pathOf(line, undefined, mapping)).join('')}
          fill="none"
          stroke={backdrop.colour}
          strokeOpacity={0.55}
          strokeWidth={1}
        />
      )
    const upper = backdrop.points.map(({ x, high }) => `${toX(x).toFixed(1)} ${toY(high).toFixed(1)}`)
    const lower = backdrop.points.toReversed().map(({ x, low }) => `${toX(x).toFixed(1)} ${toY(low).toFixed(1)}`)
    return (
      <path
        key={backdrop.id}
        d={`M${[...upper, ...lower].join('L')}Z`}
        fill={backdrop.colour}
        fillOpacity={0.18}
        stroke="none"
      />
    )
  })
}

/** Lines that say where something would be, and places with a name. */
export function Guides({
  guides,
  spots,
  mapping: { toX, toY },
  right,
  bottom,
}: {
  guides: readonly Guide[]
  spots: readonly Spot[]
  mapping: Mapping
  /** Where the plot ends, in pixels: a name that would run over it stands on the other side. */
  right: number
  bottom: number
}) {
  return (
    <>
      {guides.map(({ id, from, to, label, isChosen }) => {
        const isUpright = from.x === to.x
        const stroke = isChosen ? 'var(--accent)' : 'var(--text-3)'
        const isNearEnd = toX(to.x) + (label?.length ?? 0) * 6.5 > right
        return (
          <g key={id}>
            <path
              d={`M${toX(from.x)} ${toY(from.y)}L${toX(to.x)} ${toY(to.y)}`}
              stroke={stroke}
              strokeWidth={1.25}
              {...(!isChosen && { strokeDasharray: '4 3' })}
            />
            {label && isUpright && (
              <text
                x={toX(to.x) + (isNearEnd ? -6 : 6)}
                y={toY(to.y) + 10}
                textAnchor={isNearEnd ? 'end' : 'start'}
                className={styles.endLabel}
              >
                {label}
              </text>
            )}
          </g>
        )
      })}
      {spots.map(({ id, x, y, label }) => {
        const isNearEnd = toX(x) + label.length * 6.5 > right
        return (
          <g key={id}>
            <circle cx={toX(x)} cy={toY(y)} r={5} fill="var(--accent)" stroke="var(--surface-1)" strokeWidth={2} />
            <text
              x={toX(x) + (isNearEnd ? -10 : 10)}
              y={toY(y) + (toY(y) + 24 > bottom ? -8 : 16)}
              textAnchor={isNearEnd ? 'end' : 'start'}
              className={styles.endLabel}
            >
              {label}
            </text>
          </g>
        )
      })}
    </>
  )
}
