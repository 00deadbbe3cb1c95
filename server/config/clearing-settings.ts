import { z } from 'zod'

/** The highest rate that is believed: 50 %. */
export const RATE_BASIS_POINTS_MAX = 5_000
const FEE_MINOR_MAX = 1_000_000_000_000
/** Whose rates are taken: the treasury's people or services, and those before them. */
export const RATE_SIGNERS_MAX = 16

/** As in server/domain/clearing/statement.ts: a test compares them. */
export const TREATMENTS = ['standard', 'zero_rated', 'exempt', 'reverse_charge', 'outside_scope'] as const

interface Vat {
  readonly treatment: (typeof TREATMENTS)[number]
  /** Hundredths of a per cent. */
  readonly rateBasisPoints: number
}

/** VAT of a leg by the partner's country (ISO 3166-1 alpha-2); `*` is for every other one. */
type VatByCountry = Readonly<Record<string, Vat>>

/** What the operator has agreed with all partners. */
export interface ClearingConfig {
  /** ISO 4217: what prices and statements are in. */
  readonly currency: string
  /** What each partner pays for a month, without VAT. */
  readonly feeMinor: bigint
  readonly vat: { readonly issue: VatByCountry; readonly redeem: VatByCountry; readonly fee: VatByCountry }
  /** Addresses of those whose exchange rates are taken, in lower case. */
  readonly rateSigners: readonly string[]
}

const RULE = /^(?:(\*|[A-Z]{2})=)?([a-z_]+)(?::(\d{1,2})(?:\.(\d{1,2}))?)?$/

/** Rules such as `GB=standard:20, FR=standard:20, *=reverse_charge`; one without a country is for all. */
const VatRules = z
  .string()
  .default('')
  .transform((text, context): VatByCountry => {
    const rules: Record<string, Vat> = {}
    for (const part of text.split(',').map((one) => one.trim())) {
      if (part === '') continue
      const read = readRule(part)
      if (read !== null && rules[read.country] === undefined) {
        rules[read.country] = read.vat
        continue
      }
      context.addIssue({ code: 'custom', message: `"${part}" is no rule such as GB=standard:20, or a second one` })
      return z.NEVER
    }
    return rules
  })

function readRule(text: string): { country: string; vat: Vat } | null {
  const [, country = '*', treatmentText = '', whole, hundredths = ''] = RULE.exec(text) ?? []
  const treatment = TREATMENTS.find((one) => one === treatmentText)
  if (treatment === undefined || (treatment === 'standard') !== (whole !== undefined)) return null
  const rateBasisPoints = Number(whole ?? 0) * 100 + Number(hundredths.padEnd(2, '0'))
  return rateBasisPoints > RATE_BASIS_POINTS_MAX ? null : { country, vat: { treatment, rateBasisPoints } }
}

const RateSigners = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((one) => one.trim().toLowerCase())
      .filter((one) => one !== ''),
  )
  .pipe(z.array(z.string().regex(/^0x[0-9a-f]{40}$/, 'must be addresses: 0x and 40 hex digits')).max(RATE_SIGNERS_MAX))

/** What the environment says of clearing. */
export const CLEARING_SETTINGS = {
  CLEARING_CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code in capitals, such as EUR')
    .default('EUR'),
  CLEARING_FEE_MINOR: z.coerce.number().int().min(0).max(FEE_MINOR_MAX).default(0),
  CLEARING_VAT_ISSUE: VatRules,
  CLEARING_VAT_REDEEM: VatRules,
  CLEARING_VAT_FEE: VatRules,
  CLEARING_RATE_SIGNERS: RateSigners,
}

interface Values {
  readonly CLEARING_CURRENCY: string
  readonly CLEARING_FEE_MINOR: number
  readonly CLEARING_VAT_ISSUE: VatByCountry
  readonly CLEARING_VAT_REDEEM: VatByCountry
  readonly CLEARING_VAT_FEE: VatByCountry
  readonly CLEARING_RATE_SIGNERS: readonly string[]
}

/** What was agreed with all partners, as the environment says it. */
export function clearingOf(values: Values): ClearingConfig {
  return {
    currency: values.CLEARING_CURRENCY,
    feeMinor: BigInt(values.CLEARING_FEE_MINOR),
    vat: { issue: values.CLEARING_VAT_ISSUE, redeem: values.CLEARING_VAT_REDEEM, fee: values.CLEARING_VAT_FEE },
    rateSigners: values.CLEARING_RATE_SIGNERS,
  }
}
