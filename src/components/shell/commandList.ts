import { saveFile } from '@/components/ui/saveFile.ts'
import { holdsRows } from '@/core/pipeline/pipeline.ts'
import { hasModel } from '@/core/run/run.ts'
import { liveDatasets } from '@/state/dataset.ts'
import { liveExperiments } from '@/state/experiment.ts'
import type { Route } from '@/state/route.ts'
import { liveRuns, runName } from '@/state/run.ts'
import type { State } from '@/state/store.ts'
import { chooseFiles, openFiles } from './openFiles.ts'
import { stagesOf } from './Side.tsx'
import { subjectOf } from './subject.ts'
import { goTo } from './useRoute.ts'

/** Something that can be found and done from the palette. */
export interface Command {
  readonly id: string
  readonly label: string
  readonly note?: string | undefined
  readonly run: () => void
}

export interface CommandContext {
  readonly route: Route
  readonly shelves: State['shelves']
  readonly actions: () => State
  readonly canUndo: boolean
  readonly canRedo: boolean
  readonly colorScheme: 'light' | 'dark' | 'auto'
  readonly setColorScheme: (scheme: 'light' | 'dark' | 'auto') => void
  readonly showShortcuts: () => void
}

/** Every page and action that can be reached from here, grouped for the palette. */
export function commandGroups(context: CommandContext): readonly { group: string; commands: readonly Command[] }[] {
  return [
    { group: 'Here', commands: commandsHere(context) },
    { group: 'Actions', commands: generalCommands(context) },
    { group: 'Tables', commands: tableCommands(context) },
    { group: 'Questions and runs', commands: questionCommands(context) },
  ].filter(({ commands }) => commands.length > 0)
}

function commandsHere({ route, shelves, actions }: CommandContext): Command[] {
  const { dataset, experiment, run } = subjectOf({ shelves }, route)
  const commands: Command[] = stagesOf({ shelves }, route).flatMap(({ label, to }) =>
    to ? [{ id: `stage-${label}`, label: `Go to ${label}`, run: () => goTo(to) }] : [],
  )
  if (dataset) {
    commands.push(
      { id: 'rows', label: 'Look at the rows', run: () => goTo({ page: 'data', datasetId: dataset.id, view: 'rows' }) },
      {
        id: 'profile',
        label: 'Profile the data',
        note: 'Findings, distributions, associations',
        run: () => goTo({ page: 'data', datasetId: dataset.id, view: 'profile' }),
      },
      {
        id: 'versions',
        label: 'See the versions and what differs',
        run: () => goTo({ page: 'data', datasetId: dataset.id, view: 'versions' }),
      },
      { id: 'ask', label: 'Ask a new question of this table', run: () => goTo({ page: 'ask', datasetId: dataset.id }) },
      {
        id: 'delete-dataset',
        label: `Remove ${dataset.name}`,
        run: () =>
          void actions()
            .deleteDataset(dataset.id)
            .then(() => goTo({ page: 'home' })),
      },
    )
  }
  if (experiment)
    commands.push(
      {
        id: 'sweep',
        label: 'Search settings',
        note: 'Sweep: grid, random, successive halving, TPE',
        run: () => goTo({ page: 'sweep', experimentId: experiment.id }),
      },
      {
        id: 'explore',
        label: 'Explore the runs',
        note: 'Parallel coordinates and scatter',
        run: () => goTo({ page: 'explore', experimentId: experiment.id }),
      },
      {
        id: 'delete-experiment',
        label: `Remove the question "${experiment.name}"`,
        run: () =>
          void actions()
            .deleteExperiment(experiment.id)
            .then(() => goTo({ page: 'home' })),
      },
    )
  if (run && hasModel(run)) {
    const name = `run ${run.mark.letter}`
    commands.push(
      { id: 'open-run', label: `Open ${name}`, run: () => goTo({ page: 'run', runId: run.id }) },
      {
        id: 'predict-file',
        label: `Predict a file with ${name}`,
        run: () => goTo({ page: 'predict', runId: run.id, way: 'file' }),
      },
      {
        id: 'predict-paste',
        label: `Predict pasted rows with ${name}`,
        run: () => goTo({ page: 'predict', runId: run.id, way: 'paste' }),
      },
      {
        id: 'export',
        label: `Export ${name} as a bundle`,
        run: () => {
          const pipeline = shelves.pipeline[run.id]
          // Its page asks first.
          if (pipeline && holdsRows(pipeline)) return goTo({ page: 'run', runId: run.id })
          void actions()
            .exportRun(run.id)
            .then((output) => output && saveFile(output.bundle, output.fileName))
        },
      },
      { id: 'repeat', label: `Train ${name} again from its spec`, run: () => void actions().repeatRun(run.id) },
    )
  }
  return commands
}

function generalCommands(context: CommandContext): Command[] {
  const { actions, canUndo, canRedo, colorScheme, setColorScheme, showShortcuts } = context
  const other = colorScheme === 'dark' ? 'light' : 'dark'
  return [
    {
      id: 'open',
      label: 'Open a file',
      note: 'CSV to read, .assay to import',
      run: () => void chooseFiles().then((files) => openFiles(actions, files)),
    },
    { id: 'home', label: 'Go home', run: () => goTo({ page: 'home' }) },
    { id: 'storage', label: 'See what is kept in this browser', run: () => goTo({ page: 'storage' }) },
    ...(canUndo
      ? [{ id: 'undo', label: `Undo: ${actions().past.at(-1)?.label}`, run: () => void actions().undo() }]
      : []),
    ...(canRedo
      ? [{ id: 'redo', label: `Redo: ${actions().future[0]?.label}`, run: () => void actions().redo() }]
      : []),
    { id: 'scheme', label: `Use the ${other} theme`, run: () => setColorScheme(other) },
    { id: 'scheme-auto', label: "Follow the system's theme", run: () => setColorScheme('auto') },
    { id: 'shortcuts', label: 'Show the shortcuts', run: showShortcuts },
  ]
}

function tableCommands({ shelves }: CommandContext): Command[] {
  return liveDatasets({ shelves }).map(({ id, name, version }) => ({
    id: `dataset-${id}`,
    label: name,
    note: version > 0 ? `Table, v${version}` : 'Table',
    run: () => goTo({ page: 'data', datasetId: id, view: 'columns' }),
  }))
}

function questionCommands({ shelves }: CommandContext): Command[] {
  return liveExperiments({ shelves }).flatMap((experiment) => [
    {
      id: `experiment-${experiment.id}`,
      label: experiment.name,
      note: `Question about ${experiment.question.target}`,
      run: () => goTo({ page: 'runs', experimentId: experiment.id }),
    },
    ...liveRuns({ shelves }, experiment.id).map((run) => ({
      id: `run-${run.id}`,
      label: `Run ${run.mark.letter}, ${runName({ shelves }, run)}`,
      note: experiment.name,
      run: () => goTo({ page: 'run', runId: run.id }),
    })),
  ])
}
