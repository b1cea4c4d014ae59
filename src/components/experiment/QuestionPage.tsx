export function QuestionPage(_: { experimentId: string }) { return null }
