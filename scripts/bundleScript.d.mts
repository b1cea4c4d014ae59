import type { Plugin } from 'vite'

export declare function bundleScript(): Plugin
