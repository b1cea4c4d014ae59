import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Verdict } from '@/core/compare/comparison.ts'
import { compareSettings } from '@/core/run/compare.ts'
import type { Run } from '@/core/run/run.ts'
import { animalQuestion, makeRun, makeSpec } from '@/testing/runSpec.ts'
import { comparisonReport } from './comparisonReport.ts'
import type { ComparisonReport, ReportedEvaluation } from './reported.ts'
import { tokensByPreference } from './style.ts'

const tokens = readFileSync('src/components/theme/tokens.css', 'utf8')
const verdict: Verdict = {
  metric: 'accuracy',
  difference: 0.05,
  low: 0.01,
  high: 0.09,
  p: 0.004,
  rawP: 0.002,
  family: 2,
  test: 'McNemar',
  verdict: 'better',
}

const evaluation: Omit<ReportedEvaluation, 'id' | 'runId' | 'metrics'> = {
  schema: 1,
  part: 'validation',
  rows: 100,
  digest: 'abc',
  createdAt: 0,
  intervals: { accuracy: { low: 0.78, high: 0.9, method: 'Wilson' } },
}

function reportOf(name: string, change: Partial<ComparisonReport> = {}): ComparisonReport {
  const spec = makeSpec(animalQuestion({ target: name, classes: [name, 'b', 'c'] }))
  const runs = ['A', 'B'].map((letter, i) => ({
    run: { ...makeRun(letter, spec), mark: { letter, colour: i + 1, dashed: false } },
    name: `${name} ${i}`,
    difference: name,
    metrics: { accuracy: 0.8 + 0.05 * i },
    trainMs: 100,
    colour: `var(--run-${i + 1})`,
    evaluations: [{ ...evaluation, id: `${letter}/validation`, runId: letter, metrics: { accuracy: 0.8 + 0.05 * i } }],
  }))
  const [base, other] = runs.map(({ run }) => run) as [Run, Run]
  return {
    question: name,
    runs,
    metric: 'accuracy',
    judged: { metric: 'accuracy', part: 'validation', found: [{ runId: 'B', verdict }], notes: [name] },
    rowDiffs: [
      { runId: 'B', rows: 100, isExact: true, p: 0.002, paired: { both: 70, onlyA: 5, onlyB: 15, neither: 10 } },
    ],
    resampled: [
      { over: 'folds', verdicts: [{ ...verdict, test: 'corrected resampled t', t: 2.5, df: 9, count: 10 }] },
      { over: 'seeds', verdicts: ['noSeeds'] },
    ],
    seedLines: [
      {
        run: other,
        name,
        verdict: undefined,
        scores: {
          seeds: [1, 2].map((seed) => ({ seed, run: other, score: 0.8 + seed / 100 })),
          mean: 0.815,
          std: 0.007,
        },
      },
    ],
    seeds: {
      other,
      reason: undefined,
      pairs: [1, 2].map((seed) => ({ seed, base, other, a: [0.8], b: [0.8 + seed / 10], finishedAt: seed })),
      looks: [],
    },
    panels: [
      {
        heading: name,
        charts: [
          {
            title: name,
            verdict: name,
            xName: 'Epoch',
            formatValue: String,
            series: [
              {
                id: 'A',
                label: name,
                colour: 'var(--run-1)',
                role: 'compared',
                points: [1, 2].map((x) => ({ x, y: x })),
              },
            ],
          },
        ],
      },
    ],
    settings: compareSettings(runs.map(({ run }) => ({ spec: run.spec, dataset: { name, version: 0, rows: 9 } }))),
    isDiffOnly: true,
    tokens,
    address: `/experiment/${name}`,
    madeAt: Date.UTC(2026, 0, 2, 3, 4, 5),
    ...change,
  }
}

/** Tags without the values of their attributes: what a browser would make of the page. */
const skeleton = (text: string) =>
  [...text.matchAll(/<\/?([a-z0-9]+)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*\/?>/gi)].map(
    ([, tag, attributes]) => `${tag}${attributes!.replace(/="[^"]*"/g, '')}`,
  )

describe('comparisonReport', () => {
  it('says the verdict with its interval, the scores and the hashes', () => {
    const text = comparisonReport(reportOf('kind'))
    expect(text).toContain(
      'B is better than A: Accuracy higher by .050 (95% interval .010 to .090), McNemar, adjusted p = .004.',
    )
    expect(text).toContain('Frozen on 2026-01-02 03:04 UTC')
    expect(text).toContain('<code>animals.csv</code>')
    expect(text).toContain('.850')
  })

  it('holds the intervals of scores, the rows that were fixed, folds and seeds', () => {
    const text = comparisonReport(reportOf('kind'))
    expect(text).toContain('<span class="strong">.850</span><br><span class="caption">.780 to .900</span>')
    expect(text).toContain('B fixed 15 rows of A and broke 5 of 100 validation rows (McNemar, exact, p = .002).')
    expect(text).toContain('<td class="n">15, 15%</td>')
    expect(text).toContain('Over 10 folds: B is better than A')
    expect(text).toContain('corrected resampled t, t = 2.5, df = 9')
    expect(text).toContain('<td class="n">.815 ± .007</td><td>seed 1 .810, seed 2 .820</td>')
    expect(text).toContain('2 pairs differ by the same amount')
    expect(text).toContain('<td class="n">.900</td><td class="n">+.100</td>')
  })

  it('says why there is no verdict', () => {
    const judged = {
      metric: 'accuracy',
      part: 'test',
      found: [{ runId: 'B', reason: 'notScored', cause: 'B' }],
      notes: [],
    } as const
    expect(comparisonReport(reportOf('kind', { judged }))).toContain('The test rows of run B are still closed')
  })

  it('needs nothing else: no script, no address to fetch', () => {
    const text = comparisonReport(reportOf('kind'))
    expect(text).not.toMatch(/<(script|link|img|iframe|object|use|image)\b|https?:|@import|url\(/i)
    expect(text).toContain("default-src 'none'")
  })

  it('is the same markup whatever things are called', () => {
    const plain = skeleton(comparisonReport(reportOf('kind')))
    expect(plain.length).toBeGreaterThan(100)
    const hostile = fc.oneof(
      fc.constantFrom(
        '<script>alert(1)</script>',
        '"><img src=x onerror=alert(1)>',
        "' onload='x",
        '</style><b>',
        '&lt;i&gt;',
        '<!--',
      ),
      fc.string({ minLength: 1, unit: 'grapheme' }),
    )
    fc.assert(
      fc.property(hostile, (name) => {
        expect(skeleton(comparisonReport(reportOf(name)))).toEqual(plain)
      }),
      { numRuns: 50 },
    )
  })
})

describe('tokensByPreference', () => {
  it('gives the dark values to whoever prefers dark, and loses none', () => {
    const css = tokensByPreference(tokens)
    expect(css).toMatch(/@media \(prefers-color-scheme: dark\) \{\s*:root \{[^}]*--surface-1:/)
    expect(css).not.toContain('data-mantine')
    expect(css.match(/--[a-z0-9-]+:/g)).toEqual(tokens.match(/--[a-z0-9-]+:/g))
  })
})
