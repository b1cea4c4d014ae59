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
