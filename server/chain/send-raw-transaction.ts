import { type Hash, type Hex, keccak256, type PublicClient } from 'viem'

import { ChainError, type ChainErrorKind, classifyChainError } from './chain-error.ts'
import { type Connection, readFromAll } from './client.ts'

/**
 * What the endpoints said to signed bytes. `accepted` includes "already known". The others are what the first refusing
 * endpoint said, when none accepted: "nonce too low" says only that some transaction has that nonce.
 */
export type SendOutcome = 'accepted' | Exclude<ChainErrorKind, 'already_known'>

/** The name of signed bytes: computed here, because an endpoint may answer with anything. */
export function hashRawTransaction(raw: string): Hash {
  return keccak256(raw as Hex)
}

/** Sends signed bytes to every endpoint. Never throws for what an endpoint says: an unknown outcome is asked for later. */
export async function sendRawTransaction(connection: Connection, raw: string): Promise<SendOutcome> {
  const once: Connection = { ...connection, retry: { ...connection.retry, roundsMax: 1 } }
  try {
    const outcomes = [...(await readFromAll(once, (client) => sendTo(client, raw as Hex))).values()]
    return outcomes.includes('accepted') ? 'accepted' : (outcomes[0] ?? 'transient')
  } catch (error) {
    // No endpoint could even be asked for its chain.
    if (error instanceof ChainError) return outcomeOf(error)
    throw error
  }
}

async function sendTo(client: PublicClient, raw: Hex): Promise<SendOutcome> {
  try {
    await client.request({ method: 'eth_sendRawTransaction', params: [raw] })
    return 'accepted'
  } catch (error) {
    return outcomeOf(classifyChainError(error))
  }
}

function outcomeOf({ kind }: ChainError): SendOutcome {
  // EDR mines at once and then reports the revert of the included transaction as an error of the sending.
  return kind === 'already_known' || kind === 'reverted' ? 'accepted' : kind
}
