import { unattended } from '@/core/task.ts'
import { readCsv } from '@/engine/table/readCsv.ts'
import { serveReader } from './serveReader.ts'

/** Ours without the threads that help it: as many as the peers have. */
serveReader(async (file) => (await readCsv(file, {}, unattended)).table)
