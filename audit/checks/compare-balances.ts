import { type Address, encodeFunctionData, type Hex, hexToBigInt, numberToHex } from 'viem'

import { pointsTokenAbi } from '../../abis/PointsToken.ts'
import type { Collector } from '../findings.ts'
import type { Header } from '../read/history.ts'
import type { Ledger } from '../replay/ledger.ts'
import { epochAt, LIFE_EPOCHS, livePoints, type Lots } from '../replay/lots.ts'
import type { State } from '../replay/replay.ts'
import type { Rpc } from '../rpc/json-rpc.ts'

/** Accounts that are asked for at once. */
const ACCOUNTS_AT_ONCE = 500
const LOT_BITS = 36n
const LOT_MASK = (1n << LOT_BITS) - 1n
const SUPPLY_SLOT = 1n
const ZERO: Address = '0x0000000000000000000000000000000000000000'

/** A storage word of the ledger, taken to pieces: see `AccountWord`. */
interface Word {
  readonly lots: Lots
  readonly nonce: number
  readonly frozenByOperator: boolean
  readonly frozenByMember: boolean
  readonly closed: boolean
  readonly reserved: boolean
  readonly successor: Address
}

/** Check 2, the part at the end block: storage words and views of all accounts, and of the supply, are what the log gives. */
export async function compareBalances(
  rpc: Rpc,
  { coalition, ledger }: State,
  {
    end,
    collector,
    onProgress,
  }: { end: Header; collector: Collector; onProgress?: (done: number, all: number) => void },
): Promise<void> {
  const epoch = epochAt(end.timestamp, coalition)
  const addresses = [
    ...new Set([...ledger.accounts.keys(), ...ledger.successors.keys(), ...ledger.reservations.keys(), ZERO]),
  ]
  for (let at = 0; at < addresses.length; at += ACCOUNTS_AT_ONCE) {
    const part = addresses.slice(at, at + ACCOUNTS_AT_ONCE)
    const [words, views] = await Promise.all([
      askWords(rpc, coalition.token, part.map(slotOf), end.number),
      askBalances(rpc, coalition.token, part, end.number),
    ])
    part.forEach((address, place) =>
      compareAccount(
        { address, word: words[place] ?? 0n, view: views[place] ?? 0n },
        { ledger, epoch, end, collector },
      ),
    )
    onProgress?.(at + part.length, addresses.length)
  }
  await compareSupply(rpc, { coalition, ledger }, { end, collector, epoch })
}

const slotOf = (address: Address) => BigInt(address) << 96n

async function askWords(rpc: Rpc, token: Address, slots: readonly bigint[], block: number): Promise<bigint[]> {
  const answers = await rpc.askAll(
    slots.map((slot) => ({
      method: 'eth_getStorageAt',
      params: [token, numberToHex(slot, { size: 32 }), numberToHex(block)],
    })),
  )
  return answers.map((answer) => hexToBigInt(answer as Hex))
}

async function askBalances(rpc: Rpc, token: Address, accounts: readonly Address[], block: number): Promise<bigint[]> {
  const answers = await rpc.askAll(
    accounts.map((account) => ({
      method: 'eth_call',
      params: [
        { to: token, data: encodeFunctionData({ abi: pointsTokenAbi, functionName: 'balanceOf', args: [account] }) },
        numberToHex(block),
      ],
    })),
  )
  return answers.map((answer) => hexToBigInt(answer as Hex))
}

function compareAccount(
  { address, word, view }: { address: Address; word: bigint; view: bigint },
  { ledger, epoch, end, collector }: { ledger: Ledger; epoch: number; end: Header; collector: Collector },
): void {
  collector.count('balances', 'accounts')
  const place = { block: end.number, transaction: null }
  const stored = readWord(word, epoch)
  const wrong = differences(stored, expectedOf(address, ledger), epoch)
  if (wrong.length > 0)
    collector.add('storage_differs', place, `The storage word of ${address} has ${wrong.join(', and ')}.`)
  const holdsPoints = ledger.holderOf(address) === address
  const balance = holdsPoints ? ledger.balanceOf(address, epoch) : 0n
  if (view !== balance)
    collector.add('view_differs', place, `balanceOf(${address}) answers ${view}; the log gives ${balance}.`)
}

type Expected = Omit<Word, 'lots'> & { readonly lots: Lots }

function expectedOf(address: Address, ledger: Ledger): Expected {
  const successor = address === ZERO ? ZERO : (ledger.successors.get(address) ?? ledger.reservations.get(address))
  const account = ledger.accountOf(address)
  return successor === undefined
    ? { ...account, closed: false, reserved: false, successor: ZERO }
    : {
        lots: [],
        nonce: 0,
        frozenByOperator: false,
        frozenByMember: false,
        closed: true,
        reserved: ledger.reservations.has(address),
        successor,
      }
}

/** What of a word is not as it should be, in words. Lots that expired make no difference: they count no longer. */
function differences(stored: Word, expected: Expected, epoch: number): string[] {
  const wrong: string[] = []
  const [is, should] = [lotsText(stored.lots, epoch), lotsText(expected.lots, epoch)]
  if (is !== should) wrong.push(`the lots ${is} instead of ${should}`)
  for (const name of ['nonce', 'frozenByOperator', 'frozenByMember', 'closed', 'reserved', 'successor'] as const)
    if (stored[name] !== expected[name]) wrong.push(`${name} ${stored[name]} instead of ${expected[name]}`)
  return wrong
}

function lotsText(lots: Lots, epoch: number): string {
  const live = lots.filter((lot) => livePoints([lot], epoch) > 0n)
  return live.length === 0 ? 'none' : live.map((lot) => `${lot.epoch}:${lot.points}`).join(' ')
}

/** `[epoch 16][flags 4][nonce 20][lot5 36] ... [lot0 36]`; a closed word has an address in place of lots. */
function readWord(word: bigint, epochNow: number): Word {
  const bit = (at: bigint) => ((word >> at) & 1n) === 1n
  const closed = bit(238n)
  const epoch = Number(word >> 240n)
  return {
    lots: closed ? [] : readLots(word, Math.min(epoch, epochNow + LIFE_EPOCHS)),
    nonce: closed ? 0 : Number((word >> 216n) & 0xfffffn),
    frozenByOperator: bit(236n),
    frozenByMember: bit(237n),
    closed,
    reserved: bit(239n),
    successor: closed ? `0x${(word & ((1n << 160n) - 1n)).toString(16).padStart(40, '0')}` : ZERO,
  }
}

function readLots(word: bigint, epoch: number): Lots {
  return Array.from({ length: LIFE_EPOCHS }, (_, at) => {
    const age = LIFE_EPOCHS - 1 - at
    return { epoch: epoch - age, points: (word >> (LOT_BITS * BigInt(age))) & LOT_MASK }
  }).filter(({ points }) => points > 0n)
}

async function compareSupply(
  rpc: Rpc,
  { coalition, ledger }: Pick<State, 'coalition' | 'ledger'>,
  { end, collector, epoch }: { end: Header; collector: Collector; epoch: number },
): Promise<void> {
  const place = { block: end.number, transaction: null }
  const { token } = coalition
  const [word = 0n] = await askWords(rpc, token, [SUPPLY_SLOT], end.number)
  const total = (await rpc.ask('eth_call', [
    { to: token, data: encodeFunctionData({ abi: pointsTokenAbi, functionName: 'totalSupply' }) },
    numberToHex(end.number),
  ])) as Hex
  const expected = livePoints(ledger.supply, epoch)
  if (hexToBigInt(total) !== expected)
    collector.add('supply_differs', place, `totalSupply() answers ${hexToBigInt(total)}; the log gives ${expected}.`)
  const [is, should] = [lotsText(readLots(word, Number(word >> 240n)), epoch), lotsText(ledger.supply, epoch)]
  if (is !== should) collector.add('supply_differs', place, `The supply word has the lots ${is} instead of ${should}.`)
  const paused = [((word >> 216n) & 1n) === 1n, ((word >> 217n) & 1n) === 1n]
  if (paused[0] !== ledger.issuingPaused || paused[1] !== ledger.redeemingPaused)
    collector.add('supply_differs', place, "The supply word's switches of pauses are not what the events give.")
  const sum = [...ledger.accounts.values()].reduce((all, { lots }) => all + livePoints(lots, epoch), 0n)
  if (sum !== expected)
    collector.add('supply_differs', place, `The accounts have ${sum} points, the supply is ${expected}.`)
  collector.count('balances', 'points', Number(expected))
}
