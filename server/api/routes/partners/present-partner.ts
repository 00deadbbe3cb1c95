import type { z } from 'zod'

import type { IssuedApiKey } from '../../../actions/partners/issue-api-key.ts'
import type { DepartureView, PartnerView } from '../../../actions/partners/partner-view.ts'
import type { ApiKey } from '../../../database/api-keys.ts'
import type { StoredEarningRule } from '../../../database/earning-rules.ts'
import type { Departure } from '../../../database/departures.ts'
import type { NextKey } from '../../../database/next-keys.ts'
import type { Partner } from '../../../database/partners.ts'
import type { StoredRedeemRate } from '../../../database/redeem-rates.ts'
import type { Quarantine } from '../../../database/unexplained-batches.ts'
import { presentBrand } from '../../present-brand.ts'
import type { DepartureDetailsResponse, DepartureResponse, NextKeyResponse } from '../../schemas/partners/departures.ts'
import type {
  ApiKeyResponse,
  EarningRuleResponse,
  IssuedApiKeyResponse,
  PartnerResponse,
  PartnerStatusResponse,
  RedeemRateResponse,
} from '../../schemas/partners/partners.ts'
import type { QuarantineResponse } from '../../schemas/partners/quarantine.ts'

/** A partner whose status or allowance was changed. */
export function presentPartnerStatus({ id, name, status }: Partner): z.input<typeof PartnerStatusResponse> {
  return { partnerId: id, name, status }
}

/** What is told of a key: never its secret. */
export function presentApiKey(key: ApiKey): z.input<typeof ApiKeyResponse> {
  return {
    keyId: key.id,
    label: key.label,
    scopes: [...key.scopes],
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
  }
}

/** A key that was just made, with its text: the only time that it is told. */
export function presentIssuedApiKey({ apiKey, text }: IssuedApiKey): z.input<typeof IssuedApiKeyResponse> {
  return { ...presentApiKey(apiKey), apiKey: text }
}

/** One version of a rule. */
export function presentEarningRule(rule: StoredEarningRule): z.input<typeof EarningRuleResponse> {
  return {
    earningRuleId: rule.id,
    version: rule.version,
    currency: rule.currency,
    points: String(rule.points),
    perMinor: String(rule.perMinor),
    pointsMax: String(rule.pointsMax),
    validFrom: rule.validFrom.toISOString(),
  }
}

/** One version of what points are worth. */
export function presentRedeemRate(rate: StoredRedeemRate): z.input<typeof RedeemRateResponse> {
  return {
    redeemRateId: rate.id,
    version: rate.version,
    currency: rate.currency,
    points: String(rate.points),
    minor: String(rate.minor),
    validFrom: rate.validFrom.toISOString(),
  }
}

/** Why a partner's batches wait for the operator. */
export function presentQuarantine(quarantine: Quarantine | null): z.input<typeof QuarantineResponse> | null {
  if (quarantine === null) return null
  const { since, batches, throughEntry, signedBy, pointsCredited, pointsDebited, transactionHash } = quarantine
  return {
    since: since.toISOString(),
    batches: String(batches),
    throughEntry: String(throughEntry),
    signedBy,
    pointsCredited: String(pointsCredited),
    pointsDebited: String(pointsDebited),
    transactionHash,
  }
}

/** Since when a partner is leaving, and until when it takes returns. */
export function presentDeparture({
  state,
  askedAt,
  returnsUntil,
  endedAt,
}: Departure): z.input<typeof DepartureResponse> {
  return {
    state,
    askedAt: askedAt.toISOString(),
    returnsUntil: returnsUntil.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  }
}

function presentDepartureView({ stage, open, departure }: DepartureView): z.input<typeof DepartureDetailsResponse> {
  return {
    ...presentDeparture(departure),
    stage,
    open: {
      entries: String(open.entries),
      holds: String(open.holds),
      burns: String(open.burns),
      restorations: String(open.restorations),
    },
  }
}

/** The key that a partner is to sign with next, and for what the registry names it already, as far as it was asked. */
export function presentNextKey(
  { address, kind, createdAt }: NextKey,
  onChain: PartnerView['onChain'],
): z.input<typeof NextKeyResponse> {
  return {
    kind,
    address,
    since: createdAt.toISOString(),
    issues: onChain && onChain.issuerKey.toLowerCase() === address,
    redeems: onChain && onChain.redemptionKey.toLowerCase() === address,
  }
}

/** A partner, with what the registry says of it. */
export function presentPartner({
  partner,
  rules,
  rates,
  onChain,
  quarantine,
  departure,
  nextKey,
}: PartnerView): z.input<typeof PartnerResponse> {
  return {
    partnerId: partner.id,
    name: partner.name,
    currency: partner.currency,
    country: partner.country,
    status: partner.status,
    onChain: onChain && {
      status: onChain.status,
      nextEntry: String(onChain.nextEntry),
      allowance: String(onChain.allowance),
      dailyLimit: String(onChain.dailyLimit),
      issuableNow: String(onChain.issuableNow),
    },
    quarantine: presentQuarantine(quarantine),
    departure: departure && presentDepartureView(departure),
    nextKey: nextKey && presentNextKey(nextKey, onChain),
    returnPolicy: partner.returnPolicy,
    issuerKind: partner.issuerKind,
    issuerAddress: partner.issuerAddress,
    createdAt: partner.createdAt.toISOString(),
    brand: presentBrand(partner),
    earningRules: rules.map(presentEarningRule),
    redeemRates: rates.map(presentRedeemRate),
  }
}
