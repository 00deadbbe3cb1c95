import type { Command } from 'commander'

import type { Schemas } from '../client/client.ts'
import type { Operator } from './operator.ts'
import { type CommonOptions, type Outcome, readAsOperator, runAsOperator } from './operator-command.ts'
import { confirm } from './terminal.ts'

interface RetireOptions extends CommonOptions {
  returnsDays?: string
  yes?: boolean
}

interface KeyOptions extends CommonOptions {
  issuer?: string
}

const partnerOf = (partnerId: string) => ({ params: { path: { partnerId } } })

/** `entente partner show, retire, keep, next-key`: a partner that leaves, and one whose key changes. */
export function addPartnerLeavingCommands(command: (nameAndArgs: string, description: string) => Command): void {
  const ofPartner = (name: string, description: string) => command(name, description).argument('<id>', 'partner number')

  ofPartner(
    'show',
    'Show a partner: what it still has open while it leaves, and the key that it is to sign with next.',
  ).action((id: string, options: CommonOptions) => readAsOperator(options, (operator) => show(operator, id)))
  ofPartner('retire', 'Ask a partner to leave: no new purchases and holds from now on, returns for some days.')
    .option('--returns-days <days>', 'days for which it takes returns and gives points back (default: 31)')
    .option('--yes', 'do not ask')
    .action(async (id: string, options: RetireOptions) => {
      await confirm(`Ask partner ${id} to leave? It records no purchases from now on.`, options)
      await runAsOperator(options, (operator) => retire(operator, id, options))
    })
  ofPartner('keep', 'Keep a partner that was asked to leave, until the registry has let go of it.').action(
    (id: string, options: CommonOptions) => runAsOperator(options, (operator) => keep(operator, id)),
  )
  ofPartner('next-key', 'Begin to change the key of a partner: a hosted one is made, or its own one is named.')
    .option('--issuer <address>', "address of the partner's own signer (default: a hosted, encrypted key)")
    .action((id: string, options: KeyOptions) =>
      runAsOperator(options, (operator) => setNextKey(operator, id, options)),
    )
  ofPartner('drop-next-key', 'Drop the change of a key, while nothing on the chain names the new one.').action(
    (id: string, options: CommonOptions) => runAsOperator(options, (operator) => dropNextKey(operator, id)),
  )
}

async function show({ api, key }: Operator, id: string): Promise<Outcome> {
  const { data: partner } = await api.withKey(key).GET('/v1/partners/{partnerId}', partnerOf(id))
  const { partnerId, name, status, onChain, departure, nextKey, issuerKind, issuerAddress } = partner
  const lines = [
    `Partner ${String(partnerId)}, ${name}: ${status}; on the chain ${onChain?.status ?? 'unknown'}, allowance ${onChain?.allowance ?? '-'}.`,
    `It signs with ${issuerAddress} (${issuerKind}).`,
    ...(departure === null ? [] : describeDeparture(partnerId, departure)),
    ...(nextKey === null ? [] : describeNextKey(partnerId, nextKey)),
  ]
  return { value: partner, text: lines.join('\n') }
}

function describeDeparture(
  partnerId: number,
  { stage, returnsUntil, open, endedAt }: Schemas['DepartureDetails'],
): string[] {
  if (stage === 'left') return [`It left at ${endedAt ?? 'an unknown time'}.`]
  const counts = `${open.entries} entries, ${open.holds} holds, ${open.burns} burns, ${open.restorations} restorations`
  if (stage === 'winding_down') return [`It is leaving, and takes returns until ${returnsUntil}. Open: ${counts}.`]
  return [
    'It is leaving, and nothing of it is open. The administrator can retire it:',
    `  entente admin schedule retire ${String(partnerId)}`,
  ]
}

function describeNextKey(partnerId: number, { address, kind, issues, redeems }: Schemas['NextKey']): string[] {
  const said = (isNamed: boolean | null) => (isNamed === null ? 'not known' : isNamed ? 'yes' : 'no')
  const left = [
    ...(issues === true ? [] : [`  entente admin schedule setIssuerKey ${String(partnerId)} ${address}`]),
    ...(redeems === true ? [] : [`  entente admin schedule setRedemptionKey ${String(partnerId)} ${address}`]),
  ]
  return [
    `It is to sign with ${address} (${kind}) next. Named by the registry for batches: ${said(issues)}; for redemptions: ${said(redeems)}.`,
    ...(left.length === 0 ? ['  It is its key as soon as that is final.'] : left),
  ]
}

async function retire({ api, key }: Operator, id: string, { returnsDays }: RetireOptions): Promise<Outcome> {
  const body = returnsDays === undefined ? {} : { returnsDays: Number(returnsDays) }
  const { data: leaving } = await api.withKey(key).POST('/v1/partners/{partnerId}/retire', { ...partnerOf(id), body })
  const until = leaving.departure?.returnsUntil ?? 'now'
  const text = `Partner ${id}, ${leaving.name}, is leaving, and takes returns until ${until}: see entente partner show ${id}.`
  return { value: leaving, text }
}

async function keep({ api, key }: Operator, id: string): Promise<Outcome> {
  const { data: kept } = await api.withKey(key).POST('/v1/partners/{partnerId}/keep', partnerOf(id))
  return { value: kept, text: `Partner ${id}, ${kept.name}, stays. Look at its allowance: entente partner show ${id}.` }
}

async function setNextKey({ api, key }: Operator, id: string, { issuer }: KeyOptions): Promise<Outcome> {
  const body = issuer === undefined ? {} : { issuerAddress: issuer }
  const { data: changing } = await api
    .withKey(key)
    .POST('/v1/partners/{partnerId}/next-key', { ...partnerOf(id), body })
  return { value: changing, text: describeNextKey(changing.partnerId, changing.nextKey).join('\n') }
}

async function dropNextKey({ api, key }: Operator, id: string): Promise<Outcome> {
  const { data: kept } = await api.withKey(key).DELETE('/v1/partners/{partnerId}/next-key', partnerOf(id))
  return { value: kept, text: `Partner ${id}, ${kept.name}, keeps its key.` }
}
