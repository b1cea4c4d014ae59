import { SegmentedControl } from '@mantine/core'
import type { Evaluation } from '@/core/run/run.ts'

/** Which part's rows are looked at, once there is a choice. */
export function PartControl({
  part,
  onChange,
}: {
  part: Evaluation['part']
  onChange: (part: Evaluation['part']) => void
}) {
  return (
    <SegmentedControl
      aria-label="Rows to look at"
      size="xs"
      value={part}
      onChange={(value) => onChange(value as Evaluation['part'])}
      data={[
        { value: 'validation', label: 'Validation rows' },
        { value: 'test', label: 'Test rows' },
      ]}
    />
  )
}
