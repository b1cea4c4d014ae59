import { useElementSize } from '@mantine/hooks'
import { lastPoint, type Reference, type Series } from '@/core/chart/series.ts'
import { ChartFrame, type FrameProps } from './ChartFrame.tsx'
import styles from './charts.module.css'
import { LinePlot } from './LinePlot.tsx'
import { Swatch } from './Swatch.tsx'
import { tableOfLines } from './tables.ts'

export type { Reference, Series } from '@/core/chart/series.ts'

/** Lines are labelled at their ends up to here, and by a legend beyond. */
const MOST_LABELLED = 6

export interface LineChartProps extends FrameProps {
  /** Drawn in order, so that the subject should come last. */
  readonly series: readonly Series[]
  /** Finished runs and the like: dotted over the whole width. Few, since each is labelled. */
  readonly references?: readonly Reference[]
  /** What `x` counts, capitalised and singular, for tooltip, table and what is to come: "Epoch". */
  readonly xName: string
  /** Where the axis ends when that is beyond the points: the rest is shaded, "22 epochs to come". */
  readonly xMax?: number | undefined
  /** A log value axis; values that are not above 0 are gaps then. */
  readonly logY?: boolean
  /** How every value is written, such as `(value) => formatMetric(metric, value)`. */
  readonly formatValue: (value: number) => string
  /** Of the plot, in pixels. */
  readonly height?: number
  /** Said where there is no point yet. */
  readonly empty?: string
}

/**
 * Curves by step, after the look: bottom axis only, few gridlines, lines labelled at their ends with their last value,
 * exact values under the pointer or the arrow keys and as a table. Never animates. Not a finite `y` is a gap; a lone point is a dot.
 */
export function LineChart(props: LineChartProps) {
  const { title, series, references = [], xName, formatValue, height = 280 } = props
  const { ref, width } = useElementSize()
  const isEmpty = series.every((line) => lastPoint(line) === undefined)
  const named = series.filter(({ isFaint }) => !isFaint)
  const isLabelled = named.length <= MOST_LABELLED
  return (
    <ChartFrame
      {...props}
      isEmpty={isEmpty}
      table={() => tableOfLines(xName, series, references, formatValue)}
      height={height}
    >
      {!isLabelled && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: WCAG 2.1.1 wants scrollable regions focusable
        <ul className={styles.legend} tabIndex={0} aria-label={`Lines of ${title}`}>
          {named.map((line) => (
            <li key={line.id}>
              <Swatch line={line} />
              {line.label}
            </li>
          ))}
        </ul>
      )}
      <div ref={ref} className={styles.plot} style={{ height }}>
        {isEmpty ? (
          <div className={styles.none} style={{ height }}>
            {props.empty ?? 'No values yet.'}
          </div>
        ) : (
          width > 0 && <LinePlot {...props} width={width} height={height} isLabelled={isLabelled} />
        )}
      </div>
    </ChartFrame>
  )
}
