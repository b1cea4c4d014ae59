import { dirname, join } from 'node:path'
import { formatCount, formatUnits } from '@/core/format/format.ts'
import { loadPipeline } from '@/engine/predict.ts'
import { predictedName, scoreFile } from '@/engine/scoreFile.ts'
import { readFlags } from './flags.ts'
import { requireWritable, writeOut } from './outFile.ts'
import { openRunFile } from './runFile.ts'
import { openFile } from './surroundings.ts'
import type { Terminal } from './terminal.ts'

/** `assay predict RUN.assay NEW.csv`: the file with the answers beside its own cells. */
export async function predictFile(args: readonly string[], terminal: Terminal, signal: AbortSignal): Promise<void> {
  const { files, flags } = readFlags('predict', args, ['RUN.assay', 'NEW.csv'])
  const [runPath, dataPath] = files as [string, string]
  const { bundle } = await openRunFile(runPath)
  const { name, blob } = await openFile(dataPath)
  const out = flags.out ?? join(dirname(dataPath), predictedName(name))
  if (out !== '-') await requireWritable(out)
  const loaded = await loadPipeline(
    bundle.pipeline,
    bundle.weights.map((bytes) => bytes.slice().buffer),
  )
  try {
    const missing = bundle.dataset?.source.dialect?.missing
    const options = missing ? { missing } : {}
    const report = ({ done, total }: { done: number; total: number }) =>
      terminal.progress(() => `predicting: ${formatCount(done)} of ${formatCount(total)} rows`)
    const { csv, rows, issues, issueCount } = await scoreFile(
      loaded,
      { file: blob, fileName: name, options },
      { signal, report },
    )
    if (out === '-') terminal.answer(await csv.text())
    else await writeOut(out, csv.stream())
    for (const { line, column, raw, reason } of issues.slice(0, 5))
      terminal.say(`line ${formatCount(line)}, ${column} “${raw}”: ${reason}`)
    if (issueCount > 5) terminal.say(`… ${formatUnits(issueCount, 'cell')} in all could not be used as given`)
    if (flags.json && out !== '-') terminal.answer(JSON.stringify({ out, rows, issueCount }, null, 2))
    else terminal.say(`${formatUnits(rows, 'row')} predicted${out === '-' ? '' : `: ${out}`}`)
  } finally {
    loaded.dispose()
  }
}
