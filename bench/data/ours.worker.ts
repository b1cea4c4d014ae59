import { unattended } from '@/core/task.ts'
import { readCsv } from '@/engine/table/readCsv.ts'
import { openPartReaders } from '@/workers/threads.ts'
import { serveReader } from './serveReader.ts'

const threads = openPartReaders()
serveReader(async (file) => (await readCsv(file, {}, unattended, { threads })).table)
