import { describePacks } from './behaviour/packs.ts'
import { describeTables } from './behaviour/tables.ts'
import { openMemoryArrays } from './memory.ts'

describeTables('memory', openMemoryArrays)
describePacks('memory', openMemoryArrays)
