import type { z } from 'zod'

import type { MeView } from '../../../actions/members/read-me.ts'
import { presentBalance, presentFacts, presentIdentifier } from './present-member.ts'
import type { MeResponse } from '../../schemas/members/me.ts'

/** What a member sees of themselves. */
export function presentMe(view: MeView): z.input<typeof MeResponse> {
  const { frozenBy, recovery, move } = view
  return {
    ...presentFacts(view.member),
    ...presentBalance(view.balance),
    identifiers: view.identifiers.map((one) => ({ ...presentIdentifier(one), isContact: one.contact !== null })),
    pointsHeld: String(view.pointsHeld),
    pointsAvailable: String(view.pointsAvailable),
    lots: view.balance.lots.map(({ points, expiresAt }) => ({
      points: String(points),
      expiresAt: expiresAt.toISOString(),
    })),
    isFrozen: frozenBy.member || frozenBy.operator,
    frozenBy,
    frozenOnLedger: view.frozenOnLedger,
    hasCard: view.identifiers.some(({ kind }) => kind === 'card'),
    hasPin: view.hasPin,
    recovery: recovery && { toAccount: recovery.toAccount, readyAt: recovery.readyAt.toISOString() },
    move: move && { ...move, readyAt: move.readyAt?.toISOString() ?? null },
    passkeys: view.passkeys.map(({ id: passkeyId, createdAt, confirmsFrom }) => ({
      passkeyId,
      addedAt: createdAt.toISOString(),
      confirmsFrom: confirmsFrom.toISOString(),
    })),
  }
}
