import type { Address } from 'viem'

import type { Coalition, ContractKind } from '../contracts.ts'
import { type Collector, collector, type Place } from '../findings.ts'
import { monthAt } from '../months.ts'
import type { Header, RecordedBlock, RecordedTransaction } from '../read/history.ts'
import type { AskSigner } from '../signatures/judge-signature.ts'
import { type Act, readActs } from './acts.ts'
import { lowerAddress } from './find-calls.ts'
import { Ledger } from './ledger.ts'
import { Partners } from './partners.ts'

/** What the replay knows at the moment. */
export interface State {
  readonly coalition: Coalition
  readonly ledger: Ledger
  readonly partners: Partners
  /** The contract that may act as each module; zero while there is none. */
  readonly modules: Map<ContractKind, Address>
}

/** What a check sees an act in. The ledger is as after the act, partners and modules as before it. */
export interface Scene extends State {
  readonly header: Header
  readonly transaction: RecordedTransaction
  readonly place: Place
  /** Whether the block is one that the audit was asked about. Where not, checks only remember, and what they add is not kept. */
  readonly judged: boolean
  readonly collector: Collector
  readonly ask: AskSigner
}

/** A check over what happened. It sees every act in the order of the chain. */
export interface Check {
  see(act: Act, scene: Scene): Promise<void> | void
}

export interface ReplayRequest {
  readonly coalition: Coalition
  readonly checks: readonly Check[]
  readonly collector: Collector
  readonly ask: AskSigner
  /** The first block whose acts are judged; those before are remembered only. */
  readonly from: number
}

const MODULES = ['PointsIssuance', 'PointsRedemption', 'PointsAccounts'] as const

/** A replay that is given the blocks one by one, in order. */
export function startReplay(request: ReplayRequest) {
  const state: State = {
    coalition: request.coalition,
    ledger: new Ledger(),
    partners: new Partners(),
    modules: new Map(),
  }
  const unheard = collector(0)
  return {
    state,
    async play({ header, transactions }: RecordedBlock): Promise<void> {
      for (const transaction of transactions) {
        const place = { block: header.number, transaction: transaction.hash }
        const judged = header.number >= request.from
        const heard = judged ? request.collector : unheard
        const scene = { ...state, header, transaction, place, judged, collector: heard, ask: request.ask }
        for (const act of readActs(transaction, { header, ...state })) {
          for (const check of request.checks) await check.see(act, scene)
          applyAct(state, act, header)
        }
      }
    },
  }
}

function applyAct({ partners, modules }: State, act: Act, header: Header): void {
  const month = monthAt(header.timestamp)
  if (act.kind === 'batch') {
    const { args } = act.event
    const partner = partners.byId.get(Number(args['partnerId']))
    const { entryCount, credited, debited } = args as Readonly<Record<string, bigint>>
    if (partner && entryCount !== undefined && credited !== undefined && debited !== undefined)
      partners.bookBatch(partner, { entryCount, credited, debited, month, timestamp: header.timestamp })
  }
  if (act.kind === 'restoration')
    partners.monthOf(Number(act.event.args['partnerId']), month).restored += act.event.args['points'] as bigint
  if (act.kind === 'redemptions')
    for (const { name, args } of act.events) {
      if (name !== 'PointsRedeemed') continue
      const id = Number(args['partnerId'])
      partners.monthOf(id, month).redeemed += args['points'] as bigint
      const partner = partners.byId.get(id)
      if (partner) partner.booked = true
    }
  if (act.kind !== 'event') return
  const { contract, name, args } = act.event
  if (contract.kind === 'PartnerRegistry') partners.apply(act.event, header.timestamp)
  const module = name === 'ModuleReplaced' ? MODULES[Number(args['module'])] : undefined
  if (module !== undefined) modules.set(module, lowerAddress(args['to']))
}

/**
 * Whether a transaction went to a contract that is none of the coalition's, and may have passed calls on in a form that its own calldata
 * does not show.
 */
export function isPassedOn({ transaction, coalition }: Pick<Scene, 'transaction' | 'coalition'>): boolean {
  return !coalition.contracts.some(({ address }) => address === transaction.to)
}
