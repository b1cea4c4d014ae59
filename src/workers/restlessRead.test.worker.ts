import '@/testing/restless.ts'
import './read.worker.ts'
