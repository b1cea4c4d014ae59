/** The entries of a folder: TypeScript's DOM library does not list the iterator of directory handles everywhere. */
export function entriesOf(directory: FileSystemDirectoryHandle): AsyncIterable<[string, FileSystemHandle]> {
  return directory as unknown as AsyncIterable<[string, FileSystemHandle]>
}
