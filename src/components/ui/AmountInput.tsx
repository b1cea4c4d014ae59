import { NumberInput, type NumberInputProps } from '@mantine/core'
import { useState } from 'react'

/**
 * A number that is kept elsewhere, or none. What is typed stands in the field until it is left: "0." on the way to 0.5 is no
 * number of its own.
 */
export function AmountInput({
  value,
  onChange,
  ...props
}: Omit<NumberInputProps, 'value' | 'onChange' | 'onBlur'> & {
  value: number | undefined
  onChange: (value: number | undefined) => void
}) {
  const [typed, setTyped] = useState<number | string>()
  return (
    <NumberInput
      hideControls
      {...props}
      value={typed ?? value ?? ''}
      onChange={(next) => {
        setTyped(next)
        const number = next === '' ? undefined : Number(next)
        if (number === undefined || Number.isFinite(number)) onChange(number)
      }}
      onBlur={() => setTyped(undefined)}
    />
  )
}
