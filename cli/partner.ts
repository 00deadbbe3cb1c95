import { Argument, type Command, Option } from 'commander'

import {
  ApiKeyResponse,
  AddedPartnerResponse,
  ApiKeysResponse,
  IssuedApiKeyResponse,
  PartnersResponse,
  PartnerStatusResponse,
} from '../server/api/schemas/partners/partners.ts'
import { listAll } from './list-all.ts'
import type { Operator } from './operator.ts'
import { type CommonOptions, type Outcome, runAsOperator, withOperatorOptions } from './operator-command.ts'
import { formatCount, formatTable } from './terminal.ts'

interface AddOptions extends CommonOptions {
  name: string
  currency: string
  points: string
  perMinor: string
  pointsMax: string
  allowance: string
  dailyLimit: string
  issuer?: string
  returnPolicy: string
}

/** `entente partner ...`: what an operator does to partners, through the API. */
export function addPartnerCommand(program: Command): void {
  const partner = program
    .command('partner')
    .description("Add partners and change what they may do (the operator's commands).")
  const command = (nameAndArgs: string, description: string) =>
    withOperatorOptions(partner.command(nameAndArgs).description(description))

  command('add', 'Add a partner: its issuer key, earning rule, allowance and first API key, which is shown this once.')
    .requiredOption('--name <name>', 'as customers know it')
    .option('--currency <code>', 'ISO 4217', 'GBP')
    .option('--points <points>', 'points for each --per-minor of the amount', '1')
    .option('--per-minor <amount>', 'minor units of the currency that earn --points', '100')
    .option('--points-max <points>', 'the most that one purchase earns', '1000000')
    .option('--allowance <points>', 'points that it may issue', '1000000')
    .option('--daily-limit <points>', 'points that it may issue within any 24 hours', '100000')
    .option('--issuer <address>', "the partner's own signer (default: a hosted, encrypted key)")
    .addOption(
      new Option('--return-policy <policy>', 'what happens to a return whose points were spent')
        .choices(['within_balance', 'carry'])
        .default('within_balance'),
    )
    .action((options: AddOptions) => runAsOperator(options, (operator) => addPartner(operator, options)))
  command('list', 'List the partners with what the registry on the chain says of them.').action(
    (options: CommonOptions) => runAsOperator(options, listPartners),
  )
  for (const verb of ['suspend', 'resume'] as const) {
    command(
      `${verb} <id>`,
      `${verb === 'suspend' ? 'Stop a partner from issuing' : 'Let a partner issue again'}, here and on the chain.`,
    ).action((id: string, options: CommonOptions) =>
      runAsOperator(options, (operator) => changeStatus(operator, id, verb)),
    )
  }
  command('allowance', 'Raise or lower what a partner may issue, or set its daily limit.')
    .argument('<id>', 'partner number')
    .addArgument(new Argument('<change>', 'what to do').choices(['raise', 'lower', 'daily-limit']))
    .argument('<points>', 'how many points')
    .action((id: string, change: string, points: string, options: CommonOptions) =>
      runAsOperator(options, (operator) => changeAllowance(operator, { id, change, points })),
    )
  command('key', 'List the API keys of a partner, issue one, or revoke one.')
    .argument('<id>', 'partner number')
    .addArgument(new Argument('[action]', 'what to do').choices(['list', 'issue', 'revoke']).default('list'))
    .argument('[key]', 'id of the key to revoke')
    .option('--label <label>', 'what the key is for', 'command line')
    .option('--replaces <key>', 'rotation: this key ends a day after')
    .action((id: string, action: string, key: string | undefined, options: KeyOptions) =>
      runAsOperator(options, (operator) => changeKeys(operator, { id, action, key, ...options })),
    )
}

interface KeyOptions extends CommonOptions {
  label: string
  replaces?: string
}

async function addPartner({ api, key }: Operator, options: AddOptions): Promise<Outcome> {
  const body = {
    name: options.name,
    currency: options.currency,
    returnPolicy: options.returnPolicy,
    ...(options.issuer === undefined ? {} : { issuerAddress: options.issuer }),
    earningRule: { points: options.points, perMinor: options.perMinor, pointsMax: options.pointsMax },
    allowance: options.allowance,
    dailyLimit: options.dailyLimit,
  }
  const added = await api.call({ method: 'POST', path: '/v1/partners', key, body, answer: AddedPartnerResponse })
  const text = [
    `Partner ${String(added.partnerId)}, ${added.name}, is being registered on the chain.`,
    `Its API key, shown this once: ${added.apiKey.apiKey}`,
  ]
  return { value: added, text: text.join('\n') }
}

async function listPartners({ api, key }: Operator): Promise<Outcome> {
  const partners = await listAll(api, { path: '/v1/partners', key, answer: PartnersResponse })
  const rows = partners.map(({ partnerId, name, status, currency, onChain }) => [
    `${String(partnerId)} ${name}`,
    status,
    onChain?.status ?? '-',
    currency,
    onChain === null ? '-' : formatCount(BigInt(onChain.allowance)),
    onChain === null ? '-' : formatCount(BigInt(onChain.issuableNow)),
  ])
  return {
    value: { partners },
    text: formatTable(['partner', 'status', 'on chain', 'currency', 'allowance', 'issuable now'], rows),
  }
}

async function changeStatus({ api, key }: Operator, id: string, verb: 'suspend' | 'resume'): Promise<Outcome> {
  const path = `/v1/partners/${encodeURIComponent(id)}/${verb}`
  const changed = await api.call({ method: 'POST', path, key, answer: PartnerStatusResponse })
  return { value: changed, text: `Partner ${String(changed.partnerId)}, ${changed.name}, is ${changed.status}.` }
}

async function changeAllowance(
  { api, key }: Operator,
  { id, change, points }: { id: string; change: string; points: string },
): Promise<Outcome> {
  const path = `/v1/partners/${encodeURIComponent(id)}/allowance`
  const body = { change: change === 'daily-limit' ? 'set_daily_limit' : change, points }
  const changed = await api.call({ method: 'POST', path, key, body, answer: PartnerStatusResponse })
  return {
    value: changed,
    text: `The change for ${changed.name} is on its way to the chain: see entente partner list.`,
  }
}

async function changeKeys(
  { api, key }: Operator,
  asked: { id: string; action: string; key: string | undefined; label: string; replaces?: string },
): Promise<Outcome> {
  const path = `/v1/partners/${encodeURIComponent(asked.id)}/keys`
  if (asked.action === 'issue') {
    const body = {
      label: asked.label,
      ...(asked.replaces === undefined ? {} : { replaces: { keyId: asked.replaces } }),
    }
    const issued = await api.call({ method: 'POST', path, key, body, answer: IssuedApiKeyResponse })
    return { value: issued, text: `The new API key, shown this once: ${issued.apiKey}` }
  }
  if (asked.action === 'revoke') {
    const one = `${path}/${encodeURIComponent(asked.key ?? '')}`
    const revoked = await api.call({ method: 'DELETE', path: one, key, answer: ApiKeyResponse })
    return { value: revoked, text: `Key ${revoked.keyId} (${revoked.label}) is revoked.` }
  }
  const keys = await listAll(api, { path, key, answer: ApiKeysResponse })
  const rows = keys.map(({ keyId, label, createdAt, expiresAt, revokedAt }) => [
    keyId,
    label,
    createdAt,
    revokedAt === null ? (expiresAt ?? 'never') : `revoked ${revokedAt}`,
  ])
  return { value: { keys }, text: formatTable(['key', 'label', 'since', 'ends'], rows) }
}
