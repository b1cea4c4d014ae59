import { parentPort } from 'node:worker_threads'
import { helpTrees } from '@/engine/trees/treeHelper.ts'

// A thread of Node's that helps to grow trees: `threads.ts` starts it from its text.
parentPort!.on('message', (job) => helpTrees(job, (message) => parentPort!.postMessage(message)))
