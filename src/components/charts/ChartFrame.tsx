import { type ReactNode, useRef, useState } from 'react'
import type { TableData } from '@/core/dataset/tableData.ts'
import { ChartTable } from './ChartTable.tsx'
import styles from './charts.module.css'
import { SaveMenu } from './SaveMenu.tsx'

export interface FrameProps {
  /** What is drawn up the chart, which has no axis names: "Log loss". */
  readonly title: string
  /** The rest of the axis names, quietly: "by epoch, lower is better". */
  readonly note?: string | undefined
  /** Heading level of the title within its page. */
  readonly level?: 2 | 3 | 4
  /** What the chart shows, in a sentence: its accessible name. */
  readonly verdict: string
}

/** What all charts have about them: a heading, the same as a table, and ways to save it. */
export function ChartFrame({
  title,
  note,
  level = 2,
  verdict,
  isVerdictShown = false,
  isEmpty,
  table,
  drawing,
  controls,
  height,
  children,
}: FrameProps & {
  /** Whether the sentence stands above the chart, for all to read. */
  isVerdictShown?: boolean
  /** Whether there is nothing to show as a table or to save. */
  isEmpty: boolean
  table: () => TableData
  /** What is saved as a picture where the page does not hold it as an SVG. */
  drawing?: (() => SVGSVGElement) | undefined
  /** What can be chosen about the chart, beside its title. */
  controls?: ReactNode
  height: number
  /** The chart itself. */
  children: ReactNode
}) {
  const figure = useRef<HTMLElement>(null)
  const [isTable, setTable] = useState(false)
  const Heading = `h${level}` as const
  return (
    <figure ref={figure} className={styles.figure}>
      <div className={styles.head}>
        <Heading>{title}</Heading>
        {note && <span className={styles.note}>{note}</span>}
        {controls}
      </div>
      {isVerdictShown && <p className={styles.verdict}>{verdict}</p>}
      {isTable && !isEmpty ? <ChartTable title={title} table={table()} height={height} /> : children}
      {!isEmpty && (
        <div className={styles.foot}>
          <button
            type="button"
            className={styles.toggle}
            aria-label={`Show as ${isTable ? 'chart' : 'table'}: ${title}`}
            onClick={() => setTable(!isTable)}
          >
            {isTable ? 'Show as chart' : 'Show as table'}
          </button>
          <SaveMenu
            caption={{ title: note ? `${title}, ${note}` : title, sentence: verdict }}
            name={title}
            table={table}
            drawing={drawing ?? (() => figure.current?.querySelector<SVGSVGElement>('svg.recharts-surface'))}
          />
        </div>
      )}
    </figure>
  )
}
