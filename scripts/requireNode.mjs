// Imported first by every command. It, and whatever is imported beside it, keeps to what Node 14 can parse and link, so
// that an old Node gets to print this sentence instead of a SyntaxError.
const wanted = [20, 19]

export function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number)
  return major > wanted[0] || (major === wanted[0] && minor >= wanted[1])
}

if (!isNewEnough(process.versions.node)) {
  console.error(
    `Assay needs Node ${wanted.join('.')} or newer and this is Node ${process.versions.node}: get a current one from https://nodejs.org.`,
  )
  process.exit(1)
}
