import { Argument, type Command } from 'commander'

import type { Schemas } from '../client/client.ts'
import { decimalOfMinor } from '../server/domain/currencies.ts'
import type { Operator } from './operator.ts'
import { type CommonOptions, type Outcome, readAsOperator, runAsOperator } from './operator-command.ts'
import { formatTable } from './terminal.ts'

interface TermsOptions extends CommonOptions {
  currency?: string
  validFrom?: string
}

interface EarnOptions extends TermsOptions {
  points: string
  perMinor: string
  pointsMax: string
}

interface RateOptions extends TermsOptions {
  points: string
  minor: string
}

type Rule = Schemas['EarningRule']
type Rate = Schemas['RedeemRate']

/** `entente partner earn` and `entente partner redeem-rate`: how points are earned and what they are worth, per currency. */
export function addPartnerTermsCommands(command: (nameAndArgs: string, description: string) => Command): void {
  termsOf(command('earn', 'List how a partner gives points for purchases, with its history, or set it.'))
    .option('--points <points>', 'points for each --per-minor of the amount', '1')
    .option('--per-minor <amount>', 'minor units of the currency that earn --points', '100')
    .option('--points-max <points>', 'the most that one purchase earns', '1000000')
    .action((id: string, verb: string, options: EarnOptions) =>
      verb === 'set'
        ? runAsOperator(options, (operator) => setEarningRule(operator, id, options))
        : readAsOperator(options, (operator) => listEarningRules(operator, id)),
    )
  termsOf(command('redeem-rate', 'List what points are worth at a partner, with its history, or set it.'))
    .option('--points <points>', 'points that take --minor off a basket', '1')
    .option('--minor <amount>', 'minor units of the currency that --points take off', '1')
    .action((id: string, verb: string, options: RateOptions) =>
      verb === 'set'
        ? runAsOperator(options, (operator) => setRedeemRate(operator, id, options))
        : readAsOperator(options, (operator) => listRedeemRates(operator, id)),
    )
}

function termsOf(command: Command): Command {
  return command
    .argument('<id>', 'partner number')
    .addArgument(new Argument('[action]', 'what to do').choices(['list', 'set']).default('list'))
    .option('--currency <code>', "currency, by ISO 4217 (default: the partner's main one)")
    .option(
      '--valid-from <time>',
      'when it begins, such as 2027-01-01T00:00:00Z (default: now; the first in a currency: always)',
    )
}

const money = (minor: string, currency: string) => `${decimalOfMinor(minor, currency)} ${currency}`
const counted = (points: string) => `${points} ${points === '1' ? 'point' : 'points'}`

function describeRule({ points, perMinor, pointsMax, currency }: Rule): string {
  return `${counted(points)} for each ${money(perMinor, currency)}, at most ${pointsMax}`
}

/** What points are worth, in a sentence without its full stop. */
export function describeRate({ points, minor, currency }: Pick<Rate, 'points' | 'minor' | 'currency'>): string {
  return `${counted(points)} ${points === '1' ? 'takes' : 'take'} ${money(minor, currency)} off`
}

function bodyOf({ currency, validFrom }: TermsOptions) {
  return { ...(currency === undefined ? {} : { currency }), ...(validFrom === undefined ? {} : { validFrom }) }
}

const at = (partnerId: string) => ({ path: { partnerId } })

async function setEarningRule({ api, key }: Operator, id: string, options: EarnOptions): Promise<Outcome> {
  const { points, perMinor, pointsMax } = options
  const body = { points, perMinor, pointsMax, ...bodyOf(options) }
  const { data: rule } = await api.withKey(key).POST('/v1/partners/{partnerId}/earning-rules', { params: at(id), body })
  return { value: rule, text: `From ${rule.validFrom}: ${describeRule(rule)}.` }
}

async function listEarningRules({ api, key }: Operator, id: string): Promise<Outcome> {
  const { data } = await api.withKey(key).GET('/v1/partners/{partnerId}/earning-rules', { params: at(id) })
  return { value: { earningRules: data.data }, text: formatVersions(data.data, 'a purchase earns', describeRule) }
}

async function setRedeemRate({ api, key }: Operator, id: string, options: RateOptions): Promise<Outcome> {
  const body = { points: options.points, minor: options.minor, ...bodyOf(options) }
  const { data: rate } = await api.withKey(key).POST('/v1/partners/{partnerId}/redeem-rates', { params: at(id), body })
  return { value: rate, text: `From ${rate.validFrom}: ${describeRate(rate)}.` }
}

async function listRedeemRates({ api, key }: Operator, id: string): Promise<Outcome> {
  const { data } = await api.withKey(key).GET('/v1/partners/{partnerId}/redeem-rates', { params: at(id) })
  return { value: { redeemRates: data.data }, text: formatVersions(data.data, 'points are worth', describeRate) }
}

/** A row a version, with its terms in words under `head`. */
function formatVersions<Terms extends Rule | Rate>(
  versions: readonly Terms[],
  head: string,
  describe: (terms: Terms) => string,
): string {
  const rows = versions.map((terms) => [String(terms.version), terms.currency, terms.validFrom, describe(terms)])
  return formatTable(['version', 'currency', 'from', head], rows)
}
