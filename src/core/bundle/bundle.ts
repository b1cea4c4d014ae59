/** One file of a bundle, with what proves that it arrived whole. */
export interface BundlePart {
  readonly path: string
  readonly bytes: number
  readonly sha256: string
}

/** manifest.json, the first thing read of a bundle. */
export interface BundleManifest {
  readonly format: 'assay-bundle'
  readonly schema: 1
  readonly createdAt: string
  /** What the bundle is about, in a sentence. */
  readonly title: string
  readonly parts: readonly BundlePart[]
}

/** Paths inside a bundle of one run. */
export const BUNDLE_PATHS = {
  manifest: 'manifest.json',
  readme: 'README.md',
  script: 'predict.mjs',
  sql: 'prepare.sql',
  model: 'model.json',
  weights: 'weights.bin',
  pipeline: 'pipeline.json',
  run: 'run.json',
  result: 'result.json',
  experiment: 'experiment.json',
  dataset: 'dataset.json',
  evaluations: 'evaluations.json',
  annotation: 'annotation.json',
} as const
