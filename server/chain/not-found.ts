/** What is read; null where viem says, by an error of this class, that there is no such thing. */
export async function nullIfNotFound<T>(read: Promise<T>, NotFound: abstract new (...args: never[]) => Error) {
  try {
    return await read
  } catch (error) {
    if (error instanceof NotFound) return null
    throw error
  }
}
