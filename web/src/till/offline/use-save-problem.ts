import { useTexts } from '../use-texts.ts'
import { NotSaved } from './purchase-queue.ts'

/** Why a sale was not saved on this device, and what to do instead; anything else in the till's usual words. */
export function useSaveProblem(): (error: Error) => string {
  const { t, problem } = useTexts()
  return (error) => (error instanceof NotSaved ? t(`offline.notSaved.${error.reason}`) : problem(error))
}
