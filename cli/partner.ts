import { Argument, type Command, Option } from 'commander'

import type { Schemas } from '../client/client.ts'
import { listAll } from './list-all.ts'
import type { Operator } from './operator.ts'
import {
  type CommonOptions,
  type Outcome,
  readAsOperator,
  runAsOperator,
  withOperatorOptions,
} from './operator-command.ts'
import { addPartnerTermsCommands, describeRate } from './partner-terms.ts'
import { addPartnerLeavingCommands } from './partner-leaving.ts'
import { addBrandCommands } from './partner-brand.ts'
import { addPersonCommands } from './partner-people.ts'
import { describeProposal, isProposal } from './proposal.ts'
import { formatCount, formatTable } from './terminal.ts'

interface AddOptions extends CommonOptions {
  name: string
  currency: string
  country?: string
  points: string
  perMinor: string
  pointsMax: string
  redeemPoints?: string
  redeemMinor?: string
  allowance: string
  dailyLimit: string
  issuer?: string
  returnPolicy: 'within_balance' | 'carry'
}

interface ReleaseOptions extends CommonOptions {
  reason: string
  through?: string
}

type Change = 'raise' | 'lower' | 'daily-limit'

/** `entente partner ...`: what an operator does to partners, through the API. */
export function addPartnerCommand(program: Command): void {
  const partner = program
    .command('partner')
    .description("Add partners and change what they may do (the operator's commands).")
  const command = (nameAndArgs: string, description: string) =>
    withOperatorOptions(partner.command(nameAndArgs).description(description))

  addAddCommand(command)
  command('list', 'List the partners with what the registry on the chain says of them.').action(
    (options: CommonOptions) => readAsOperator(options, listPartners),
  )
  for (const verb of ['suspend', 'resume'] as const) {
    command(
      verb,
      `${verb === 'suspend' ? 'Stop a partner from issuing' : 'Let a partner issue again'}, here and on the chain.`,
    )
      .argument('<id>', 'partner number')
      .action((id: string, options: CommonOptions) =>
        runAsOperator(options, (operator) => changeStatus(operator, id, verb)),
      )
  }
  command('release', 'Let a partner out of quarantine, after looking at what it posted by itself.')
    .argument('<id>', 'partner number')
    .requiredOption('--reason <reason>', 'why, for whoever asks later')
    .option('--through <entry>', 'last entry that you looked at (default: the newest that partner list shows)')
    .action((id: string, options: ReleaseOptions) =>
      runAsOperator(options, (operator) => releasePartner(operator, id, options)),
    )
  addPartnerLeavingCommands(command)
  addPartnerTermsCommands(command)
  command('allowance', 'Raise or lower what a partner may issue, or set its daily limit.')
    .argument('<id>', 'partner number')
    .addArgument(new Argument('<change>', 'what to do').choices(['raise', 'lower', 'daily-limit']))
    .argument('<points>', 'how many points')
    .action((id: string, change: Change, points: string, options: CommonOptions) =>
      runAsOperator(options, (operator) => changeAllowance(operator, { id, change, points })),
    )
  command('key', 'List the API keys of a partner, issue one, or revoke one.')
    .argument('<id>', 'partner number')
    .addArgument(new Argument('[action]', 'what to do').choices(['list', 'issue', 'revoke']).default('list'))
    .argument('[key]', 'id of the key to revoke')
    .option('--label <label>', 'what the key is for', 'command line')
    .option('--replaces <key>', 'id of the key that this one replaces, and that ends a day later')
    .action((id: string, action: string, key: string | undefined, options: KeyOptions) =>
      (action === 'list' ? readAsOperator : runAsOperator)(options, (operator) =>
        changeKeys(operator, { id, action, key, ...options }),
      ),
    )
  addBrandCommands(command)
  addPersonCommands(partner)
}

type MakeCommand = (nameAndArgs: string, description: string) => Command

function addAddCommand(command: MakeCommand): void {
  command('add', 'Add a partner: its issuer key, earning rule, allowance and first API key, which is shown this once.')
    .requiredOption('--name <name>', 'name that customers know')
    .option('--currency <code>', 'currency of its prices, by ISO 4217', 'GBP')
    .option(
      '--country <code>',
      'where its shops are, by ISO 3166-1 as GB: phone numbers without a country code are read with it',
    )
    .option('--points <points>', 'points for each --per-minor of the amount', '1')
    .option('--per-minor <amount>', 'minor units of the currency that earn --points', '100')
    .option('--points-max <points>', 'the most that one purchase earns', '1000000')
    .option(
      '--redeem-points <points>',
      'points that take --redeem-minor off a basket (default: by the currency, see the answer)',
    )
    .option('--redeem-minor <amount>', 'minor units of the currency that --redeem-points take off')
    .option('--allowance <points>', 'points that it may issue in all', '1000000')
    .option('--daily-limit <points>', 'points that it may issue within any 24 hours', '100000')
    .option('--issuer <address>', "address of the partner's own signer (default: a hosted, encrypted key)")
    .addOption(
      new Option('--return-policy <policy>', 'what happens to a return whose points were spent')
        .choices(['within_balance', 'carry'])
        .default('within_balance'),
    )
    .action((options: AddOptions) => runAsOperator(options, (operator) => addPartner(operator, options)))
}

interface KeyOptions extends CommonOptions {
  label: string
  replaces?: string
}

async function addPartner({ api, key }: Operator, options: AddOptions): Promise<Outcome> {
  const { redeemPoints, redeemMinor } = options
  const isPriced = redeemPoints !== undefined || redeemMinor !== undefined
  const body = {
    name: options.name,
    currency: options.currency,
    ...(options.country === undefined ? {} : { country: options.country }),
    returnPolicy: options.returnPolicy,
    ...(options.issuer === undefined ? {} : { issuerAddress: options.issuer }),
    earningRule: { points: options.points, perMinor: options.perMinor, pointsMax: options.pointsMax },
    ...(isPriced ? { redeemRate: { points: redeemPoints ?? '1', minor: redeemMinor ?? '1' } } : {}),
    allowance: options.allowance,
    dailyLimit: options.dailyLimit,
  }
  const { data: added } = await api.withKey(key).POST('/v1/partners', { body })
  if (isProposal(added)) return describeProposal(added)
  const text = [
    `Partner ${String(added.partnerId)}, ${added.name}, is being registered on the chain.`,
    ...added.redeemRates.map((rate) => `${describeRate(rate)}.`),
    `Its API key, shown this once: ${added.apiKey.apiKey}`,
  ]
  return { value: added, text: text.join('\n') }
}

async function listPartners({ api, key }: Operator): Promise<Outcome> {
  const partners = await listAll((query) => api.withKey(key).GET('/v1/partners', { params: { query } }))
  const rows = partners.map(({ partnerId, name, status, currency, onChain, quarantine, departure }) => [
    `${String(partnerId)} ${name}`,
    [
      status,
      ...(departure?.state === 'leaving' ? ['leaving'] : []),
      ...(quarantine === null ? [] : ['in quarantine']),
    ].join(', '),
    onChain?.status ?? '-',
    currency,
    onChain === null ? '-' : formatCount(BigInt(onChain.allowance)),
    onChain === null ? '-' : formatCount(BigInt(onChain.issuableNow)),
  ])
  return {
    value: { partners },
    text: [
      formatTable(['partner', 'status', 'on chain', 'currency', 'allowance', 'issuable now'], rows),
      ...partners.flatMap(describeQuarantine),
    ].join('\n'),
  }
}

/** What a partner posted by itself, for whoever decides whether it may go on. */
function describeQuarantine({ partnerId, name, quarantine }: Schemas['Partner']): string[] {
  if (quarantine === null) return []
  const { batches, throughEntry, pointsCredited, pointsDebited, since, transactionHash } = quarantine
  const points = `${formatCount(BigInt(pointsCredited))} points given, ${formatCount(BigInt(pointsDebited))} taken`
  const key = quarantine.signedBy === 'own_key' ? 'its own key' : 'A HOSTED KEY, which only this server should have'
  return [
    `${String(partnerId)} ${name} has been in quarantine since ${since}: ${batches} batches that this server never formed, signed`,
    `  with ${key}; up to entry ${throughEntry}, ${points}; newest transaction ${transactionHash ?? 'taken back by the chain'}`,
  ]
}

async function releasePartner({ api, key }: Operator, id: string, options: ReleaseOptions): Promise<Outcome> {
  const operator = api.withKey(key)
  const partners = await listAll((query) => operator.GET('/v1/partners', { params: { query } }))
  const quarantine = partners.find(({ partnerId }) => String(partnerId) === id)?.quarantine ?? null
  const throughEntry = options.through ?? quarantine?.throughEntry ?? '1'
  const { data: released } = await operator.POST('/v1/partners/{partnerId}/release', {
    params: { path: { partnerId: id } },
    body: { throughEntry, reason: options.reason },
  })
  const what =
    released.quarantine === null
      ? 'is not in quarantine; what waited is posted once all that it posted by itself is final'
      : `is still in quarantine: it has posted up to entry ${released.quarantine.throughEntry}`
  return { value: released, text: `Partner ${String(released.partnerId)}, ${released.name}, ${what}.` }
}

async function changeStatus({ api, key }: Operator, id: string, verb: 'suspend' | 'resume'): Promise<Outcome> {
  const { data: changed } = await api.withKey(key).POST(`/v1/partners/{partnerId}/${verb}`, {
    params: { path: { partnerId: id } },
  })
  return { value: changed, text: `Partner ${String(changed.partnerId)}, ${changed.name}, is ${changed.status}.` }
}

async function changeAllowance(
  { api, key }: Operator,
  { id, change, points }: { id: string; change: Change; points: string },
): Promise<Outcome> {
  const { data: changed } = await api.withKey(key).POST('/v1/partners/{partnerId}/allowance', {
    params: { path: { partnerId: id } },
    body: { change: change === 'daily-limit' ? 'set_daily_limit' : change, points },
  })
  if (isProposal(changed)) return describeProposal(changed)
  return {
    value: changed,
    text: `The change for ${changed.name} is on its way to the chain: see entente partner list.`,
  }
}

async function changeKeys(
  { api, key }: Operator,
  asked: { id: string; action: string; key: string | undefined; label: string; replaces?: string },
): Promise<Outcome> {
  const partner = { partnerId: asked.id }
  const operator = api.withKey(key)
  const params = { path: partner }
  if (asked.action === 'issue') {
    const body = {
      label: asked.label,
      ...(asked.replaces === undefined ? {} : { replaces: { keyId: asked.replaces } }),
    }
    const { data: issued } = await operator.POST('/v1/partners/{partnerId}/keys', { params, body })
    return { value: issued, text: `The new API key, shown this once: ${issued.apiKey}` }
  }
  if (asked.action === 'revoke') {
    const { data: revoked } = await operator.DELETE('/v1/partners/{partnerId}/keys/{keyId}', {
      params: { path: { ...partner, keyId: asked.key ?? '' } },
    })
    return { value: revoked, text: `Key ${revoked.keyId} (${revoked.label}) is revoked.` }
  }
  const keys = await listAll((query) => operator.GET('/v1/partners/{partnerId}/keys', { params: { ...params, query } }))
  const rows = keys.map(({ keyId, label, createdAt, expiresAt, revokedAt }) => [
    keyId,
    label,
    createdAt,
    revokedAt === null ? (expiresAt ?? 'never') : `revoked ${revokedAt}`,
  ])
  return { value: { keys }, text: formatTable(['key', 'label', 'since', 'ends'], rows) }
}
