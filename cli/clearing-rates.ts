import { type Command, Option } from 'commander'
import { z } from 'zod'

import type { Schemas } from '../client/client.ts'
import { parseJson, readInput } from './clearing-inputs.ts'
import { listAll } from './list-all.ts'
import type { Operator } from './operator.ts'
import {
  type CommonOptions,
  type Outcome,
  readAsOperator,
  runAsOperator,
  withOperatorOptions,
} from './operator-command.ts'
import { describeProposal, isProposal } from './proposal.ts'
import { formatTable } from './terminal.ts'

/** The file of a rate signer. The server judges what is in it. */
const RatesFile = z.strictObject({
  format: z.literal('entente-rates-1', { error: 'must be entente-rates-1' }),
  rates: z
    .array(
      z.strictObject({
        date: z.string(),
        base: z.string(),
        quote: z.string(),
        rate: z.string(),
        source: z.string(),
        signer: z.string(),
        signature: z.string(),
      }),
    )
    .min(1),
})

/** Rates of one request; a longer file is sent in several. */
const RATES_PER_REQUEST = 30

/** `entente clearing rates|currency`: what currencies were worth, and in which one a partner settles. */
export function addClearingRatesCommands(clearing: Command): void {
  const rates = clearing.command('rates').description('Signed exchange rates, which statements are converted with.')
  withOperatorOptions(
    rates.command('import').description('Import a file of signed rates. Again: changes nothing that is there.'),
  )
    .argument('<file>', 'JSON of the format entente-rates-1')
    .action((file: string, options: CommonOptions) => runAsOperator(options, (operator) => importRates(operator, file)))
  withOperatorOptions(rates.command('list').description('List the rates that were imported, the newest day first.'))
    .addOption(new Option('--currency <code>', 'only of this one, such as JPY'))
    .action((options: CommonOptions & { currency?: string }) =>
      readAsOperator(options, (operator) => listRates(operator, options.currency)),
    )

  const currency = clearing.command('currency').description('The currency in which a partner pays and is paid.')
  withOperatorOptions(currency.command('list').description('Show what holds for a partner, and what was set.'))
    .argument('<partner>', 'partner number')
    .action((partner: string, options: CommonOptions) =>
      readAsOperator(options, (operator) => readCurrency(operator, partner)),
    )
  withOperatorOptions(currency.command('set').description('Set the currency from a month on that has not begun.'))
    .argument('<partner>', 'partner number')
    .argument('<month>', 'the first month that it holds in (UTC), such as 2027-01')
    .argument('<currency>', 'ISO 4217 code, such as JPY; the clearing currency ends the conversion')
    .action((partner: string, month: string, code: string, options: CommonOptions) =>
      runAsOperator(options, (operator) => setCurrency(operator, { partner, month, currency: code })),
    )
}

async function importRates({ api, key }: Operator, file: string): Promise<Outcome> {
  const { rates } = parseJson(readInput(file).toString('utf8'), file, RatesFile)
  const sum = { imported: 0, before: 0 }
  for (let at = 0; at < rates.length; at += RATES_PER_REQUEST) {
    const body = { rates: rates.slice(at, at + RATES_PER_REQUEST) }
    const { data } = await api.withKey(key).POST('/v1/rates', { body })
    sum.imported += data.imported
    sum.before += data.before
  }
  const text = `${String(sum.imported)} rates were imported, ${String(sum.before)} were there.`
  return { value: sum, text }
}

async function listRates({ api, key }: Operator, currency: string | undefined): Promise<Outcome> {
  const chosen = currency === undefined ? {} : { currency }
  const rates = await listAll((query) =>
    api.withKey(key).GET('/v1/rates', { params: { query: { ...query, ...chosen } } }),
  )
  const rows = rates.map(({ date, base, quote, rate, source, signer }) => [
    date,
    `1 ${base}`,
    `${rate} ${quote}`,
    source,
    signer,
  ])
  const text =
    rows.length === 0 ? 'No rate was imported.' : formatTable(['day', 'of', 'is', 'source', 'signed by'], rows)
  return { value: { rates }, text }
}

async function readCurrency({ api, key }: Operator, partner: string): Promise<Outcome> {
  const params = { path: { partnerId: partner } }
  const { data } = await api.withKey(key).GET('/v1/partners/{partnerId}/settlement-currency', { params })
  return { value: data, text: describeCurrency(data) }
}

async function setCurrency(
  { api, key }: Operator,
  { partner, month, currency }: { partner: string; month: string; currency: string },
): Promise<Outcome> {
  const { data } = await api.withKey(key).POST('/v1/partners/{partnerId}/settlement-currency', {
    params: { path: { partnerId: partner } },
    body: { month, currency },
  })
  if (isProposal(data)) return describeProposal(data)
  return { value: data, text: describeCurrency(data) }
}

function describeCurrency({ partnerId, currency, clearingCurrency, versions }: Schemas['SettlementCurrency']): string {
  const now = `Partner ${String(partnerId)} settles in ${currency}; statements are in ${clearingCurrency}.`
  if (versions.length === 0) return now
  const rows = versions.map((one) => [one.month, one.currency, one.setAt])
  return `${now}\n${formatTable(['from', 'currency', 'set'], rows)}`
}
