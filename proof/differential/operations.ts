import { concat, hexlify, keccak256, solidityPacked, toBeHex } from 'ethers'

import { checkRecords, lotLimit, nonceLimit, Refusal, sumOf } from './plain-ledger.ts'
import type { PlainRecord } from './plain-ledger.ts'
import { clearingChange } from './clearing-operations.ts'
import type { Answer, Drawn, Operation, PlainWorld } from './plain-world.ts'
import type { Chance } from './random.ts'

const zero = '0x0000000000000000000000000000000000000000'

function drawPoints(chance: Chance): bigint {
  const kind = chance.below(40)
  if (kind === 0) return 0n
  if (kind === 1) return 2n ** 36n - 2n + chance.bigBelow(3n)
  if (kind === 2) return chance.bigBelow(2n ** 48n)
  if (kind === 3) return chance.bigBelow(2n ** 34n)
  return 1n + chance.bigBelow(5_000n)
}

function drawRecords(world: PlainWorld, count: number): PlainRecord[] {
  return Array.from({ length: count }, () => ({
    account: world.chance.oneIn(300) ? zero : world.chance.pick(world.members),
    points: drawPoints(world.chance),
  }))
}

/** What fills the current epoch to its last point, or goes one beyond it. */
function fillingRecord({ chance, ledger, members }: PlainWorld, records: PlainRecord[]): PlainRecord {
  const left = lotLimit - ledger.supplyLot() - sumOf(records.map(({ points }) => points))
  return { account: chance.pick(members), points: (left > 0n ? left : 0n) + chance.bigBelow(2n) }
}

const pack = (records: PlainRecord[], odd: number) =>
  concat([...records.map(({ account, points }) => concat([account, toBeHex(points, 6)])), new Uint8Array(odd)])

/** Draws an operation, asks the model, and answers both. */
export function drawOperation(world: PlainWorld): { operation: Operation; answer: Answer | Refusal } {
  const kind = world.chance.below(38)
  const draw =
    kind < 10
      ? post
      : kind < 19
        ? spend
        : kind < 21
          ? restore
          : kind < 22
            ? move
            : kind < 23
              ? reserve
              : kind < 26
                ? accountSwitch
                : kind < 28
                  ? sweep
                  : kind < 32
                    ? partnerChange
                    : clearingChange
  const { operation, carryOut } = draw(world)
  try {
    return { operation, answer: carryOut() }
  } catch (error) {
    if (error instanceof Refusal) return { operation, answer: error }
    throw error
  }
}

interface Batch {
  partnerId: number
  firstEntry: bigint
  entryCount: bigint
  receiptsRoot: string
  deadline: bigint
}

function drawBatch(world: PlainWorld, records: number): Batch {
  const { chance, registry } = world
  const partnerId = chance.oneIn(80) ? 99 : 1 + chance.below(world.partnerCount)
  const next = registry.partners.get(partnerId)?.nextEntry ?? 1n
  return {
    partnerId,
    firstEntry: chance.oneIn(30) ? next + 1n - chance.bigBelow(2n) * 2n * (next > 0n ? 1n : 0n) : next,
    entryCount: chance.oneIn(60) ? 0n : BigInt(records + chance.below(3)),
    receiptsRoot: chance.oneIn(60) ? `0x${'00'.repeat(32)}` : keccak256(toBeHex(chance.next(), 8)),
    deadline: registry.now + (chance.oneIn(40) ? -1n : chance.bigBelow(2n)),
  }
}

function post(world: PlainWorld): Drawn {
  const { chance, ledger, registry } = world
  const credits = drawRecords(world, chance.below(5))
  const debits = drawRecords(world, chance.below(3))
  const odd = chance.oneIn(60) ? [1 + chance.below(25), 0] : chance.oneIn(60) ? [0, 1 + chance.below(25)] : [0, 0]
  const [creditBytes, debitBytes] = [pack(credits, odd[0]!), pack(debits, odd[1]!)]
  const batch = drawBatch(world, credits.length + debits.length)
  const signed = !chance.oneIn(30)
  const carryOut = () => {
    const { partnerId, firstEntry, entryCount, deadline, receiptsRoot } = batch
    if (registry.now > deadline) throw new Refusal('BatchExpired', [deadline, registry.now])
    if (entryCount === 0n || (creditBytes === '0x' && debitBytes === '0x')) throw new Refusal('BatchEmpty')
    if (BigInt(receiptsRoot) === 0n) throw new Refusal('BatchRootZero')
    registry.checkEntry(partnerId, firstEntry)
    if (!signed) throw new Refusal('SignatureInvalid', [partnerId])
    if (ledger.issuingPaused) throw new Refusal('IssuingIsPaused')
    if (creditBytes !== '0x') ledger.checkCredits(credits, odd[0]!)
    if (debitBytes !== '0x') checkRecords(debits, odd[1]!)
    registry.checkLimits(
      partnerId,
      credits.reduce((sum, { points }) => sum + points, 0n),
    )
    const credited = ledger.credit(credits)
    const debited = ledger.debit(partnerId, debits)
    registry.recordBatch(partnerId, entryCount, credited, debited)
    const batchHash = world.hashBatch(batch, creditBytes, debitBytes)
    ledger.log('BatchPosted', partnerId, firstEntry, entryCount, receiptsRoot, batchHash, credited, debited)
    return []
  }
  const args = [batch, creditBytes, debitBytes, signed ? '0x01' : '0x02']
  return {
    operation: { target: 'issuance', method: 'post', args, weight: credits.length + debits.length || 1 },
    carryOut,
  }
}

function spend(world: PlainWorld): Drawn {
  const { chance, ledger } = world
  const orders = Array.from({ length: 1 + chance.below(5) }, () => {
    const account = chance.oneIn(100) ? zero : chance.pick(world.members)
    const balance = ledger.balanceOf(account)
    const points = chance.oneIn(4) ? balance + chance.bigBelow(2n) : chance.bigBelow(balance + 1n) / 2n
    const last = ledger.account(account).nonce
    const nonce = chance.oneIn(12) ? chance.bigBelow(last + 1n) : chance.oneIn(40) ? nonceLimit + 1n : last + 1n
    return { account, points: BigInt.asUintN(48, points), nonce }
  })
  const odd = chance.oneIn(40) ? 1 + chance.below(28) : 0
  const packed = orders.map(({ account, points, nonce }) =>
    solidityPacked(['address', 'uint48', 'uint24'], [account, points, nonce]),
  )
  const carryOut = () => {
    if (ledger.redeemingPaused) throw new Refusal('RedeemingIsPaused')
    if (odd !== 0) throw new Refusal('RecordsMalformed', [orders.length * 29 + odd])
    const outcomes = orders.map(({ account, points, nonce }) => ledger.spend(account, points, nonce))
    const total = orders.reduce((sum, { points }, index) => (outcomes[index] === 0 ? sum + points : sum), 0n)
    return [total, outcomes.some((outcome) => outcome !== 0) ? hexlify(Uint8Array.from(outcomes)) : '0x']
  }
  const args = [concat([...packed, new Uint8Array(odd)])]
  return { operation: { target: 'token', method: 'spend', args, weight: orders.length }, carryOut }
}

function restore(world: PlainWorld): Drawn {
  const { ledger, chance } = world
  const records = drawRecords(world, chance.below(3))
  if (chance.oneIn(40)) records.push(fillingRecord(world, records))
  const odd = chance.oneIn(20) ? 1 : 0
  const carryOut = () => {
    if (ledger.redeemingPaused) throw new Refusal('RedeemingIsPaused')
    ledger.checkCredits(records, odd)
    return [ledger.credit(records)]
  }
  return {
    operation: { target: 'token', method: 'restore', args: [pack(records, odd)], weight: records.length || 1 },
    carryOut,
  }
}

function move(world: PlainWorld): Drawn {
  const { chance, ledger } = world
  const from = chance.oneIn(20) ? zero : chance.pick(world.members)
  const kept = ledger.reservationOf(from)
  const to = kept !== null && chance.oneIn(2) ? kept : drawTarget(world, from)
  const carryOut = () => {
    const points = ledger.move(from, to)
    world.replaceMember(from, to)
    return [points]
  }
  return { operation: { target: 'token', method: 'moveAccount', args: [from, to], weight: 1 }, carryOut }
}

/** Where an account may go: mostly to a fresh address. */
function drawTarget(world: PlainWorld, from: string): string {
  const { chance } = world
  if (chance.oneIn(8)) return from
  if (chance.oneIn(8)) return zero
  return chance.oneIn(8) ? chance.pick(world.members) : world.newMember()
}

function reserve(world: PlainWorld): Drawn {
  const { chance, ledger } = world
  const from = chance.oneIn(20) ? zero : chance.pick(world.members)
  const to = chance.oneIn(8) ? (ledger.reservationOf(from) ?? zero) : drawTarget(world, from)
  const carryOut = () => {
    ledger.reserve(from, to)
    if (to !== zero) world.meetMember(to)
    return []
  }
  return { operation: { target: 'token', method: 'reserveAccount', args: [from, to], weight: 1 }, carryOut }
}

function accountSwitch(world: PlainWorld): Drawn {
  const { chance, ledger } = world
  const account = chance.oneIn(20) ? zero : chance.pick(world.members)
  const on = chance.oneIn(3)
  const token = (method: string, args: unknown[], change: () => void): Drawn => ({
    operation: { target: 'token', method, args, weight: 1 },
    carryOut: () => (change(), []),
  })
  switch (chance.below(4)) {
    case 0:
      return token('setMemberFreeze', [account, on], () => ledger.freeze(account, 'frozenByMember', on))
    case 1:
      return token(on ? 'freeze' : 'unfreeze', [account], () => ledger.freeze(account, 'frozenByOperator', on))
    case 2:
      return token(on ? 'pauseIssuing' : 'resumeIssuing', [], () => {
        ledger.issuingPaused = on
        ledger.log('IssuingPaused', on)
      })
    default:
      return token(on ? 'pauseRedeeming' : 'resumeRedeeming', [], () => {
        ledger.redeemingPaused = on
        ledger.log('RedeemingPaused', on)
      })
  }
}

function sweep(world: PlainWorld): Drawn {
  const accounts = Array.from({ length: 1 + world.chance.below(6) }, () =>
    world.chance.oneIn(20) ? zero : world.chance.pick(world.members),
  )
  const carryOut = () => (world.ledger.sweep(accounts), [])
  return { operation: { target: 'token', method: 'sweep', args: [accounts], weight: accounts.length }, carryOut }
}

function partnerChange(world: PlainWorld): Drawn {
  const { chance, registry } = world
  const id = chance.oneIn(40) ? 99 : 1 + chance.below(world.partnerCount)
  const points = chance.oneIn(3) ? chance.bigBelow(2n ** 38n) : chance.bigBelow(100_000n)
  const change = (method: string, args: unknown[], carryOut: () => Answer): Drawn => ({
    operation: { target: 'registry', method, args, weight: 1 },
    carryOut,
  })
  switch (chance.below(6)) {
    case 0:
      return change('suspend', [id], () => (registry.changeStatus(id, 'active', 'suspended'), []))
    case 1:
    case 2:
      return change('resume', [id], () => (registry.changeStatus(id, 'suspended', 'active'), []))
    case 3:
      return change('raiseAllowance', [id, points], () => (registry.raise(id, points), []))
    case 4:
      return change('lowerAllowance', [id, points / 64n], () => (registry.lower(id, points / 64n), []))
    default:
      return change('setDailyLimit', [id, points], () => (registry.setDailyLimit(id, points), []))
  }
}
