import { helpTrees } from '@/engine/trees/treeHelper.ts'

self.onmessage = ({ data }) => helpTrees(data, (message) => self.postMessage(message))
