import { randomInt, randomUUID } from 'node:crypto'

import { makeCardNumber } from '../../../server/domain/identifiers.ts'
import { waitUntil } from '../system/wait-until.ts'
import type { Brand, PagesServer } from './entente-server.ts'

const SEQUENCES = 100_000_000_000

/** A member with a card and a PIN. */
export interface Cardholder {
  readonly memberId: string
  readonly cardNumber: string
  readonly pin: string
}

/** Enrols a member with a card and a PIN at a brand. */
export async function enrolCardholder(
  server: PagesServer,
  { key }: Brand,
  {
    pin = '2580',
    sequence = BigInt(randomInt(SEQUENCES)),
    phone,
  }: { pin?: string; sequence?: bigint; phone?: string } = {},
): Promise<Cardholder> {
  const cardNumber = makeCardNumber(sequence)
  const identifiers = [
    { kind: 'card', value: cardNumber },
    ...(phone === undefined ? [] : [{ kind: 'phone', value: phone }]),
  ]
  const { memberId } = await server.done('/v1/members', { key, body: { kind: 'card', identifiers } })
  await server.done(`/v1/members/${String(memberId)}/pin`, { key, body: { pin } })
  return { memberId, cardNumber, pin }
}

/** Sells something, and waits until its points are on the ledger, or even final. */
export async function sell(
  server: PagesServer,
  { key }: Brand,
  sale: { memberId: string; amountMinor: string; orderRef?: string; occurredAt?: string; isFinal?: boolean },
): Promise<string> {
  const {
    memberId,
    amountMinor,
    orderRef = `T-${randomUUID().slice(0, 8)}`,
    occurredAt = new Date().toISOString(),
    isFinal = false,
  } = sale
  const member = { kind: 'member', value: memberId }
  const body = { orderRef, member, currency: 'GBP', amountMinor, occurredAt }
  const { purchaseId } = await server.done('/v1/purchases', { key, body })
  await waitUntil(
    async () => (await server.done(`/v1/purchases/${String(purchaseId)}`, { key })).state as string,
    (state) => state === 'final' || (!isFinal && state === 'confirmed'),
  )
  return purchaseId as string
}
