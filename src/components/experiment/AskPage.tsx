export function AskPage(_: { datasetId: string; target: string | undefined }) { return null }
