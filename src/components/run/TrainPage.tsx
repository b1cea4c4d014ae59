export function TrainPage(_: { experimentId: string }) {
  return null
}
