import type { EntenteClient } from '../../client/client.ts'
import { EntenteProblem } from '../../client/problem.ts'
import { makeCardNumber } from '../../server/domain/identifiers.ts'
import type { PartnerKey } from '../replay/partner-keys.ts'
import { makeSampleDay, type TillEvent } from './sample-day.ts'

export const SAMPLE_CUSTOMERS = 120
export const SAMPLE_EVENTS_PER_TILL = 124
/** Far from the customer numbers of any replayed file. */
const FIRST_CARD = 77_000_000_000n

/** Sends the sample day as tills would: one till a brand, all at once, each one request after the other. */
export async function runSampleDay(
  api: EntenteClient,
  {
    seed,
    day,
    partners,
    onProgress,
  }: { seed: number; day: Date; partners: readonly PartnerKey[]; onProgress: (done: number) => void },
): Promise<void> {
  let done = 0
  const count = () => {
    done += 1
    onProgress(done)
  }
  const size = { tills: partners.length, customers: SAMPLE_CUSTOMERS, eventsPerTill: SAMPLE_EVENTS_PER_TILL }
  const tills = makeSampleDay({ seed, day, ...size })
  await Promise.all(partners.map((partner, till) => enrolShare(api, partner, { till, tills: partners.length })))
  await Promise.all(
    partners.map(async (partner, till) => {
      for (const event of tills[till] ?? []) {
        await send(api, partner, event)
        count()
      }
    }),
  )
}

/** Each brand enrols its share of the customers; all of them shop everywhere. */
async function enrolShare(
  api: EntenteClient,
  { key }: PartnerKey,
  { till, tills }: { till: number; tills: number },
): Promise<void> {
  for (let customer = till; customer < SAMPLE_CUSTOMERS; customer += tills) await enrolCard(api, key, customer)
}

/** Enrols a customer with their card, unless they are. */
export async function enrolCard(api: EntenteClient, key: string, customer: number): Promise<void> {
  try {
    await api.withKey(key).POST('/v1/members', {
      body: { kind: 'card', identifiers: [{ kind: 'card', value: cardOf(customer) }] },
    })
  } catch (error) {
    // The past months, or a start that was killed, had enrolled them already.
    if (!(error instanceof EntenteProblem && error.code === 'identifier_taken')) throw error
  }
}

async function send(api: EntenteClient, { key, currency }: PartnerKey, event: TillEvent): Promise<void> {
  const facts = {
    member: { kind: 'card' as const, value: cardOf(event.customer) },
    currency,
    amountMinor: String(event.amountMinor),
    occurredAt: event.occurredAt.toISOString(),
  }
  if (event.kind === 'purchase') {
    const body = { orderRef: event.reference, ...facts }
    await api.withKey(key).POST('/v1/purchases', { body })
  } else {
    const order = event.orderRef === null ? {} : { orderRef: event.orderRef }
    const body = { returnRef: event.reference, ...order, ...facts }
    await api.withKey(key).POST('/v1/returns', { body })
  }
}

/** The card number of a customer of the sample. */
export function cardOf(customer: number): string {
  return makeCardNumber(FIRST_CARD + BigInt(customer))
}
