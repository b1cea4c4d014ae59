import { compileProgram } from '@/engine/wasm.ts'
import program from './assembly/index.ts?wasm'

/** What assembly/index.ts exports. Places are bytes from the start of its memory. */
export interface Exports {
  readonly memory: WebAssembly.Memory
  readonly rows: WebAssembly.Global
  readonly breakCount: WebAssembly.Global
  readonly oddCount: WebAssembly.Global
  readonly missing: WebAssembly.Global
  readonly areWhole: WebAssembly.Global
  readonly arePlain: WebAssembly.Global
  readonly cellStart: WebAssembly.Global
  readonly cellEnd: WebAssembly.Global
  readonly cellIsQuoted: WebAssembly.Global
  begin(window: number, width: number): void
  takeBytes(bytes: number): number
  setRules(delimiter: number, quote: number, decimal: number, trim: number): void
  setComment(length: number): number
  setMarks(count: number): void
  findRecords(from: number, length: number, last: number): number
  isUtf8(start: number, end: number): number
  readNumbers(column: number): void
  readInstants(column: number): void
  readCodes(column: number, dictionary: number): void
  cell(row: number, column: number): void
  makeDictionary(): number
  codeOf(dictionary: number, start: number, length: number): number
  codesOf(dictionary: number, bytes: number, ends: number, count: number): void
  dictionarySize(dictionary: number): number
  dictionaryEnds(dictionary: number): number
  dictionaryBytes(dictionary: number): number
  powersPtr(): number
  valuesPtr(): number
  oddPtr(): number
  marksPtr(): number
  breaksPtr(): number
}

/** The module, compiled once; undefined where this machine has no WebAssembly with 128-bit vectors. */
export function compile(): WebAssembly.Module | undefined {
  return compileProgram(program)
}
