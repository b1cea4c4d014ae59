declare module '*?wasm' {
  /** A compiled AssemblyScript program, in base64: see scripts/assemblyScript.mjs. */
  const program: string
  export default program
}
