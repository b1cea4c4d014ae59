import { unattended } from '@/core/task.ts'
import { readCsv } from '@/engine/table/readCsv.ts'
import { serveReader } from './serveReader.ts'

serveReader(async (file) => (await readCsv(file, {}, unattended)).table)
