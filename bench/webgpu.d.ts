/** The npm package `webgpu`, installed only where a GPU is measured without a browser. */
declare module 'webgpu' {
  export function create(flags: readonly string[]): GPU
  export const globals: object
}
