export declare function findBrowser(env?: NodeJS.ProcessEnv): string | undefined
