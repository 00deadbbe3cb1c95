/** The chain's own answers are waited for so long: a page that hangs says nothing. */
const CHAIN_ANSWER_MS_MAX = 3_000

/** Waits a short while for the chain's answer. Null: no endpoint answered, and the caller says so. */
export async function chainAnswer<T>(asked: Promise<T>): Promise<T | null> {
  const deadline = Promise.withResolvers<null>()
  const timer = setTimeout(deadline.resolve, CHAIN_ANSWER_MS_MAX, null)
  const settled = await Promise.race([Promise.allSettled([asked]), deadline.promise])
  clearTimeout(timer)
  return settled?.[0].status === 'fulfilled' ? settled[0].value : null
}
