import { describe, expect, it } from 'vitest'
import type { Run } from './run.ts'
import { describeVerdict } from './verdict.ts'

function runOf(kind: 'baseline' | 'linear', metric: 'auc' | 'rmse', status: Run['status'] = 'done') {
  return {
    mark: { letter: 'B', colour: 2, dashed: false },
    status,
    spec: { question: { metric }, learner: { kind } },
  } as Pick<Run, 'mark' | 'status' | 'spec'>
}

describe('describeVerdict', () => {
  it('names score, rows and baseline', () => {
    expect(describeVerdict({ run: runOf('linear', 'auc'), score: 0.9292, rows: 6512, baseline: 0.5 })).toBe(
      'Run B reached AUC .929 on 6,512 validation rows; the baseline has .500.',
    )
  })

  it('says so when the baseline is ahead, whichever way the metric points', () => {
    expect(describeVerdict({ run: runOf('linear', 'rmse'), score: 12, rows: 10, baseline: 11 })).toContain(
      'the baseline has 11, ahead of it.',
    )
    expect(describeVerdict({ run: runOf('linear', 'rmse'), score: 10, rows: 10, baseline: 11 })).not.toContain('ahead')
  })

  it('says so when the baseline was scored on other rows', () => {
    const about = { run: runOf('linear', 'auc'), score: 0.9292, rows: 6512, baseline: 0.5, isElsewhere: true }
    expect(describeVerdict(about)).toBe(
      'Run B reached AUC .929 on 6,512 validation rows; the baseline, on other rows, has .500.',
    )
  })

  it('holds no pinball loss against that of another quantile', () => {
    const about = { run: runOf('linear', 'rmse'), metric: 'pinball', score: 2, rows: 10, baseline: 1 } as const
    expect(describeVerdict({ ...about, quantiles: [0.9, 0.5] })).toBe(
      'Run B reached Pinball loss (τ .9) 2 on 10 validation rows. The baseline’s loss is of the .5 quantile, another metric; Compare holds both to one.',
    )
    expect(describeVerdict({ ...about, quantiles: [0.5, 0.5] })).toContain('the baseline has 1, ahead of it.')
  })

  it('tells of a stop, of an absent score and of an absent baseline', () => {
    expect(describeVerdict({ run: runOf('linear', 'auc', 'stopped'), score: 0.9, rows: 10, baseline: 0.5 })).toContain(
      'stopped early',
    )
    expect(describeVerdict({ run: runOf('linear', 'auc'), score: undefined, rows: 10, baseline: 0.5 })).toContain(
      'has no AUC',
    )
    expect(describeVerdict({ run: runOf('linear', 'auc'), score: 0.9, rows: 10, baseline: undefined })).toContain(
      'no baseline',
    )
    expect(describeVerdict({ run: runOf('baseline', 'auc'), score: 0.5, rows: 10, baseline: undefined })).toContain(
      'has to beat',
    )
  })
})
