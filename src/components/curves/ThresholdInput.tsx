import { NumberInput } from '@mantine/core'
import { useState } from 'react'

/** A probability to be typed. Only what is one is passed on; leaving the field puts the rest right. */
export function ThresholdInput({
  labelledBy,
  threshold,
  onChange,
}: {
  labelledBy: string
  threshold: number
  onChange: (threshold: number) => void
}) {
  const [typed, setTyped] = useState<number | string>()
  const isOne = (value: number | string | undefined) => typeof value === 'number' && value >= 0 && value <= 1
  return (
    <NumberInput
      aria-labelledby={labelledBy}
      min={0}
      max={1}
      step={0.01}
      clampBehavior="none"
      error={typed !== undefined && !isOne(typed) && 'Enter 0 to 1'}
      value={typed ?? threshold}
      onChange={(value) => {
        setTyped(value)
        if (isOne(value)) onChange(value as number)
      }}
      onBlur={() => setTyped(undefined)}
    />
  )
}
