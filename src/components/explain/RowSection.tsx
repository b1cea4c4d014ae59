import { Button, NumberInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useWatched } from '@/components/profile/useWatched.ts'
import { Waiting } from '@/components/profile/Waiting.tsx'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import study from '@/components/ui/study.module.css'
import type { Explained } from '@/core/explain/jobs.ts'
import { formatCount } from '@/core/format/format.ts'
import type { ExplainProps } from './props.ts'
import { Waterfall } from './Waterfall.tsx'

const BUDGET_MS = 10_000

/** One row's answer taken apart: one of those that are explained already, or any other of the part. */
export function RowSection({
  run,
  route,
  evaluation,
  output,
  show,
  explained,
}: ExplainProps & { explained: Explained }) {
  const { part, digest } = evaluation
  const row = route.row ?? furthestRow(explained)
  const isThere = explained.rows.includes(row)
  const asked = useWatched(
    isThere ? undefined : `explain ${digest} ${part} ${output.index} row ${row}`,
    (jobs, options) =>
      jobs.model.call(
        'explain',
        { runId: run.id, part, output: output.index, most: 1, only: [row], budgetMs: BUDGET_MS },
        options,
      ),
  )
  const its = isThere ? explained : asked.output
  return (
    <section aria-labelledby="one-row">
      <div className={study.head}>
        <h2 id="one-row">One row taken apart</h2>
        <RowInput key={row} row={row} onRow={(next) => show({ row: next })} />
      </div>
      {its ? (
        <Waterfall explained={its} at={its.rows.indexOf(row)} output={output} />
      ) : asked.error?.code === 'spec.invalid' ? (
        <ErrorStrip
          error={{ message: `Row ${formatCount(row + 1)} is not among the ${part} rows. Choose another.` }}
          action={<Button onClick={() => show({ row: undefined })}>Back to a row that is</Button>}
        />
      ) : (
        <Waiting asked={asked} what="Taking the row's answer apart" unit="row" rows={8} />
      )}
    </section>
  )
}

/** The number of a row as the data's own page counts them, from 1. */
function RowInput({ row, onRow }: { row: number; onRow: (row: number) => void }) {
  const [text, setText] = useState<number | string>(row + 1)
  const wanted = typeof text === 'number' && text >= 1 ? text - 1 : undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (wanted !== undefined) onRow(wanted)
  }
  return (
    <form className={study.head} onSubmit={submit}>
      <NumberInput
        aria-label="Row"
        prefix="Row "
        w={140}
        min={1}
        allowDecimal={false}
        allowNegative={false}
        thousandSeparator=","
        value={text}
        onChange={setText}
      />
      <Button type="submit" disabled={wanted === undefined || wanted === row}>
        Take it apart
      </Button>
    </form>
  )
}

/** The row whose answer is furthest from what is expected of any. */
function furthestRow({ rows, answers, expected }: Explained): number {
  let found = 0
  for (const [i, answer] of answers.entries())
    if (Math.abs(answer - expected) > Math.abs(answers[found]! - expected)) found = i
  return rows[found] ?? 0
}
