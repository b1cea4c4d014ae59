import { describe, expect, it } from 'vitest'
import { readSharedCsv, readSharedFile, sharedDataDir } from '@/testing/sharedData.ts'
import { listClasses, readTarget } from '../experiment/target.ts'
import { assignSplit } from '../split/assign.ts'
import { evaluatePredictions } from './evaluate.ts'
import type { MetricName, TaskKind } from './metric.ts'

interface Case {
  /** Its name among the references. */
  readonly name: string
  readonly file: string
  readonly target: string
  readonly task: TaskKind
  readonly delimiter?: string
}

const CASES: readonly Case[] = [
  { name: 'iris', file: 'iris', target: 'species', task: 'multiclass' },
  { name: 'penguins', file: 'penguins', target: 'species', task: 'multiclass' },
  { name: 'letter', file: 'letter_recognition', target: 'letter', task: 'multiclass' },
  { name: 'titanic_train', file: 'titanic_train', target: 'Survived', task: 'binary' },
  { name: 'telco', file: 'telco_churn', target: 'Churn', task: 'binary' },
  { name: 'electricity', file: 'electricity_elec2', target: 'class', task: 'binary' },
  { name: 'credit_default', file: 'credit_card_default', target: 'class', task: 'binary' },
  { name: 'bank_marketing', file: 'bank_marketing_full', target: 'deposit', task: 'binary' },
  { name: 'wine_white', file: 'winequality-white', target: 'quality', task: 'regression', delimiter: ';' },
  { name: 'abalone', file: 'abalone', target: 'Rings', task: 'regression' },
  { name: 'insurance', file: 'insurance', target: 'charges', task: 'regression' },
  { name: 'california_ageron', file: 'california_housing', target: 'median_house_value', task: 'regression' },
  { name: 'diamonds', file: 'diamonds', target: 'price', task: 'regression' },
  { name: 'bike_hour', file: 'bike_sharing_hour', target: 'cnt', task: 'regression' },
]

const OUR_NAMES: Readonly<Record<string, MetricName>> = {
  accuracy: 'accuracy',
  roc_auc: 'auc',
  roc_auc_macro_ovr: 'auc',
  log_loss: 'logLoss',
  rmse: 'rmse',
  mae: 'mae',
  r2: 'r2',
}

/** The texts of one column; quotes may hold the delimiter. For these files only. */
function readColumn({ file, target, delimiter = ',' }: Case): string[] {
  const lines = readSharedCsv(file)!.toString('utf8').split(/\r?\n/)
  const cells = (line: string) =>
    [...line.matchAll(new RegExp(`(?:^|${delimiter})(?:"((?:[^"]|"")*)"|([^${delimiter}]*))`, 'g'))].map(
      (match) => match[1] ?? match[2] ?? '',
    )
  const at = cells(lines[0]!).indexOf(target)
  expect(at).toBeGreaterThanOrEqual(0)
  return lines
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => cells(line)[at]!)
}

/** The constant answer: the mean of the training rows, or the share of each class. */
function alwaysSay(task: TaskKind, train: readonly number[], width: number): number[] {
  if (task === 'regression') return [train.reduce((a, b) => a + b, 0) / train.length]
  return Array.from({ length: width }, (_, j) => train.filter((label) => label === j).length / train.length)
}

// sklearn-reference.tsv: scikit-learn 1.2.1, DummyClassifier(strategy="prior") and DummyRegressor, every fifth row tests.
describe.skipIf(!sharedDataDir())(
  'the dummy baselines of scikit-learn (skipped where the shared data is absent)',
  () => {
    const reference = (readSharedFile('sklearn-reference.tsv')?.toString('utf8') ?? '')
      .split('\n')
      .map((line) => line.split('\t'))
      .filter(([, split, , , model]) => split === 'mod5' && model?.startsWith('dummy_'))

    it.each(CASES)('$name', (one) => {
      const texts = readColumn(one)
      const dictionary = [...new Set(texts)]
      const coded = {
        kind: 'coded',
        codes: Int32Array.from(texts, (text) => dictionary.indexOf(text)),
        dictionary,
      } as const
      const numbers = { kind: 'numeric', values: Float64Array.from(texts, Number) } as const
      const isNumber = one.task === 'regression'
      const classes = isNumber ? [] : listClasses(coded, 'category')
      const target = readTarget(isNumber ? numbers : coded, isNumber ? 'number' : 'category', {
        task: one.task,
        classes,
      })

      const { train, validation, test } = assignSplit({
        spec: { kind: 'modulus', modulus: 5, remainder: 0, validation: 0.1 },
        seed: 1,
        rows: texts.length,
        target,
        task: one.task,
      })
      const constant = alwaysSay(
        one.task,
        [...train, ...validation].map((row) => target[row]!),
        classes.length,
      )
      const { metrics } = evaluatePredictions({
        task: one.task,
        classes,
        actual: Float64Array.from(test, (row) => target[row]!),
        predictions: {
          rows: test.length,
          width: constant.length,
          scores: Float32Array.from([...test].flatMap(() => constant)),
        },
        threshold: 0.5,
      })

      const expected = reference.filter(([dataset]) => dataset === one.name)
      expect(expected.length).toBe(3)
      for (const [, , trainRows, testRows, , metric, value] of expected) {
        expect(train.length + validation.length).toBe(Number(trainRows))
        expect(test.length).toBe(Number(testRows))
        const ours = metrics[OUR_NAMES[metric!]!]
        // The file has six significant digits; predictions are float32.
        const allowed = Math.max(1e-6 * Math.abs(Number(value)) * 5, 5e-7)
        expect(Math.abs(ours! - Number(value)), `${metric} ${ours} for ${value}`).toBeLessThanOrEqual(allowed)
      }
    })
  },
)
