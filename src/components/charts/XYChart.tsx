import { useElementSize } from '@mantine/hooks'
import type { TableData } from '@/core/dataset/tableData.ts'
import type { WrittenAxis } from './ChartAxes.tsx'
import { ChartFrame, type FrameProps } from './ChartFrame.tsx'
import styles from './charts.module.css'
import { type Backdrop, type Guide, type Mark, placesOf, type Spot } from './marks.ts'
import { XYPlot } from './XYPlot.tsx'

export interface XYChartProps extends FrameProps {
  readonly x: WrittenAxis
  readonly y: WrittenAxis
  /** Drawn in order, so that the subject should come last; pointed at in this order, too. */
  readonly marks: readonly Mark[]
  readonly backdrops?: readonly Backdrop[]
  readonly guides?: readonly Guide[]
  readonly spots?: readonly Spot[]
  /** From where on nothing is known yet, and what is to come there: "266 rows to come". */
  readonly toCome?: { readonly from: number; readonly said: string } | undefined
  /** The same values as text. */
  readonly table: () => TableData
  readonly height?: number
  /** Takes the point that is clicked or that Enter is pressed on, with what that does: "look at this threshold". */
  readonly pick?: { readonly does: string; readonly take: (mark: Mark, index: number) => void } | undefined
  /** Said where there is nothing to draw. */
  readonly empty?: string
}

/**
 * Anything against anything, after the look: a sentence first, then the chart with every point under the pointer or the arrow
 * keys, as a table, and to be saved.
 */
export function XYChart(props: XYChartProps) {
  const { marks, table, height = 260, empty = 'Nothing to draw on these rows.' } = props
  const { ref, width } = useElementSize()
  const isEmpty = marks.every((mark) => placesOf(mark).length === 0)
  return (
    <ChartFrame {...props} isVerdictShown isEmpty={isEmpty} table={table} height={height}>
      <div ref={ref} className={styles.plot} style={{ height }}>
        {isEmpty ? (
          <div className={styles.none} style={{ height }}>
            {empty}
          </div>
        ) : (
          width > 0 && <XYPlot {...props} width={width} height={height} />
        )}
      </div>
    </ChartFrame>
  )
}
