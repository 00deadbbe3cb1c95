import type { Database } from '../../database/engine/client.ts'
import { insertEarningRule, type StoredEarningRule } from '../../database/earning-rules.ts'
import { insertPartner, takePartnerNumber, type Partner } from '../../database/partners.ts'
import { insertRedeemRate, type StoredRedeemRate } from '../../database/redeem-rates.ts'
import type { Cell } from '../../domain/cells.ts'
import { OCCURRED_AT_MIN } from '../../domain/earning.ts'
import type { Randomness } from '../../domain/environment.ts'
import { defaultRedeemRate } from '../../domain/redeem-rates.ts'
import { USUAL_PARTNER_SCOPES } from '../../domain/scopes.ts'
import { makeEarningRule, makeRedeemRate, type NewEarningRule, type NewRedeemRate } from './earning-rule-terms.ts'
import { storeNewApiKey, type IssuedApiKey } from './issue-api-key.ts'
import { appendOperatorCalls, type OperatorDeps } from './operator-calls.ts'
import { checkAllowance } from './change-allowance.ts'

export interface NewPartner {
  readonly name: string
  readonly currency: string
  /** Where its shops are, as GB; null: not said yet. */
  readonly country: string | null
  readonly returnPolicy: Partner['returnPolicy']
  /** Null for a hosted issuer key, else the address of the partner's own signer. */
  readonly externalIssuer: string | null
  readonly rule: NewEarningRule
  /** Null: `defaultRedeemRate` of the currency. */
  readonly rate: NewRedeemRate | null
  readonly allowance: bigint
  /** Points that may be issued within any 24 hours. */
  readonly dailyLimit: bigint
}

export interface AddedPartner {
  readonly partner: Partner
  readonly rule: StoredEarningRule
  readonly rate: StoredRedeemRate
  readonly apiKey: IssuedApiKey
}

export interface AddPartnerDeps extends OperatorDeps {
  readonly db: Database
  readonly randomness: Randomness
  /** Where the partner's number is from. */
  readonly cell: Cell
  /** Makes a hosted issuer key and encrypts it: server/chain/keystore.ts */
  readonly createIssuerKey: () => Promise<{ readonly address: string; readonly keystore: string }>
}

/** Adds a partner: its issuer key, first earning rule, what points are worth, first API key, and the calls that register it on chain. */
export async function addPartner(deps: AddPartnerDeps, input: NewPartner): Promise<AddedPartner> {
  checkAllowance(input.allowance)
  checkAllowance(input.dailyLimit)
  const issuer =
    input.externalIssuer === null ? await deps.createIssuerKey() : { address: input.externalIssuer, keystore: null }
  return deps.db.transaction(async (tx) => {
    const id = await takePartnerNumber(tx, deps.cell)
    const partner = await insertPartner(tx, {
      id,
      name: input.name,
      currency: input.currency,
      status: 'active',
      returnPolicy: input.returnPolicy,
      issuerKind: input.externalIssuer === null ? 'hosted' : 'external',
      issuerAddress: issuer.address.toLowerCase(),
      issuerKeystore: issuer.keystore,
      nextEntryNumber: 1n,
      logoId: null,
      logoSmallId: null,
      colour: null,
      textColour: null,
      timeZone: null,
      country: input.country,
      createdAt: deps.clock.now(),
    })
    const first = { partnerId: id, currency: partner.currency, version: 1 }
    const validFrom = input.rule.validFrom ?? OCCURRED_AT_MIN
    const rule = makeEarningRule(deps, { ...input.rule, ...first, validFrom })
    await insertEarningRule(tx, rule)
    const worth = input.rate ?? { ...defaultRedeemRate(partner.currency), validFrom: null }
    const rate = makeRedeemRate(deps, { ...worth, ...first, validFrom: worth.validFrom ?? OCCURRED_AT_MIN })
    await insertRedeemRate(tx, rate)
    const apiKey = await storeNewApiKey(tx, deps, {
      partnerId: id,
      label: 'first key',
      scopes: USUAL_PARTNER_SCOPES,
      expiresAt: null,
    })
    await appendOperatorCalls(tx, deps, id, [
      { name: 'register_partner', partnerName: partner.name, issuerAddress: partner.issuerAddress },
      { name: 'raise_allowance', points: input.allowance },
      { name: 'set_daily_limit', points: input.dailyLimit },
    ])
    return { partner, rule, rate, apiKey }
  })
}
