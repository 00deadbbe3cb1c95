import { keccak256, toBeHex } from 'ethers'

import { disputed, open } from './plain-clearing.ts'
import type { Drawn, PlainWorld } from './plain-world.ts'

const noPayment = `0x${'00'.repeat(32)}`

/** Draws what somebody asks of `Clearing`, or new prices. */
export function clearingChange(world: PlainWorld): Drawn {
  const kind = world.chance.below(16)
  if (kind < 3) return close(world)
  if (kind < 4) return extend(world)
  return kind < 6 ? setPrices(world) : act(world)
}

const asked = (method: string, args: unknown[], carryOut: () => void, weight = 1): Drawn => ({
  operation: { target: 'clearing', method, args, weight },
  carryOut: () => (carryOut(), []),
})

function close({ chance, clearing }: PlainWorld): Drawn {
  const month = clearing.month + (chance.oneIn(12) ? 1 - 2 * chance.below(2) : 0)
  const partnersMax = chance.oneIn(6) ? 2n ** 256n - 1n : BigInt(chance.below(4))
  return asked('closeMonth', [month, partnersMax], () => clearing.closeMonth(month, partnersMax))
}

function extend({ chance, clearing, partnerCount }: PlainWorld): Drawn {
  const id = chance.oneIn(3) ? 998 + chance.below(10) : chance.below(partnerCount + 3)
  return asked('extendTo', [id], () => clearing.extendTo(id))
}

function setPrices({ chance, registry, partnerCount }: PlainWorld): Drawn {
  const id = chance.oneIn(40) ? 99 : 1 + chance.below(partnerCount)
  const month = registry.month() + chance.below(3)
  const price = () => (chance.oneIn(30) ? 2n ** 80n : chance.oneIn(3) ? 500_000n : chance.bigBelow(3_000_000n))
  const [issuePrice, redeemPrice] = [price(), price()]
  return {
    operation: { target: 'registry', method: 'setPrices', args: [id, month, issuePrice, redeemPrice], weight: 1 },
    carryOut: () => (registry.setPrices(id, month, { issuePrice, redeemPrice }), []),
  }
}

/** What is done with a position: mostly what can be. */
function act(world: PlainWorld): Drawn {
  const { chance, clearing } = world
  const [month, id] = drawPosition(world)
  const { state, sequence: next, partnerPayment, operatorPayment } = clearing.positionOf(month, id)
  const sequence = chance.oneIn(15) ? next + 1n - (next > 0n ? 2n : 0n) * chance.bigBelow(2n) : next
  const signed = !chance.oneIn(15)
  const signature = signed ? '0x01' : '0x02'
  const word = keccak256(toBeHex(chance.below(3), 1))
  const markWith = (ofOther: string) =>
    chance.oneIn(20) ? noPayment : chance.oneIn(3) && ofOther !== noPayment ? ofOther : word
  const isEnd = state === disputed ? !chance.oneIn(4) : state === open ? chance.oneIn(12) : chance.oneIn(4)
  if (isEnd && chance.oneIn(2))
    return asked('resolveDispute', [month, id, word], () => clearing.resolve(month, id, word))
  if (isEnd)
    return asked('withdrawDispute', [month, id, sequence, signature], () =>
      clearing.withdraw(month, id, { sequence, signed }),
    )
  const kind = chance.below(3)
  if (kind === 0)
    return asked('dispute', [month, id, word, sequence, signature], () =>
      clearing.dispute(month, id, word, { sequence, signed }),
    )
  const payment = markWith(kind === 1 ? partnerPayment : operatorPayment)
  if (kind === 1) return asked('markByOperator', [month, id, payment], () => clearing.mark(month, id, payment))
  return asked('markByPartner', [month, id, payment, sequence, signature], () =>
    clearing.mark(month, id, payment, { sequence, signed }),
  )
}

/** Of a month that was closed lately, or is being closed. */
function drawPosition({ chance, clearing, partnerCount }: PlainWorld): [month: number, id: number] {
  const month = clearing.month - (chance.oneIn(5) ? 0 : 1 + chance.below(2))
  return [month, chance.oneIn(40) ? 99 : 1 + chance.below(partnerCount)]
}
