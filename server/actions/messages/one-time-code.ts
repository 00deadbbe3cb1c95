import { timingSafeEqual } from 'node:crypto'

import type { Database, Transaction } from '../../database/engine/client.ts'
import { deleteOneTimeCode, findOneTimeCode, type OneTimeCode, saveOneTimeCode } from '../../database/one-time-codes.ts'
import type { ChannelKind } from '../../domain/channels.ts'
import type { Clock, Randomness } from '../../domain/environment.ts'
import {
  CODE_MS_MAX,
  CODE_RANDOM_BYTES,
  CODE_TRIES_MAX,
  CODES_PER_IDENTIFIER_MAX,
  CODES_PER_IDENTIFIER_WINDOW_MS,
  CODES_PER_MEMBER_MAX,
  CODES_PER_MEMBER_WINDOW_MS,
  CODES_PER_PARTNER_MAX,
  CODES_PER_PARTNER_WINDOW_MS,
  writeOneTimeCode,
} from '../../domain/one-time-codes.ts'
import { Rejection } from '../../domain/rejection.ts'
import { createTryLimit, type TryLimit } from '../requests/limit-tries.ts'
import type { NoticeDeps } from './notify-member.ts'
import { queueMessages } from './queue-messages.ts'

/** How many codes may be asked for: of one address or number, for one member, and by one partner. */
export interface CodeLimits {
  readonly ofIdentifier: TryLimit
  readonly ofMember: TryLimit
  readonly ofPartner: TryLimit
}

/** One set of limits for all routes: a code counts wherever it was asked for. */
export function createCodeLimits(deps: { db: Database; clock: Clock }): CodeLimits {
  const limit = (what: string, triesMax: number, windowMs: number) =>
    createTryLimit({ ...deps, what: `code of ${what}`, triesMax, windowMs })
  return {
    ofIdentifier: limit('identifier', CODES_PER_IDENTIFIER_MAX, CODES_PER_IDENTIFIER_WINDOW_MS),
    ofMember: limit('member', CODES_PER_MEMBER_MAX, CODES_PER_MEMBER_WINDOW_MS),
    ofPartner: limit('partner', CODES_PER_PARTNER_MAX, CODES_PER_PARTNER_WINDOW_MS),
  }
}

/** Hashes a text under the lookup key; identifiers are hashed the same way. */
type HashText = (kind: 'card' | 'email' | 'phone', value: string) => string

export interface CodeDeps extends NoticeDeps {
  readonly randomness: Randomness
  readonly hashIdentifier: HashText
  readonly codeLimits: CodeLimits
}

/** What a code is good for, and for nothing else. */
interface CodeUse {
  readonly memberId: string
  readonly purpose: OneTimeCode['purpose']
  readonly kind: ChannelKind
  /** Of the address or number that it is sent to. */
  readonly valueHash: string
  /** What it confirms; empty where the address itself is all. */
  readonly about: string
}

/** Refuses codes where no channel is set up for them, and counts those that are asked for. */
export async function takeCode(
  { codeLimits, channelKinds }: Pick<CodeDeps, 'codeLimits' | 'channelKinds'>,
  {
    memberId,
    kind,
    valueHash,
    partnerId,
  }: Pick<CodeUse, 'memberId' | 'kind' | 'valueHash'> & { partnerId: number | null },
): Promise<void> {
  if (!channelKinds.has(kind)) throw new Rejection('channel_unavailable', { kind })
  if (partnerId !== null) await codeLimits.ofPartner.take(String(partnerId))
  await codeLimits.ofMember.take(memberId)
  await codeLimits.ofIdentifier.take(`${kind}/${valueHash}`)
}

/** Draws a code, and has it sent. The one before it is void. The caller has locked the member. */
export async function startCode(
  tx: Transaction,
  deps: CodeDeps,
  { to, ...use }: CodeUse & { to: string },
): Promise<{ expiresAt: Date }> {
  const { memberId, purpose, kind, valueHash } = use
  const createdAt = deps.clock.now()
  const expiresAt = new Date(createdAt.getTime() + CODE_MS_MAX)
  const code = writeOneTimeCode(deps.randomness.bytes(CODE_RANDOM_BYTES))
  const codeHash = hashCode(deps, use, code)
  await saveOneTimeCode(tx, { memberId, purpose, kind, valueHash, codeHash, tries: 0, createdAt, expiresAt })
  const topic = purpose === 'confirm_move' ? 'move_code' : 'identifier_code'
  await queueMessages(tx, deps, [{ memberId, kind, to, topic, facts: { code }, expiresAt }])
  return { expiresAt }
}

/**
 * Uses a code up where it is right, and counts the try where it is not. The refusal is returned and not thrown, so that the
 * count stays. The caller has locked the member.
 */
export async function tryCode(
  tx: Transaction,
  deps: Pick<CodeDeps, 'clock' | 'hashIdentifier'>,
  { code, ...use }: CodeUse & { code: string },
): Promise<Rejection | null> {
  const kept = await findOneTimeCode(tx, use)
  const isOver = kept === null || deps.clock.now() >= kept.expiresAt || kept.tries >= CODE_TRIES_MAX
  if (isOver) return new Rejection('code_wrong')
  // Of the purpose and the address as well: a code that was sent elsewhere has another hash.
  const right = Buffer.from(kept.codeHash)
  if (timingSafeEqual(right, Buffer.from(hashCode(deps, use, code)))) {
    await deleteOneTimeCode(tx, use)
    return null
  }
  await saveOneTimeCode(tx, { ...kept, tries: kept.tries + 1 })
  return new Rejection('code_wrong')
}

function hashCode(
  { hashIdentifier }: Pick<CodeDeps, 'hashIdentifier'>,
  { memberId, purpose, kind, valueHash, about }: CodeUse,
  code: string,
): string {
  return hashIdentifier('card', `code ${code} of ${memberId} for ${purpose} ${about} to ${kind}/${valueHash}`)
}
