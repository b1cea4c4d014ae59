import { NumberInput } from '@mantine/core'
import { useState } from 'react'
import styles from './controls.module.css'

/** A share as a percentage. Only what lies within the bounds is passed on; leaving the field puts the rest right. */
export function PercentInput({
  id,
  share,
  min,
  max,
  onChange,
}: {
  id: string
  share: number
  /** Bounds in percent. */
  min: number
  max: number
  onChange: (share: number) => void
}) {
  const [typed, setTyped] = useState<number | string | undefined>()
  const most = Math.floor(max + 1e-6)
  const isOutside = typed !== undefined && (typeof typed !== 'number' || typed < min || typed > most)
  const take = (percent: number | string) => {
    setTyped(percent)
    if (typeof percent === 'number' && percent >= min && percent <= most) onChange(Math.round(percent * 10) / 1_000)
  }
  return (
    <div className={styles.line}>
      <NumberInput
        id={id}
        className={styles.short!}
        hideControls
        suffix=" %"
        decimalScale={1}
        min={min}
        max={most}
        error={isOutside}
        value={typed ?? Math.round(share * 1_000) / 10}
        onChange={take}
        onBlur={() => setTyped(undefined)}
        {...(isOutside && { 'aria-describedby': `${id}-note` })}
      />
      {isOutside && (
        <span id={`${id}-note`} className={styles.invalid}>
          Enter {min} to {most}
        </span>
      )}
    </div>
  )
}
