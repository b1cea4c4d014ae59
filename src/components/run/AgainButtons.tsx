import { Button, type ButtonProps } from '@mantine/core'
import { formatCount } from '@/core/format/format.ts'
import { canGoOn, type Run } from '@/core/run/run.ts'
import { useActions } from '@/state/useAssay.ts'

interface Props {
  readonly run: Run
  readonly variant?: ButtonProps['variant']
  /** Whether the names of the buttons say which run, where several stand below each other. */
  readonly isNamed?: boolean
  readonly onStarted?: () => void
}

/** What to do with a run that has not ended: go on from where it is safe, or begin anew. */
export function AgainButtons({ run, variant = 'default', isNamed = false, onStarted }: Props) {
  const actions = useActions()
  const named = (verb: string) => (isNamed ? { 'aria-label': `${verb}: run ${run.mark.letter}` } : {})
  const goOn = `Go on after epoch ${formatCount(run.checkpointEpoch ?? 0)}`
  return (
    <>
      {canGoOn(run) && (
        <Button variant={variant} {...named(goOn)} onClick={() => void actions().resumeRun(run.id).then(onStarted)}>
          {goOn}
        </Button>
      )}
      <Button
        variant={variant}
        {...named('Start again')}
        onClick={() => void actions().repeatRun(run.id).then(onStarted)}
      >
        Start again
      </Button>
    </>
  )
}
