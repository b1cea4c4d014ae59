import { useCallback, useState } from 'react'
import { JobStrip } from '@/components/ui/JobStrip.tsx'
import type { ScoreFileOutput } from '@/core/pipeline/jobs.ts'
import type { RunId } from '@/core/run/run.ts'
import { useActions, useAssay } from '@/state/useAssay.ts'

/** Scores files with one run; its progress or failure as strips, its last output. */
export function useScoring(runId: RunId) {
  const actions = useActions()
  const jobs = useAssay((state) => state.jobs)
  const [output, setOutput] = useState<ScoreFileOutput | undefined>()
  const score = useCallback(
    (file: File) => {
      setOutput(undefined)
      void actions().scoreFile(runId, file).then(setOutput)
    },
    [actions, runId],
  )
  const strip = Object.values(jobs)
    .filter(({ kind, subject }) => kind === 'score' && subject === runId)
    .map((job) => <JobStrip key={job.id} job={job} />)
  return { score, strip, output }
}
