import { Button, NumberInput } from '@mantine/core'
import { useState } from 'react'
import { likeliestCount } from '@/core/labels/likeliest.ts'
import styles from './labels.module.css'

/** Ticks the first so many of a list: those that are likeliest wrong, where all that are listed would do harm. */
export function TickLikeliest({
  rows,
  isFarthest,
  onTick,
}: {
  /** Likeliest first. */
  rows: readonly number[]
  /** Of numbers those that are farthest off are meant. */
  isFarthest: boolean
  onTick: (rows: readonly number[]) => void
}) {
  const [typed, setTyped] = useState<number | string>()
  const count = typed ?? likeliestCount(rows.length)
  const isNumber = typeof count === 'number' && count >= 1
  return (
    <span className={styles.weigh}>
      <Button disabled={!isNumber} onClick={() => isNumber && onTick(rows.slice(0, count))}>
        {isFarthest ? 'Tick the farthest' : 'Tick the likeliest'}
      </Button>
      <NumberInput
        aria-label="How many rows to tick"
        value={count}
        onChange={setTyped}
        min={1}
        max={rows.length}
        allowDecimal={false}
        allowNegative={false}
        thousandSeparator=","
        hideControls
      />
    </span>
  )
}
