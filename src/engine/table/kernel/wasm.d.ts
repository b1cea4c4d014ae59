declare module '*?wasm' {
  /** A compiled AssemblyScript program, in base64: see scripts/assemblyScript.mjs. */
  const program: string
  export default program
}

declare module '*?wasm-shared' {
  /** As of `?wasm`, for a memory that is imported as `env.memory` and shared among threads. */
  const program: string
  export default program
}
