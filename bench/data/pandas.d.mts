/** A Python that has a library, running a script of this folder that answers line by line; undefined where there is none. */
export function startPython(
  script: string,
  library: string,
): { ask<Answer>(question: object): Promise<Answer>; stop(): void } | undefined
