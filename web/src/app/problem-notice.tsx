import { Failure } from '../ui/notices.tsx'
import { useProblemText } from './problem-text.ts'

/** Says what went wrong; nothing while nothing did. */
export function ProblemNotice({ error }: { error: Error | null }) {
  const problemText = useProblemText()
  return error && <Failure text={problemText(error)} />
}
