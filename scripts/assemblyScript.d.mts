import type { Plugin } from 'vite'

export declare function assemblyScript(): Plugin
