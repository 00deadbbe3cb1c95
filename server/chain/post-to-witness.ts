import { Transient } from '../domain/rejection.ts'
import { readBounded } from './read-bounded.ts'

const TIMEOUT_MS = 10_000
/** Sixteen cosignatures, and large ones. */
export const WITNESS_ANSWER_BYTES_MAX = 100_000

/** Sends a checkpoint to the `add-checkpoint` of a witness; throws `Transient` when it does not answer in time. */
export async function postToWitness(url: string, body: string): Promise<{ status: number; text: string }> {
  try {
    const response = await fetch(`${url.replace(/\/+$/, '')}/add-checkpoint`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const text = await readBounded(response, { bytesMax: WITNESS_ANSWER_BYTES_MAX, who: 'witness' })
    return { status: response.status, text }
  } catch (error) {
    throw error instanceof Transient ? error : new Transient('The witness did not answer', error)
  }
}
