import { Transient } from '../../server/domain/rejection.ts'
import { ExplorerRefusal } from './explorer.ts'

const TIMEOUT_MS = 30_000
// Etherscan answers a question about a verified contract with all of its sources, which for ours are 0.3 MB.
const ANSWER_CHARACTERS_MAX = 10_000_000

/** Asks an explorer; what it answers is JSON. Its name stands for its URL in messages, because the URL may hold an API key. */
export async function askExplorer(
  name: string,
  url: URL,
  request: { method?: 'POST'; headers?: Record<string, string>; body?: string | URLSearchParams } = {},
): Promise<{ status: number; answer: unknown }> {
  const { status, text } = await send(name, url, request)
  if (status === 429 || status >= 500) throw new Transient(`${name} answered with status ${String(status)}`, text)
  try {
    return { status, answer: JSON.parse(text) as unknown }
  } catch {
    throw new ExplorerRefusal(`${url.origin} did not answer as ${name} does (status ${String(status)}): check the URL`)
  }
}

async function send(name: string, url: URL, request: RequestInit): Promise<{ status: number; text: string }> {
  try {
    // A redirect would send the API key to another host.
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const response = await fetch(url, { ...request, redirect: 'error', signal })
    const text = await response.text()
    if (text.length <= ANSWER_CHARACTERS_MAX) return { status: response.status, text }
  } catch (error) {
    throw new Transient(`${name} does not answer at ${url.origin}`, error)
  }
  throw new ExplorerRefusal(`${name} answered with more than ${String(ANSWER_CHARACTERS_MAX)} characters`)
}
