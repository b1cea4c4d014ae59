import { NativeSelect, TextInput } from '@mantine/core'
import { Field } from '@/components/ui/Field.tsx'
import { parseSeed, SEED_TO_ENTER } from '@/core/learner/options.ts'
import type { DeviceWish } from '@/core/run/run.ts'
import styles from './train.module.css'

const DEVICES: readonly { readonly value: DeviceWish; readonly label: string }[] = [
  { value: 'auto', label: 'Auto' },
  { value: 'webgpu', label: 'WebGPU' },
  { value: 'wasm', label: 'WebAssembly' },
  { value: 'cpu', label: 'JavaScript' },
]

/** What every training needs to be repeated, and where it is done. */
export function SeedAndDevice({
  seed,
  device,
  onChange,
}: {
  seed: string
  device: DeviceWish
  onChange: (change: { readonly seed: string } | { readonly device: DeviceWish }) => void
}) {
  const isWrong = parseSeed(seed) === undefined
  return (
    <div className={styles.work}>
      <Field
        label="Seed"
        htmlFor="seed"
        help={
          isWrong && (
            <span id="seed-note" className={styles.invalid}>
              {SEED_TO_ENTER}
            </span>
          )
        }
      >
        <TextInput
          id="seed"
          value={seed}
          error={isWrong}
          inputMode="numeric"
          autoComplete="off"
          {...(isWrong && { 'aria-describedby': 'seed-note' })}
          onChange={(event) => onChange({ seed: event.currentTarget.value })}
        />
      </Field>
      <Field label="Device" htmlFor="device">
        <NativeSelect
          id="device"
          value={device}
          data={[...DEVICES]}
          onChange={(event) => onChange({ device: event.currentTarget.value as DeviceWish })}
        />
      </Field>
    </div>
  )
}
