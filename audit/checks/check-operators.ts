import { type Address, type Hex, toFunctionSelector } from 'viem'

import { accessRules, type AccessRule, adminDelaySeconds, GUARDIAN_ROLE_ID } from '../../abis/access-rules.ts'
import { abiOf, type ContractKind, type Event } from '../contracts.ts'
import type { Act } from '../replay/acts.ts'
import { lowerAddress } from '../replay/find-calls.ts'
import { STATUS } from '../replay/partners.ts'
import type { Check, Scene } from '../replay/replay.ts'

/** Something that an operator or administrator did. */
export interface OperatorAct {
  readonly block: number
  /** Unix seconds. */
  readonly timestamp: number
  readonly transaction: Hex
  readonly contract: ContractKind
  readonly event: string
  readonly args: Readonly<Record<string, string>>
}

interface Scheduled {
  readonly target: Address
  readonly selector: Hex
  readonly announcedAt: number
}

interface Memory {
  readonly acts: OperatorAct[]
  readonly scheduled: Map<string, Scheduled>
  /** Announced calls that were carried out in the present transaction, with how long they had been announced. */
  executed: { readonly transaction: Hex; readonly calls: (Scheduled & { readonly waited: number })[] }
  /** Admins by address, with their delays. */
  readonly admins: Map<Address, { readonly delay: number; readonly block: number }>
  /** Whether the deployment is over: nobody administers the rules without the declared delay any more. */
  founded: boolean
  readonly seenOnce: Set<string>
  readonly formerModules: Set<Address>
}

const RULES: readonly AccessRule[] = accessRules

/** Check 6, operators: lists what they did, and flags what goes beyond docs/roles.md. */
export function checkOperators() {
  const memory: Memory = {
    acts: [],
    scheduled: new Map(),
    executed: { transaction: '0x', calls: [] },
    admins: new Map(),
    founded: false,
    seenOnce: new Set(),
    formerModules: new Set(),
  }
  const check: Check = {
    see(act, scene) {
      const event = eventOf(act)
      if (event === null) return
      if (scene.judged) list(event, memory.acts, scene)
      scene.collector.count('figures', 'operator acts')
      if (event.contract.kind === 'AccessManager') seeManager(event, memory, scene)
      else seeManaged(event, memory, scene)
    },
  }
  return {
    check,
    acts: (): readonly OperatorAct[] => memory.acts,
    /** What can only be said at the end: a deployment whose deployer kept its power. */
    end(collector: Scene['collector']): void {
      if (!memory.founded) checkAdmins(memory, collector)
    },
  }
}

/** The act of an operator; null for what members, partners or anybody did. */
function eventOf(act: Act): Event | null {
  if (act.kind === 'freeze') return act.by === 'operator' ? act.event : null
  if (act.kind !== 'event') return null
  const { contract, name, args } = act.event
  if (contract.kind === 'AccessManager' || contract.kind === 'PartnerRegistry' || contract.kind === 'PointsToken')
    return act.event
  if (name === 'AuthorityUpdated' || name === 'RecoveryAnnounced' || name === 'DisputeResolved') return act.event
  if (name === 'RecoveryRefused') return Number(args['by']) === 1 ? act.event : null
  if (name === 'LogAnchored') return act.event
  return name === 'PaymentMarked' && Number(args['side']) === 1 ? act.event : null
}

function list({ contract, name, args }: Event, acts: OperatorAct[], { header, transaction }: Scene): void {
  const texts = Object.entries(args).map(([key, value]) => [key, String(value)])
  acts.push({
    block: header.number,
    timestamp: header.timestamp,
    transaction: transaction.hash,
    contract: contract.kind,
    event: name,
    args: Object.fromEntries(texts) as Record<string, string>,
  })
}

/* ROLES AND RULES */

/** Changes of the rules themselves. Giving a role up needs no announcement. */
const RULE_CHANGES: Readonly<Record<string, readonly string[]>> = {
  RoleGranted: ['grantRole'],
  RoleLabel: ['labelRole'],
  RoleAdminChanged: ['setRoleAdmin'],
  RoleGuardianChanged: ['setRoleGuardian'],
  RoleGrantDelayChanged: ['setGrantDelay'],
  TargetClosed: ['setTargetClosed'],
  TargetFunctionRoleUpdated: ['setTargetFunctionRole'],
  TargetAdminDelayUpdated: ['setTargetAdminDelay'],
}

function seeManager(event: Event, memory: Memory, scene: Scene): void {
  const { name, args } = event
  const { header, collector, place } = scene
  if (name === 'OperationScheduled') {
    const selector = (args['data'] as Hex).slice(0, 10) as Hex
    const target = lowerAddress(args['target'])
    memory.scheduled.set(args['operationId'] as string, { target, selector, announcedAt: header.timestamp })
  }
  if (name === 'OperationExecuted') noteExecuted(event, memory, scene)
  const functions = RULE_CHANGES[name]
  if (functions !== undefined && memory.founded) {
    const waited = waitedFor(memory, scene, { address: event.contract.address, kind: 'AccessManager', functions })
    if (waited < adminDelaySeconds)
      collector.add('rules_changed_at_once', place, `${name} was announced ${said(waited)} before.`)
  }
  if (name === 'RoleGranted') seeGrant(event, memory, scene)
  if (name === 'RoleRevoked' && Number(args['roleId']) === 0) {
    memory.admins.delete(lowerAddress(args['account']))
    memory.founded = true
    checkAdmins(memory, collector)
  }
  // A deployer that administers on under the declared delay gives nothing up.
  memory.founded ||=
    memory.admins.size > 0 && [...memory.admins.values()].every(({ delay }) => delay >= adminDelaySeconds)
  seeDeclared(event, scene)
}

const said = (seconds: number) => (seconds === 0 ? 'not at all' : `${seconds} seconds`)

function noteExecuted({ args }: Event, memory: Memory, { header, transaction }: Scene): void {
  const scheduled = memory.scheduled.get(args['operationId'] as string)
  if (scheduled === undefined) return
  if (memory.executed.transaction !== transaction.hash) memory.executed = { transaction: transaction.hash, calls: [] }
  memory.executed.calls.push({ ...scheduled, waited: header.timestamp - scheduled.announcedAt })
}

/** How many seconds before a call was announced; 0 where it was not. */
function waitedFor(
  { executed }: Memory,
  { transaction }: Scene,
  { address, kind, functions }: { address: Address; kind: ContractKind; functions: readonly string[] },
): number {
  if (executed.transaction !== transaction.hash) return 0
  const selectors = functions.map((name) => selectorOf(kind, name))
  const calls = executed.calls.filter(({ target, selector }) => target === address && selectors.includes(selector))
  return Math.max(0, ...calls.map(({ waited }) => waited))
}

function seeGrant({ args }: Event, { admins, founded }: Memory, { collector, place, header }: Scene): void {
  const [roleId, delay] = [args['roleId'] as bigint, Number(args['delay'])]
  const account = lowerAddress(args['account'])
  const declared = roleId === 0n ? adminDelaySeconds : RULES.find((rule) => rule.roleId === roleId)?.delaySeconds
  if (roleId === 0n) admins.set(account, { delay, block: header.number })
  if (declared === undefined)
    collector.add('role_undeclared', place, `Role ${roleId}, which is none of ours, was given to ${account}.`)
  else if (delay < declared && (roleId !== 0n || founded))
    collector.add(
      'role_delay_short',
      place,
      `${account} got role ${roleId} with ${delay} seconds instead of ${declared}.`,
    )
}

/** Whoever administers the rules after the deployment waits as long as declared. */
function checkAdmins({ admins }: Memory, collector: Scene['collector']): void {
  for (const [account, { delay, block }] of admins)
    if (delay < adminDelaySeconds)
      collector.add(
        'role_delay_short',
        { block, transaction: null },
        `${account} administers all roles with ${delay} seconds instead of ${adminDelaySeconds}.`,
      )
}

function seeDeclared({ name, args }: Event, { collector, place, coalition }: Scene): void {
  if (name === 'TargetFunctionRoleUpdated') {
    const target = lowerAddress(args['target'])
    const kind = coalition.contracts.find(({ address }) => address === target)?.kind
    const rule = RULES.find(({ functions }) =>
      Object.entries(functions).some(
        ([contract, names]) => contract === kind && names.some((each) => selectorOf(kind, each) === args['selector']),
      ),
    )
    if (kind !== undefined && rule?.roleId !== args['roleId'])
      collector.add(
        'role_undeclared',
        place,
        `Function ${String(args['selector'])} of ${kind} was given to role ${String(args['roleId'])} instead of ${rule?.roleId ?? 'none'}.`,
      )
  }
  if (name === 'RoleAdminChanged' && args['admin'] !== 0n)
    collector.add(
      'role_undeclared',
      place,
      `Role ${String(args['roleId'])} is administered by role ${String(args['admin'])}.`,
    )
  if (name === 'RoleGuardianChanged' && args['guardian'] !== GUARDIAN_ROLE_ID)
    collector.add(
      'role_undeclared',
      place,
      `Role ${String(args['roleId'])} is guarded by role ${String(args['guardian'])}.`,
    )
}

/* DELAYED POWERS */

function seeManaged(event: Event, memory: Memory, scene: Scene): void {
  const { contract, name, args } = event
  const { collector, place } = scene
  // Constructors log these once, before anybody has a power.
  const once = `${contract.address} ${name} ${name === 'ModuleReplaced' ? String(args['module']) : ''}`
  const isFirst = !memory.seenOnce.has(once)
  memory.seenOnce.add(once)
  if (name === 'AuthorityUpdated' && !isFirst)
    collector.add('authority_replaced', place, `${contract.kind} is under ${String(args['authority'])} now.`)
  if (name === 'ModuleReplaced') seeModule(event, { isFirst }, memory, scene)
  const delayed = delayedFunctions(event)
  if (delayed === null || (isFirst && contract.kind === 'PointsToken')) return
  const declared = RULES.find(({ functions }) =>
    Object.values(functions).some((names) => names.some((each) => delayed.includes(each))),
  )
  const waited = waitedFor(memory, scene, { address: contract.address, kind: contract.kind, functions: delayed })
  if (declared !== undefined && waited < declared.delaySeconds)
    collector.add(
      'delay_not_kept',
      place,
      `${name} was announced ${said(waited)} before instead of ${declared.delaySeconds} seconds.`,
    )
}

/** The delayed functions that log an event; null where it is not of a delayed one. */
function delayedFunctions({ name, args }: Event): readonly string[] | null {
  if (name === 'PartnerPricesChanged') return ['setPrices']
  if (name === 'PartnerIssuerKeyChanged') return ['setIssuerKey']
  if (name === 'PartnerRedemptionKeyChanged') return ['setRedemptionKey']
  if (name === 'PartnerStatusChanged' && Number(args['status']) === STATUS.left) return ['retire']
  if (name === 'ModuleReplaced') return ['replaceModule']
  return name === 'ContractURIUpdated' ? ['setContractURI'] : null
}

function seeModule(
  { args }: Event,
  { isFirst }: { isFirst: boolean },
  { formerModules }: Memory,
  { collector, place, header, coalition }: Scene,
): void {
  const [from, to] = [lowerAddress(args['from']), lowerAddress(args['to'])]
  if (formerModules.has(to)) collector.add('module_reused', place, `${to} was a module before.`)
  if (!isFirst) formerModules.add(from)
  const { epochSeconds, epochOrigin } = coalition
  const origin = (BigInt(header.timestamp) / epochSeconds - 1n) * epochSeconds
  if (isFirst && origin !== epochOrigin)
    collector.add('epoch_differs', place, `Epoch 0 would have begun at ${epochOrigin}; the deployment gives ${origin}.`)
}

function selectorOf(kind: ContractKind, functionName: string): Hex {
  const item = abiOf(kind).find((each) => each.type === 'function' && each.name === functionName)
  return item?.type === 'function' ? toFunctionSelector(item) : '0x'
}
