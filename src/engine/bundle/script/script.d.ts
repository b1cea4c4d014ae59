declare module '*?script' {
  /** The text of a module and of all that it imports, as one file for Node: see scripts/bundleScript.mjs. */
  const text: string
  export default text
}

declare module '*?thread' {
  /** The same as a thread of Node's runs it. */
  const text: string
  export default text
}
