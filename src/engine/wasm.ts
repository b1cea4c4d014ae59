/** Most bytes that a WebAssembly memory has. */
export const MOST_BYTES = 4_294_901_760
export const PAGE = 65_536

const compiled = new Map<string, WebAssembly.Module>()

/**
 * The module of a program that was imported by `?wasm` (base64), compiled once; undefined where this machine has no
 * WebAssembly with 128-bit vectors.
 */
export function compileProgram(program: string): WebAssembly.Module | undefined {
  const known = compiled.get(program)
  if (known) return known
  const text = atob(program)
  const bytes = Uint8Array.from({ length: text.length }, (_, i) => text.charCodeAt(i))
  if (typeof WebAssembly === 'undefined' || !WebAssembly.validate(bytes)) return undefined
  const module = new WebAssembly.Module(bytes)
  compiled.set(program, module)
  return module
}

export function abort(): never {
  throw new Error('a program of WebAssembly stopped')
}

/**
 * An AssemblyScript program with so much free memory; undefined where the machine cannot run it.
 * @throws RangeError where there is not so much memory.
 */
export function openProgram<Exports extends object>(
  text: string,
  bytes: number,
): (Exports & { readonly base: number; readonly buffer: ArrayBuffer }) | undefined {
  const module = compileProgram(text)
  if (!module) return undefined
  const { memory, base, ...its } = new WebAssembly.Instance(module, { env: { abort } })
    .exports as unknown as Exports & {
    readonly memory: WebAssembly.Memory
    base(): number
  }
  const free = base() >>> 0
  if (free + bytes > MOST_BYTES) throw new RangeError('more than a WebAssembly memory has')
  memory.grow(Math.max(0, Math.ceil((free + bytes - memory.buffer.byteLength) / PAGE)))
  return { ...(its as unknown as Exports), base: free, buffer: memory.buffer as ArrayBuffer }
}
