import { z } from 'zod'

import { OPERATOR_KEY_DAYS_MAX } from '../../../actions/partners/issue-operator-key.ts'
import { FULL_OPERATOR_SCOPE, OPERATOR_SCOPES, PARTNER_SCOPES, USUAL_PARTNER_SCOPES } from '../../../domain/scopes.ts'
import { Country, CountryOut } from './countries.ts'
import { DepartureDetailsResponse, DepartureResponse, NextKeyResponse } from './departures.ts'
import { QuarantineResponse } from './quarantine.ts'
import { BY_PARTNER_NUMBER, BY_TIME_AND_NAME, listOf, wholeListOf } from '../pagination.ts'
import { BrandResponse } from '../pictures/pictures.ts'
import {
  Address,
  AmountMinor,
  AmountOut,
  Currency,
  Decimal,
  HexOut,
  Instant,
  KeyId,
  NAME_LENGTH_MAX,
  NumberOut,
  orNull,
  PartnerNumber,
  PointsOut,
  text,
  TimeOut,
  Uuid,
} from '../values.ts'

/** Partners on one page: the registry is asked about each. */
export const PARTNERS_PER_PAGE_MAX = 50
export const KEYS_PER_PAGE_MAX = 200

const LABEL_LENGTH_MAX = 60
const OVERLAP_SECONDS_MAX = 2_592_000

const Points = Decimal.meta({ description: 'Points, as a decimal string', example: '100000' })

const ValidFrom = Instant.optional().meta({
  description:
    'Now when left out, and never earlier; for the first one of a partner in a currency: always, and any time',
})

export const EarningRuleBody = z
  .strictObject({
    points: Points.meta({ example: '1' }),
    perMinor: Decimal.meta({ description: 'So many minor units earn `points`', example: '100' }),
    pointsMax: Points.meta({ description: 'The most that one purchase earns' }),
    validFrom: ValidFrom,
  })
  .meta({ id: 'NewEarningRule' })

/** Points in a currency: the same for a rule and a rate. */
const inCurrency = { currency: Currency.optional().meta({ description: "The partner's main one when left out" }) }

export const SetEarningRuleBody = EarningRuleBody.extend(inCurrency).meta({ id: 'SetEarningRule' })

export const RedeemRateBody = z
  .strictObject({
    points: Points.meta({ description: 'So many points ...', example: '100' }),
    minor: AmountMinor.meta({ description: '... take so many minor units off a basket, rounded down', example: '50' }),
    validFrom: ValidFrom,
  })
  .meta({ id: 'NewRedeemRate' })

export const SetRedeemRateBody = RedeemRateBody.extend(inCurrency).meta({ id: 'SetRedeemRate' })

export const AddPartnerBody = z
  .strictObject({
    name: text(NAME_LENGTH_MAX).meta({ example: 'Harbour Books' }),
    currency: Currency,
    country: Country.optional(),
    returnPolicy: z.enum(['within_balance', 'carry']).default('within_balance'),
    issuerAddress: Address.optional().meta({
      description: "The partner's own signer; left out: a hosted, encrypted key is made",
    }),
    earningRule: EarningRuleBody,
    redeemRate: RedeemRateBody.optional().meta({
      description:
        'When left out: a point is a hundredth of the unit of the currency (a penny, 10 fils), or one minor unit where that is larger (a yen)',
    }),
    allowance: Points.meta({ description: 'Points that the partner may issue' }),
    dailyLimit: Points.meta({ description: 'Points that it may issue within any 24 hours' }),
  })
  .meta({ id: 'AddPartner' })

export const AllowanceBody = z
  .strictObject({ change: z.enum(['raise', 'lower', 'set_daily_limit']), points: Points })
  .meta({ id: 'ChangeAllowance' })

const scopes = z
  .array(z.enum(PARTNER_SCOPES))
  .min(1)
  .max(PARTNER_SCOPES.length)
  .refine((given) => new Set(given).size === given.length, 'names a scope twice')

const replaces = z
  .strictObject({
    keyId: KeyId,
    overlapSeconds: z.int().min(0).max(OVERLAP_SECONDS_MAX).default(86_400),
  })
  .meta({ description: 'Rotation: the old key ends after the overlap' })

export const IssueKeyBody = z
  .strictObject({
    label: text(LABEL_LENGTH_MAX).meta({ example: 'till 4' }),
    scopes: scopes.default([...USUAL_PARTNER_SCOPES]),
    expiresAt: Instant.optional(),
    replaces: replaces.optional(),
  })
  .meta({ id: 'IssueApiKey' })

/** An operator's key has a name, what it may do, and an end. */
export const IssueOperatorKeyBody = z
  .strictObject({
    label: text(LABEL_LENGTH_MAX).meta({ example: 'Marie, prices' }),
    scopes: z
      .array(z.enum([...OPERATOR_SCOPES, FULL_OPERATOR_SCOPE]))
      .min(1)
      .max(OPERATOR_SCOPES.length + 1)
      .meta({ description: '`operator` is all of them, and the keys of operators' }),
    validDays: z.int().min(1).max(OPERATOR_KEY_DAYS_MAX).default(90),
    replaces: replaces.optional(),
  })
  .meta({ id: 'IssueOperatorKey' })

export const RotateOperatorKeyBody = z
  .strictObject({ overlapSeconds: z.int().min(0).max(OVERLAP_SECONDS_MAX).default(86_400) })
  .meta({ id: 'RotateOperatorKey' })

export const ApiKeyResponse = z
  .object({
    keyId: z.string(),
    label: z.string(),
    scopes: z.array(z.string()),
    createdAt: TimeOut,
    expiresAt: TimeOut.nullable(),
    revokedAt: TimeOut.nullable(),
  })
  .meta({ id: 'ApiKey' })

export const IssuedApiKeyResponse = ApiKeyResponse.extend({
  apiKey: z.string().meta({ description: 'The key itself: shown this once', example: 'ent_0123456789abcdef_...' }),
}).meta({ id: 'IssuedApiKey' })

/** The keys of a partner, without their secrets. */
export const API_KEYS = listOf({
  name: 'ApiKeys',
  item: ApiKeyResponse,
  place: BY_TIME_AND_NAME,
  rowsMax: KEYS_PER_PAGE_MAX,
})

/** The same, asked by the partner. */
export const OWN_API_KEYS = listOf({
  name: 'OwnApiKeys',
  item: ApiKeyResponse,
  place: BY_TIME_AND_NAME,
  rowsMax: KEYS_PER_PAGE_MAX,
})

/** Terms of a partner are numbered versions, each in a currency. */
const version = { version: z.int(), currency: z.string() }

export const EarningRuleResponse = z
  .object({
    earningRuleId: Uuid,
    ...version,
    points: PointsOut,
    perMinor: AmountOut,
    pointsMax: PointsOut,
    validFrom: TimeOut,
  })
  .meta({ id: 'EarningRule' })

export const RedeemRateResponse = z
  .object({
    redeemRateId: Uuid,
    ...version,
    points: PointsOut,
    minor: AmountOut.meta({ description: 'So many minor units for `points`' }),
    validFrom: TimeOut,
  })
  .meta({ id: 'RedeemRate' })

export const EarningRulesResponse = wholeListOf('EarningRules', EarningRuleResponse)

export const RedeemRatesResponse = wholeListOf('RedeemRates', RedeemRateResponse)

export const PartnerResponse = z
  .object({
    partnerId: PartnerNumber,
    name: z.string(),
    currency: z.string(),
    country: CountryOut,
    status: z.enum(['active', 'suspended', 'left']).meta({ description: 'As the operator asked' }),
    onChain: z
      .object({
        status: z.enum(['unknown', 'active', 'suspended', 'left']),
        nextEntry: NumberOut,
        allowance: PointsOut,
        dailyLimit: PointsOut,
        issuableNow: PointsOut,
      })
      .nullable()
      .meta({
        description: 'What the registry says now; null while the chain does not answer or does not know the partner',
      }),
    quarantine: orNull(QuarantineResponse),
    departure: orNull(DepartureDetailsResponse),
    nextKey: orNull(NextKeyResponse),
    returnPolicy: z.enum(['within_balance', 'carry']),
    issuerKind: z.enum(['hosted', 'external']),
    issuerAddress: HexOut,
    createdAt: TimeOut,
    brand: BrandResponse,
    earningRules: z.array(EarningRuleResponse),
    redeemRates: z.array(RedeemRateResponse),
  })
  .meta({ id: 'Partner' })

export const AddedPartnerResponse = PartnerResponse.extend({ apiKey: IssuedApiKeyResponse }).meta({
  id: 'AddedPartner',
})

/** All partners, by number. */
export const PARTNERS = listOf({
  name: 'Partners',
  item: PartnerResponse,
  place: BY_PARTNER_NUMBER,
  rowsMax: PARTNERS_PER_PAGE_MAX,
})

export const PartnerStatusResponse = z
  .object({ partnerId: PartnerNumber, name: z.string(), status: z.enum(['active', 'suspended', 'left']) })
  .meta({ id: 'PartnerStatus' })

export const ReleasedPartnerResponse = PartnerStatusResponse.extend({ quarantine: orNull(QuarantineResponse) }).meta({
  id: 'ReleasedPartner',
})

export const LeavingPartnerResponse = PartnerStatusResponse.extend({ departure: orNull(DepartureResponse) }).meta({
  id: 'LeavingPartner',
})

export const KeyChangeResponse = PartnerStatusResponse.extend({ nextKey: NextKeyResponse }).meta({ id: 'KeyChange' })

export const StandingResponse = z
  .object({
    onChain: z
      .object({
        status: z.enum(['unknown', 'active', 'suspended', 'left']),
        allowance: PointsOut.meta({ description: 'Points that may still be issued' }),
        dailyLimit: PointsOut.meta({ description: 'Of these, within any 24 hours' }),
        issuableNow: PointsOut.meta({ description: 'Points that a batch may credit now' }),
      })
      .nullable()
      .meta({ description: 'What the registry says now; null while the chain does not answer' }),
    allowanceGiven: PointsOut.meta({ description: 'Allowance that was ever given, less what was taken back' }),
    open: z
      .object({
        entries: NumberOut.meta({ description: 'Accruals and reversals that no final block holds yet' }),
        holds: NumberOut,
        burns: NumberOut.meta({ description: 'Captured redemptions that no final block holds yet' }),
        restorations: NumberOut,
      })
      .meta({ description: 'What is on the way to the ledger' }),
  })
  .meta({ id: 'Standing' })

export const OwnPartnerResponse = z
  .object({
    partnerId: PartnerNumber,
    name: z.string(),
    currency: z.string(),
    country: CountryOut,
    timeZone: z.string().nullable().meta({
      description: 'IANA name, for the times on receipts; null until the partner has said it',
      example: 'Europe/London',
    }),
    status: z.enum(['active', 'suspended', 'left']),
    terms: z
      .array(
        z.object({
          currency: z.string(),
          minorDigits: z.int().meta({ description: 'Digits after the point, by ISO 4217', example: 2 }),
          earning: z
            .object({ points: PointsOut, perMinor: AmountOut, pointsMax: PointsOut })
            .nullable()
            .meta({ description: 'So many points for every `perMinor` minor units; null: no rule counts now' }),
          redeem: z
            .object({ points: PointsOut, minor: AmountOut })
            .nullable()
            .meta({ description: 'So many points take `minor` minor units off; null: no rate counts now' }),
        }),
      )
      .meta({ description: 'What counts now in each currency of the partner, its main one first' }),
    brand: BrandResponse,
    scopes: z.array(z.string()).meta({ description: 'What this key may do' }),
  })
  .meta({ id: 'OwnPartner' })
