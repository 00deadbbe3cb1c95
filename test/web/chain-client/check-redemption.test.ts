import { expect } from 'chai'
import { custom } from 'viem'

import type { Eip1193Request } from '../../../server/chain/client.ts'
import { orderDigest } from '../../../server/chain/redemption-order-hash.ts'
import { checkRedemption } from '../../../web/src/chain-client/check-redemption.ts'
import { type FindingReason, judgeFindings, REDEMPTION_STEPS } from '../../../web/src/chain-client/receipt-findings.ts'
import { ReceiptMalformed } from '../../../web/src/chain-client/receipt.ts'
import { parseAnyReceiptText, type RedemptionReceipt } from '../../../web/src/chain-client/redemption-receipt.ts'
import { accountOf, type CoalitionChain, openCoalitionChain } from '../../support/platform/coalition-chain.ts'
import { EDR_CHAIN_ID } from '../../support/platform/edr-chain.ts'
import { ANN, burnOrders, PASSKEY } from './burned-orders.ts'

const OTHER_HASH = `0x${'11'.repeat(32)}`
const BLOCKS_UNTIL_FINAL = 64

/** A receipt as a test changes it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the tests break the form on purpose
type Loose = any

describe('checkRedemption', function () {
  this.timeout(60_000)
  let coalition: CoalitionChain
  /** Of a plain key, with two parts that came back; of a passkey; of a contract wallet. */
  let genuine: RedemptionReceipt
  let ofPasskey: RedemptionReceipt
  let ofWallet: RedemptionReceipt
  let answer: Eip1193Request

  before(async function () {
    coalition = await openCoalitionChain(new Date('2026-01-05T00:00:00Z'))
    ;({ genuine, ofPasskey, ofWallet } = await burnOrders(coalition))
    for (let blocks = 0; blocks < BLOCKS_UNTIL_FINAL; blocks++) await coalition.edr.mine()
  })

  beforeEach(() => (answer = coalition.edr.request))

  const expected = () => ({ chainId: EDR_CHAIN_ID, redemption: coalition.chain.addresses.redemption })
  const endpoint = () => custom({ request: async (asked: Loose) => answer(asked) }, { retryCount: 0 })
  const check = (receipt: RedemptionReceipt, changes: Loose = {}) =>
    checkRedemption({ receipt, expected: expected(), address: null, endpoint: endpoint(), ...changes }, () => undefined)
  const reasonsOf = async (receipt: RedemptionReceipt, changes: Loose = {}) =>
    (await check(receipt, changes)).map(({ reason }) => reason)

  function altered(path: string, value: unknown): RedemptionReceipt {
    const copy: Loose = structuredClone(genuine)
    const names = path.split('.')
    const last = names.pop()!
    names.reduce((part, name) => part[name], copy)[last] = value
    return copy
  }

  it('verifies a receipt step by step, with what came back', async () => {
    const told: string[] = []
    const findings = await checkRedemption(
      { receipt: genuine, expected: expected(), address: ANN, endpoint: endpoint() },
      ({ step }) => told.push(step),
    )
    expect(findings.map(({ reason }) => reason)).to.deep.equal([
      'given_matches',
      'signed_by_key',
      'network_matches',
      'burn_contract_matches',
      'burn_transaction_found',
      'burn_found',
      'restored_found',
      'final',
      'member_matches',
    ])
    expect(judgeFindings(findings)).to.equal('verified')
    expect(told).to.deep.equal([...REDEMPTION_STEPS])
    expect(findings.at(-3)?.facts).to.include({ restored: '50', counted: '50' })
  })

  it('verifies the signatures of a passkey and of a contract wallet', async () => {
    expect((await reasonsOf(ofPasskey)).slice(1, 7)).to.deep.equal([
      'signed_by_passkey',
      'network_matches',
      'burn_contract_matches',
      'burn_transaction_found',
      'burn_found',
      'nothing_restored',
    ])
    expect(judgeFindings(await check(ofPasskey))).to.equal('verified')
    expect((await reasonsOf(ofWallet))[1]).to.equal('signed_by_contract')
    expect(judgeFindings(await check(ofWallet))).to.equal('verified')
  })

  it('refuses a signature that is another’s, whatever kind the member is', async () => {
    const swapped = async (receipt: RedemptionReceipt, memberSignature: string) =>
      (await reasonsOf({ ...receipt, memberSignature }))[1]
    expect(await swapped(genuine, ofWallet.memberSignature)).to.equal('signature_differs')
    expect(await swapped(genuine, ofPasskey.memberSignature)).to.equal('signature_differs')
    expect(await swapped(ofPasskey, genuine.memberSignature)).to.equal('signature_differs')
    expect(await swapped(ofPasskey, PASSKEY.assert(OTHER_HASH))).to.equal('signature_differs')
    const without = PASSKEY.assert(orderDigestOf(ofPasskey), { flags: 0x01 })
    expect(await swapped(ofPasskey, without)).to.equal('signature_differs')
    // A wallet may have changed its mind since: that refutes nothing, because the ledger asked it then.
    const changed = await check({ ...ofWallet, memberSignature: genuine.memberSignature })
    expect(changed[1]).to.include({ outcome: 'left_out', reason: 'contract_says_no' })
  })

  const orderDigestOf = ({ order }: RedemptionReceipt) =>
    orderDigest(coalition.chain, {
      ...order,
      points: BigInt(order.points),
      nonce: Number(order.nonce),
      deadline: new Date(Number(order.deadline) * 1_000),
    })

  const later = (time: string) => new Date(Date.parse(time) + 1_000).toISOString()
  const up = (number: string) => String(BigInt(number) + 1n)
  const alterations: [path: string, change: (value: Loose) => unknown, reason: FindingReason][] = [
    ['order.partnerId', () => 8, 'given_differs'],
    ['order.member', () => accountOf('bob'), 'order_hash_differs'],
    ['order.points', up, 'order_hash_differs'],
    ['order.reward', () => OTHER_HASH, 'given_differs'],
    ['order.nonce', up, 'order_hash_differs'],
    ['order.deadline', up, 'order_hash_differs'],
    ['orderHash', () => OTHER_HASH, 'order_hash_differs'],
    [
      'memberSignature',
      (signature: string) => `${signature.slice(0, 20)}ff${signature.slice(22)}`,
      'signature_differs',
    ],
    ['given.rewardId', () => '0199ac02-77d1-7a90-b2c3-d4e5f6071829', 'given_differs'],
    ['given.reference', () => 'till 9', 'given_differs'],
    ['given.salt', () => OTHER_HASH, 'given_differs'],
    ['given.rewardText', (text: string) => `${text} `, 'given_differs'],
    ['burned.blockNumber', up, 'block_number_differs'],
    ['burned.blockHash', () => OTHER_HASH, 'block_hash_differs'],
    ['burned.transactionHash', () => OTHER_HASH, 'transaction_missing'],
    ['burned.includedAt', later, 'time_differs'],
    ['burned.points', up, 'burn_missing'],
    ['restored', (parts: Loose[]) => parts.map((part) => ({ ...part, points: '60' })), 'restored_too_much'],
    ['restored', (parts: Loose[]) => [parts[0], { ...parts[1], points: '21' }], 'restored_missing'],
    ['restored', (parts: Loose[]) => [parts[0], parts[0]], 'restored_missing'],
    ['restored', (parts: Loose[]) => [parts[0], { ...parts[1], transactionHash: OTHER_HASH }], 'restored_missing'],
    ['restored', (parts: Loose[]) => [parts[0], { ...parts[1], blockNumber: '1' }], 'restored_missing'],
    ['contract', () => accountOf('bob'), 'burn_contract_differs'],
  ]
  for (const [path, change, reason] of alterations)
    it(`refuses an altered ${path} as ${reason}`, async () => {
      const value = path.split('.').reduce((part: Loose, name) => part[name], genuine)
      const findings = await check(altered(path, change(value)))
      const failed = findings.filter(({ outcome }) => outcome === 'failed').map((finding) => finding.reason)
      expect(failed).to.include(reason)
      expect(judgeFindings(findings)).to.equal('refuted')
    })

  it('alters each field of the receipt once, at least', () => {
    const paths = (value: object, prefix = ''): string[] =>
      Object.entries(value).flatMap(([name, part]) =>
        typeof part === 'object' && part !== null && !Array.isArray(part)
          ? paths(part as object, `${prefix}${name}.`)
          : [`${prefix}${name}`],
      )
    const tried = new Set(alterations.map(([path]) => path))
    expect(paths(genuine).filter((path) => !tried.has(path))).to.deep.equal(['kind'])
  })

  it('says that more came back since, which is no fault of the receipt', async () => {
    const early = await check(altered('restored', genuine.restored.slice(0, 1)))
    expect(early.at(-3)).to.include({ outcome: 'open', reason: 'restored_more_since' })
    expect(judgeFindings(early)).to.equal('not_final')
  })

  it('says that a receipt is of another member', async () => {
    const reasonFor = async (address: string | null) => (await reasonsOf(genuine, { address })).at(-1)
    expect(await reasonFor(accountOf('bob'))).to.equal('member_differs')
    expect(await reasonFor(ANN.toUpperCase().replace('0X', '0x'))).to.equal('member_matches')
    expect(await reasonFor(null)).to.equal('nobody_signed_in')
  })

  it('notices what one lying answer contradicts', async () => {
    const lie = async (method: string, change: (value: Loose) => unknown) => {
      answer = async (asked) => {
        const value = await coalition.edr.request(asked)
        return asked.method === method ? change(value) : value
      }
      const findings = await check(genuine)
      return findings.filter(({ outcome }) => outcome === 'failed').map(({ reason }) => reason)
    }
    expect(await lie('eth_getTransactionReceipt', () => null)).to.deep.equal(['transaction_missing'])
    const reverted = await lie('eth_getTransactionReceipt', (found) => ({ ...found, status: '0x0' }))
    expect(reverted).to.include('transaction_reverted')
    expect(await lie('eth_getTransactionReceipt', (found) => ({ ...found, logs: [] }))).to.include('burn_missing')
    const token = coalition.chain.addresses.token.toLowerCase()
    const withoutLedger = (found: Loose) => ({
      ...found,
      logs: found.logs.filter((log: Loose) => log.address !== token),
    })
    expect(await lie('eth_getTransactionReceipt', withoutLedger)).to.include('burn_unbooked')
    expect(await lie('eth_getCode', () => '0x')).to.include('contract_missing')
  })

  it('says what an endpoint is that is of another network, or silent', async () => {
    const network = await check(genuine, { expected: { ...expected(), chainId: 1 } })
    // On another network the member signed something else.
    expect(network.at(1)).to.include({ outcome: 'failed', reason: 'signature_differs' })
    answer = () => Promise.reject(new Error('connect ECONNREFUSED'))
    const silent = await check(genuine)
    expect(silent.map(({ reason }) => reason).slice(1, 4)).to.deep.equal([
      'signed_by_key',
      'endpoint_unreachable',
      'not_reached',
    ])
    expect(silent.map(({ step }) => step)).to.deep.equal([...REDEMPTION_STEPS])
    expect(judgeFindings(silent)).to.equal('incomplete')
    expect((await check(ofWallet))[1]).to.include({ outcome: 'unknown', reason: 'endpoint_unreachable' })
  })

  it('is read from what a member pastes, and says which field is not as it must be', () => {
    expect(parseAnyReceiptText(JSON.stringify(genuine))).to.deep.equal(genuine)
    const fault = (path: string, value: unknown) => {
      try {
        parseAnyReceiptText(JSON.stringify(altered(path, value)))
      } catch (error) {
        return error instanceof ReceiptMalformed ? error.field : String(error)
      }
      return null
    }
    expect(fault('order.member', 'ann')).to.equal('order.member')
    expect(fault('order.points', '-1')).to.equal('order.points')
    expect(fault('memberSignature', '0x5')).to.equal('memberSignature')
    expect(fault('memberSignature', `0x${'00'.repeat(16_384)}`)).to.equal(null)
    expect(fault('memberSignature', `0x${'00'.repeat(16_385)}`)).to.equal('memberSignature')
    const parts = (count: number) => Array.from({ length: count }, () => genuine.restored[0])
    expect(fault('restored', parts(1_000))).to.equal(null)
    expect(fault('restored', parts(1_001))).to.equal('restored')
    expect(fault('restored', [{}])).to.equal('restored[0].includedAt')
    expect(fault('burned', null)).to.equal('burned')
  })
})
