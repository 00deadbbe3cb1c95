import { Problem } from './problem.ts'

/** Keys of requests that were not answered yet, by what they ask. */
const open = new Map<string, string>()

/**
 * Asks for something under an Idempotency-Key, which stays the same while nobody answered: whoever did not see the answer and presses
 * again gets the first one, and nothing is done twice. `what` names all that is asked, whose key it is done with as well.
 */
export async function askOnce<Answer>(
  what: readonly unknown[],
  ask: (header: { readonly 'Idempotency-Key': string }) => Promise<Answer>,
): Promise<Answer> {
  const name = JSON.stringify(what)
  const key = open.get(name) ?? crypto.randomUUID()
  open.set(name, key)
  try {
    const answer = await ask({ 'Idempotency-Key': key })
    open.delete(name)
    return answer
  } catch (error) {
    if (!(error instanceof Problem && error.mayPass)) open.delete(name)
    throw error
  }
}
