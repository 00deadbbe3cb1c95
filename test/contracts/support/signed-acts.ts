import { isError } from 'ethers'
import type {
  ContractTransactionReceipt,
  ContractTransactionResponse,
  Interface,
  TypedDataDomain,
  Wallet,
} from 'ethers'

import { accountsTypes } from './accounts.ts'
import { aBatch, batchTypes, FAR_DEADLINE } from './batch.ts'
import { ethers, networkHelpers } from './chain.ts'
import { addressOf, DAY, keyOf, PARTNER } from './coalition.ts'
import { domainOf, modulesFixture } from './modules.ts'
import { packRecords } from './records.ts'
import {
  anOrder,
  callOf,
  listTypes,
  orderHashOf,
  packOrders,
  packSignatures,
  redemptionTypes,
  restorationTypes,
  signedList,
  signedOrder,
} from './redemption.ts'

/** Something that is done on somebody's signature: what is signed, and whether it happens with a signature. */
export interface SignedAct {
  domain: TypedDataDomain
  signer: Wallet
  /** The signature of the act in a domain, for a partner where it is a partner's. */
  sign(domain: TypedDataDomain, partnerId?: bigint): Promise<string>
  /** Posts it; true if it happened, false if it was refused. */
  happens(signature: string): Promise<boolean>
  /** Whether another partner's would be signed as another thing. */
  namesPartner: boolean
}

export const OTHER_PARTNER = 8n

/** The world in which each act, signed rightly, would happen. */
export async function signedActsFixture() {
  const modules = await modulesFixture()
  const { registry, credit, redemption, accounts, domain, issuer, till, operator } = modules
  await registry.register(OTHER_PARTNER, 'Same keys', issuer.address, till.address)
  await credit(...['ada', 'bob', 'carol', 'dave'].map((name) => ({ account: addressOf(name), points: 1_000n })))
  const spent = await signedOrder(domain, { member: addressOf('bob') }, keyOf('bob'))
  await redemption.redeem(...(await signedList(domain, [spent])))
  const day = BigInt(Math.floor((await networkHelpers.time.latest()) / DAY))
  const value = { from: addressOf('carol'), to: addressOf('carol anew'), deadline: FAR_DEADLINE }
  const consent = await keyOf('carol anew').signTypedData(modules.accountsDomain, accountsTypes.Recovery, value)
  await accounts.connect(operator).announceRecovery(value.from, value.to, value.deadline, consent)
  const { readyAt } = await accounts.recoveryOf(value.from)
  return { ...modules, issuing: await domainOf('Entente Issuance', modules.issuance), spent: spent.order, day, readyAt }
}

export type World = Awaited<ReturnType<typeof signedActsFixture>>

type Sending = Promise<ContractTransactionResponse>

/** The receipt, or null where the contract refused; anything else that goes wrong is a fault of the test. */
async function receiptOf(sending: Sending): Promise<ContractTransactionReceipt | null> {
  try {
    return await (await sending).wait()
  } catch (error) {
    if (isError(error, 'CALL_EXCEPTION') || /revert/i.test(String(error))) return null
    throw error
  }
}

/** Whether it went through and logged this event with this value somewhere in it. */
async function logged(sending: Sending, abi: Interface, event: string, of: unknown): Promise<boolean> {
  const receipt = await receiptOf(sending)
  const events = (receipt?.logs ?? []).map((log) => abi.parseLog(log)).filter((each) => each?.name === event)
  return events.some((each) => [...each!.args].includes(of))
}

function batchAct({ issuance, issuing, issuer, registry }: World): SignedAct {
  const batch = aBatch({ credits: [{ account: addressOf('ada'), points: 5n }] })
  const [credits, debits] = [packRecords(batch.credits), '0x']
  const headOf = (partnerId: bigint) => {
    const { entryCount, receiptsRoot, deadline } = batch
    return { partnerId, firstEntry: 5n, entryCount, receiptsRoot, deadline }
  }
  return {
    domain: issuing,
    signer: issuer,
    namesPartner: true,
    sign: (domain, partnerId = PARTNER) =>
      issuer.signTypedData(domain, batchTypes, { ...headOf(partnerId), credits, debits }),
    async happens(signature) {
      const sending = issuance.post(headOf(PARTNER), credits, debits, signature)
      return (
        (await logged(sending, issuance.interface, 'BatchPosted', PARTNER)) && (await registry.nextEntry(7n)) === 6n
      )
    },
  }
}

/** An order by Ada, alone in its list (the short way through the module) or behind one of Bob's. */
function orderAct({ redemption, domain }: World, alone: boolean): SignedAct {
  const order = anOrder({ reward: ethers.id(`matrix ${String(alone)}`) })
  return {
    domain,
    signer: keyOf('ada'),
    namesPartner: true,
    sign: (elsewhere, partnerId = PARTNER) =>
      keyOf('ada').signTypedData(elsewhere, redemptionTypes, { partnerId, ...order }),
    async happens(signature) {
      const others = alone ? [] : [await signedOrder(domain, { member: addressOf('bob'), nonce: 2n }, keyOf('bob'))]
      const list = await signedList(domain, [...others, { order, signature }])
      return logged(redemption.redeem(...list), redemption.interface, 'PointsRedeemed', order.reward)
    },
  }
}

function listAct({ redemption, domain, till }: World, count: number): SignedAct {
  const names = ['ada', 'dave'].slice(0, count)
  const orders = names.map((name) => anOrder({ member: addressOf(name), reward: ethers.id(`list ${count}`) }))
  const partnerSignatureOf = (elsewhere: TypedDataDomain, partnerId: bigint) =>
    till.signTypedData(elsewhere, listTypes, {
      partnerId,
      orders: orders.map((order) => ({ partnerId, ...order })),
    })
  return {
    domain,
    signer: till,
    namesPartner: true,
    sign: (elsewhere, partnerId = PARTNER) => partnerSignatureOf(elsewhere, partnerId),
    async happens(partnerSignature) {
      const signatures = names.map((name, at) =>
        keyOf(name).signTypedData(domain, redemptionTypes, { partnerId: PARTNER, ...orders[at]! }),
      )
      const memberSignatures = packSignatures(await Promise.all(signatures))
      const parts = { partnerId: PARTNER, orders: packOrders(orders), memberSignatures, partnerSignature }
      return logged(redemption.redeem(...callOf(parts)), redemption.interface, 'PointsRedeemed', orders[0]!.reward)
    },
  }
}

function restorationAct({ redemption, domain, till, spent, day }: World): SignedAct {
  const hash = orderHashOf(spent)
  const proof = { day, chainBefore: `0x${'00'.repeat(24)}`, spentOrders: [hash], position: 0n, laterLists: [] }
  return {
    domain,
    signer: till,
    namesPartner: true,
    sign: (elsewhere, partnerId = PARTNER) =>
      till.signTypedData(elsewhere, restorationTypes, { partnerId, order: hash, points: 40n, restoredBefore: 0n }),
    happens: (signature) =>
      logged(redemption.restore(PARTNER, spent, 40n, proof, signature), redemption.interface, 'PointsRestored', hash),
  }
}

function moveAct({ accounts, token, accountsDomain }: World, side: 'from' | 'to'): SignedAct {
  const move = { from: addressOf('dave'), to: addressOf('dave anew'), deadline: FAR_DEADLINE }
  const keys = { from: keyOf('dave'), to: keyOf('dave anew') }
  const sign = (domain: TypedDataDomain, each: 'from' | 'to') =>
    keys[each].signTypedData(domain, accountsTypes.Move, move)
  return {
    domain: accountsDomain,
    signer: keys[side],
    namesPartner: false,
    sign: (domain) => sign(domain, side),
    async happens(signature) {
      const other = await sign(accountsDomain, side === 'from' ? 'to' : 'from')
      const [from, to] = side === 'from' ? [signature, other] : [other, signature]
      const sending = accounts.move(move.from, move.to, move.deadline, from, to)
      return logged(sending, token.interface, 'AccountMoved', move.to)
    },
  }
}

function freezeAct({ accounts, token, accountsDomain }: World): SignedAct {
  const freeze = { account: addressOf('ada'), frozen: true, sequence: 0n, deadline: FAR_DEADLINE }
  return {
    domain: accountsDomain,
    signer: keyOf('ada'),
    namesPartner: false,
    sign: (domain) => keyOf('ada').signTypedData(domain, accountsTypes.Freeze, freeze),
    async happens(signature) {
      const sending = accounts.setFreeze(freeze.account, true, freeze.sequence, freeze.deadline, signature)
      return (await receiptOf(sending)) !== null && (await token.frozenBy(freeze.account))[1]
    },
  }
}

function recoveryAct({ accounts, accountsDomain, operator }: World): SignedAct {
  const recovery = { from: addressOf('dave'), to: addressOf('dave found'), deadline: FAR_DEADLINE }
  return {
    domain: accountsDomain,
    signer: keyOf('dave found'),
    namesPartner: false,
    sign: (domain) => keyOf('dave found').signTypedData(domain, accountsTypes.Recovery, recovery),
    happens(signature) {
      const { from, to, deadline } = recovery
      const sending = accounts.connect(operator).announceRecovery(from, to, deadline, signature)
      return logged(sending, accounts.interface, 'RecoveryAnnounced', to)
    },
  }
}

function refusalAct({ accounts, accountsDomain, readyAt }: World): SignedAct {
  const refusal = { from: addressOf('carol'), to: addressOf('carol anew'), readyAt }
  return {
    domain: accountsDomain,
    signer: keyOf('carol'),
    namesPartner: false,
    sign: (domain) => keyOf('carol').signTypedData(domain, accountsTypes.RecoveryRefusal, refusal),
    happens: (signature) =>
      logged(accounts.refuseRecovery(refusal.from, signature), accounts.interface, 'RecoveryRefused', refusal.to),
  }
}

/** Everything that anybody can sign for the contracts. */
export const signedActs: Record<string, (world: World) => SignedAct> = {
  'a batch': batchAct,
  'an order, alone in its list': (world) => orderAct(world, true),
  'an order, among others': (world) => orderAct(world, false),
  'a list of one order': (world) => listAct(world, 1),
  'a list of two orders': (world) => listAct(world, 2),
  'a restoration': restorationAct,
  'a move, by the old key': (world) => moveAct(world, 'from'),
  'a move, by the new key': (world) => moveAct(world, 'to'),
  'a freeze': freezeAct,
  'a recovery, by the new key': recoveryAct,
  'the refusal of a recovery': refusalAct,
}
