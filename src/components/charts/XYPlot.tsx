import { DefaultZIndexes, LineChart as Recharts, ZIndexLayer } from 'recharts'
import { rightMargin } from '@/core/chart/series.ts'
import { BOTTOM, ChartAxes, leftOf, NO_DATA, shareOf, TOP } from './ChartAxes.tsx'
import { Crosshair } from './Crosshair.tsx'
import { type EndLabel, EndLabels, labelWidth } from './EndLabels.tsx'
import { Backdrops, Guides, Marks } from './Marks.tsx'
import { type Mapping, type Mark, moveStop, nearestStop, placesOf, type Stop } from './marks.ts'
import { ToCome } from './ToCome.tsx'
import type { Told } from './told.ts'
import type { XYChartProps } from './XYChart.tsx'

/** The drawing itself, once its width is known, with a crosshair that pointer and keys move. */
export function XYPlot(props: XYChartProps & { width: number; height: number }) {
  const { marks, backdrops = [], guides = [], spots = [], x, y, toCome, width, height, verdict, pick } = props
  const labels = labelsOf(props)
  const left = leftOf(y)
  const right = rightMargin(
    labels.map((label) => ({ x: label.x, width: labelWidth(label) })),
    x.axis,
    width - left,
  )
  const mapping: Mapping = {
    toX: (value) => left + shareOf(value, x.axis) * (width - left - right),
    toY: (value) => TOP + (1 - shareOf(value, y.axis)) * (height - TOP - BOTTOM),
  }
  return (
    <Crosshair
      label={verdict}
      help={`Arrow keys move along the points${marks.length > 1 ? ', up and down to another series' : ''}`}
      width={width}
      height={height}
      find={(at) => nearestStop(marks, mapping, at)}
      move={(stop, key) => moveStop(marks, stop, key)}
      tell={(stop) => tellStop(marks, stop, mapping)}
      pick={pick && { does: pick.does, take: (stop) => pick.take(marks[stop.mark]!, stop.index) }}
    >
      <Recharts
        width={width}
        height={height}
        data={NO_DATA}
        margin={{ top: TOP, right, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        {toCome && (
          <ToCome
            from={toCome.from}
            to={x.axis.max}
            said={toCome.said}
            room={mapping.toX(x.axis.max) - mapping.toX(toCome.from)}
            isLow
          />
        )}
        <ChartAxes x={x} y={y} />
        <ZIndexLayer zIndex={DefaultZIndexes.line}>
          <Backdrops backdrops={backdrops} mapping={mapping} />
          <Marks marks={marks} mapping={mapping} />
          <Guides guides={guides} spots={spots} mapping={mapping} right={width - right} bottom={height - BOTTOM} />
        </ZIndexLayer>
        <ZIndexLayer zIndex={DefaultZIndexes.scatter}>
          <EndLabels labels={labels} />
        </ZIndexLayer>
      </Recharts>
    </Crosshair>
  )
}

function tellStop(marks: readonly Mark[], { mark, index }: Stop, { toX, toY }: Mapping): Told | undefined {
  // What is drawn may have changed since the crosshair was set.
  const of = marks[mark]
  const place = of && placesOf(of)[index]
  if (!place) return undefined
  const [x, y] = [toX(place.x), toY(place.y)]
  return {
    x,
    y,
    dots: [{ x, y, colour: of.colour }],
    head: marks.length > 1 ? of.label : undefined,
    facts: of.facts(index).map(([name, value]) => ({ name, value })),
  }
}

/** At the ends of lines, and of guides that lie: upright ones have theirs at the top. */
function labelsOf({ marks, guides = [] }: XYChartProps): readonly EndLabel[] {
  return [
    ...marks.flatMap((mark) => {
      const last = placesOf(mark).at(-1)
      if (!mark.end || !last) return []
      return [{ id: mark.id, ...mark.end, ...last, isSubject: mark.kind !== 'line' || mark.role === 'subject' }]
    }),
    ...guides.flatMap(({ id, label, from, to }) =>
      label && from.x !== to.x ? [{ id, value: '', name: label, ...to, isSubject: false }] : [],
    ),
  ]
}
