import { helpWithParts } from '@/engine/table/parts/helper.ts'

const read = helpWithParts((answer, memory) => self.postMessage(answer, { transfer: memory }))
self.onmessage = ({ data }) => void read(data)
