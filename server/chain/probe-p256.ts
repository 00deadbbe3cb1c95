import { concatHex, type Hex, numberToHex, type PublicClient } from 'viem'

import { StartRefused } from '../domain/start-refused.ts'
import { type ChainError, classifyChainError } from './chain-error.ts'
import { type Connection, readFromAll } from './client.ts'
import vectors from './p256-vectors.json' with { type: 'json' }

/** Where RIP-7212 and EIP-7951 put the check of a P-256 signature. */
const PRECOMPILE = '0x0000000000000000000000000000000000000100'
/** What it answers for a right signature; for a wrong one, nothing at all. */
const RIGHT = numberToHex(1, { size: 32 })
const WRONG = '0x'

/** Who checks the signatures of passkeys: the chain, or OpenZeppelin's Solidity, which costs some 230,000 gas more a signature. */
export type P256Support = 'precompile' | 'solidity'

interface Vector {
  name: string
  hash: bigint
  r: bigint
  s: bigint
  x: bigint
  y: bigint
}

/**
 * A right signature with small numbers, from Wycheproof (ecdsa_secp256r1_sha256_p1363_test.json): the one by which OpenZeppelin's P256
 * asks whether there is a precompile.
 */
const GOOD: Vector = {
  name: 'a right signature',
  hash: BigInt(vectors.hash),
  r: 5n,
  s: 1n,
  x: BigInt(vectors.x),
  y: BigInt(vectors.y),
}

/** Wrong ones, each by another rule that a precompile may have forgotten. */
const BAD: readonly Vector[] = [
  { ...GOOD, name: 'the signature of another message', hash: GOOD.hash + 1n },
  { ...GOOD, name: 'another signature', r: GOOD.r + 1n },
  { ...GOOD, name: 'a key that is not on the curve', y: GOOD.y + 1n },
  {
    // The key is the generator times -hash / r, so both terms cancel out: what EIP-7951 mends of RIP-7212.
    ...GOOD,
    name: 'a signature that leads to the point at infinity',
    x: BigInt(vectors.infinity.x),
    y: BigInt(vectors.infinity.y),
  },
]

/**
 * Asks the precompile about one right signature and several wrong ones. A chain without it is fine: OpenZeppelin's P256 notices, and
 * checks in Solidity. One that lies is not: the contracts would take its word, so whoever can make it say yes redeems the points of every
 * passkey, and one that fails instead of answering burns all the gas of a list. Nothing is deployed there.
 */
export async function probeP256(connection: Connection): Promise<P256Support> {
  const good = await ask(connection, GOOD)
  const wrong = await Promise.all(BAD.map(async (vector) => ({ vector, answer: await ask(connection, vector) })))
  for (const { vector, answer } of wrong) if (answer !== WRONG) throw refuse(connection, vector, answer)
  if (good === RIGHT) return 'precompile'
  if (good === WRONG) return 'solidity'
  throw refuse(connection, GOOD, good)
}

/** What it answers; `fails` where the call is undone. All that answer must agree: an endpoint may lie as well. */
async function ask(connection: Connection, vector: Vector): Promise<string> {
  const { hash, r, s, x, y } = vector
  const data = concatHex([hash, r, s, x, y].map((word) => numberToHex(word, { size: 32 })))
  const answers = await readFromAll(connection, (client) => callPrecompile(client, data), {
    question: `the P-256 precompile (${vector.name})`,
    answersMin: connection.quorum,
  })
  const distinct = [...new Set(answers.values())]
  const [answer] = distinct
  if (answer !== undefined && distinct.length === 1) return answer
  throw refuse(connection, vector, distinct.join(' and '))
}

async function callPrecompile(client: PublicClient, data: Hex): Promise<string> {
  try {
    const { data: answer } = await client.call({ to: PRECOMPILE, data })
    return answer ?? WRONG
  } catch (error) {
    const refusal: ChainError = classifyChainError(error)
    if (refusal.kind === 'transient') throw refusal
    return 'fails'
  }
}

function refuse({ chainId }: Connection, { name }: Vector, answer: string): StartRefused {
  const said = answer === WRONG ? 'nothing' : answer
  return new StartRefused(
    'p256_precompile_wrong',
    `The P-256 precompile of chain ${String(chainId)} (${PRECOMPILE}) is not to be trusted: for ${name} it answers ${said}. Nothing is deployed, ` +
      'because the contracts would take its word for the signatures of passkeys: ask who runs the chain, or deploy on another one.',
  )
}
