import { z } from 'zod'

import { RATE_DECIMALS_MAX, rateUnits } from '../../../domain/clearing/exchange-rates.ts'
import { isDay } from '../../../domain/time-zones.ts'
import { listOf, type PlaceCodec } from '../pagination.ts'
import { Address, Currency, HexOut, PartnerNumber, text, TimeOut } from '../values.ts'
import { Month, MonthOut } from './months.ts'

/** Rates that are handed in at once: a month of one currency. They fit into the body of a request. */
export const RATES_PER_IMPORT_MAX = 30
const SOURCE_LENGTH_MAX = 140
const RATE_LENGTH_MAX = 25

export const CurrencyOut = z.string().meta({ example: 'EUR' })
const DateOut = z.string().meta({ format: 'date', example: '2026-11-30' })
const RateOut = z.string().meta({ pattern: '^(0|[1-9][0-9]*)([.][0-9]+)?$', example: '162.35' })

const rateOut = {
  date: DateOut.meta({ description: 'A day in UTC' }),
  base: CurrencyOut,
  quote: z.string().meta({ example: 'JPY' }),
  rate: RateOut.meta({ description: 'What one unit of `base` was worth in `quote`: an exact decimal number' }),
  source: z.string().meta({ example: 'ECB euro foreign exchange reference rates' }),
  signer: HexOut.meta({ description: 'Who answers for the rate' }),
  signature: HexOut.meta({
    description:
      'EIP-712, domain `Entente Rate` 1 with the chain and the registry: `Rate(string date,string base,string quote,string rate,string source)`',
  }),
  hash: HexOut.meta({ description: 'The EIP-712 digest that was signed' }),
}

/** A rate in a statement, as it was signed. */
export const RateContent = z.object(rateOut).meta({ id: 'StatementRate' })

const RateResponse = z
  .object({ ...rateOut, importedAt: TimeOut })
  .meta({ id: 'Rate', description: 'What the clearing currency was worth on a day' })

const RateBody = z
  .strictObject({
    date: z
      .string()
      .max(10)
      .refine(isDay, 'must be a day such as 2026-11-30')
      .meta({ type: 'string', format: 'date', description: 'A day in UTC', example: '2026-11-30' }),
    base: Currency.meta({ description: 'The clearing currency', example: 'EUR' }),
    quote: Currency.meta({ example: 'JPY' }),
    rate: z
      .string({ error: 'must be a decimal string, such as "162.35": JSON numbers lose digits' })
      .max(RATE_LENGTH_MAX)
      .refine(
        (value) => rateUnits(value) !== null,
        `must be a decimal number with at most ${String(RATE_DECIMALS_MAX)} digits behind the point`,
      )
      .meta({
        type: 'string',
        description: 'What one unit of `base` was worth in `quote`',
        pattern: '^(0|[1-9][0-9]{0,11})([.][0-9]{1,12})?$',
        example: '162.35',
      }),
    source: text(SOURCE_LENGTH_MAX).meta({ example: 'ECB euro foreign exchange reference rates' }),
    signer: Address,
    signature: z
      .string()
      .regex(/^0x[0-9a-fA-F]{130}$/, 'must be a signature: 0x and 130 hex digits')
      .transform((value) => value.toLowerCase())
      .meta({
        type: 'string',
        pattern: '^0x[0-9a-fA-F]{130}$',
        description: rateOut.signature.meta()?.description,
        example: `0x${'5f'.repeat(65)}`,
      }),
  })
  .meta({ id: 'SignedRate' })

export const RatesBody = z
  .strictObject({ rates: z.array(RateBody).min(1).max(RATES_PER_IMPORT_MAX) })
  .meta({ id: 'ImportRates' })

export const ImportedRatesResponse = z
  .object({
    imported: z.int().meta({ description: 'Rates that are new' }),
    before: z.int().meta({ description: 'Rates that were there, and stay as they are' }),
    rates: z.array(RateResponse).meta({ description: 'As they are kept' }),
  })
  .meta({ id: 'ImportedRates' })

const BY_DAY: PlaceCodec<{ date: string; quote: string }> = {
  read: z
    .tuple([z.string().max(10).refine(isDay), z.string().regex(/^[A-Z]{3}$/)])
    .transform(([date, quote]) => ({ date, quote })),
  write: ({ date, quote }) => [date, quote],
}

export const RATES = listOf({ name: 'Rates', item: RateResponse, place: BY_DAY })

export const RatesQuery = z.strictObject({
  ...RATES.query,
  currency: Currency.optional().meta({ description: 'Only rates of this currency', example: 'JPY' }),
})

export const SettlementCurrencyBody = z
  .strictObject({
    month: Month.meta({ description: 'From this month on (UTC), until another one does' }),
    currency: Currency.meta({
      description: 'ISO 4217 code; the clearing currency ends the conversion',
      example: 'JPY',
    }),
  })
  .meta({ id: 'SetSettlementCurrency' })

export const SettlementCurrencyResponse = z
  .object({
    partnerId: PartnerNumber,
    clearingCurrency: CurrencyOut.meta({ description: 'What statements are in, and what holds where nothing was set' }),
    currency: CurrencyOut.meta({ description: 'What holds in the month that runs' }),
    versions: z
      .array(z.object({ month: MonthOut, currency: CurrencyOut, setAt: TimeOut }))
      .meta({ description: 'All that was set, newest first; of a month the newest one counts' }),
  })
  .meta({ id: 'SettlementCurrency', description: 'In which currency a partner pays and is paid' })
