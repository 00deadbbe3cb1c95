import { expect } from 'chai'
import { custom, type Hex } from 'viem'

import { hashBatch } from '../../../server/chain/batch-typed-data.ts'
import type { Eip1193Request } from '../../../server/chain/client.ts'
import { postBatchCall } from '../../../server/chain/post-batch-call.ts'
import { buildReceiptsTree, commitToOrder, hashText } from '../../../server/chain/receipts-tree.ts'
import { composeRecords } from '../../../server/domain/batches.ts'
import { explanationText } from '../../../server/domain/explanations.ts'
import { RECEIPT_LEAF_TYPES, type ReceiptEntry, receiptLeaf } from '../../../server/domain/receipts.ts'
import { checkReceipt } from '../../../web/src/chain-client/check-receipt.ts'
import { type FindingReason, judgeFindings, RECEIPT_STEPS } from '../../../web/src/chain-client/receipt-findings.ts'
import { type Receipt, parseReceipt, ReceiptMalformed } from '../../../web/src/chain-client/receipt.ts'
import { accountOf, issuerOf, openCoalitionChain, type CoalitionChain } from '../../support/platform/coalition-chain.ts'
import { EDR_CHAIN_ID } from '../../support/platform/edr-chain.ts'

const PARTNER = 7
const ANN = accountOf('ann')
const SALT = `0x${'5a'.repeat(32)}`
const RULE_HASH = `0x${'1e'.repeat(32)}`
const OTHER_HASH = `0x${'11'.repeat(32)}`
const BLOCKS_UNTIL_FINAL = 64

/** A receipt as a test changes it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the tests break the form on purpose
type Loose = any

describe('checkReceipt', function () {
  this.timeout(60_000)
  let coalition: CoalitionChain
  let genuine: Receipt
  let answer: Eip1193Request

  before(async function () {
    coalition = await openCoalitionChain(new Date('2026-01-05T00:00:00Z'))
    await registerPartner()
    genuine = await postReceipts()
    for (let blocks = 0; blocks < BLOCKS_UNTIL_FINAL; blocks++) await coalition.edr.mine()
  })

  beforeEach(() => (answer = coalition.edr.request))

  async function registerPartner(): Promise<void> {
    const key = issuerOf(PARTNER).address
    await coalition.registry('register', [PARTNER, 'Seven', key, key])
    await coalition.registry('raiseAllowance', [PARTNER, 1_000n])
    await coalition.registry('setDailyLimit', [PARTNER, 1_000n])
    await coalition.edr.mine()
  }

  /** Posts three entries of a partner as the relayer does, and keeps the receipt of the second. */
  async function postReceipts(): Promise<Receipt> {
    const entries = [12n, 30n, 5n].map((points, at): ReceiptEntry => {
      const account = at === 0 ? accountOf('bob') : ANN
      const order = { partnerId: PARTNER, orderRef: `order ${String(at)}`, salt: SALT }
      const kind = 'accrual'
      return {
        entryNumber: BigInt(at + 1),
        orderCommitment: commitToOrder(order),
        partnerId: PARTNER,
        account,
        points,
        kind,
        explanation: explanationText({ kind, rules: [{ hash: RULE_HASH, points }] }),
      }
    })
    const tree = buildReceiptsTree(entries, 2)
    const records = composeRecords(entries)
    const credits = records.credits as Hex
    const debits = records.debits as Hex
    const numbered = { partnerId: PARTNER, firstEntry: 1n, entryCount: entries.length }
    const batch = { ...numbered, receiptsRoot: tree.root, credits, debits, deadline: 2n ** 40n }
    const call = postBatchCall(coalition.chain, batch, await issuerOf(PARTNER).signBatch(coalition.chain, batch))
    const transactionHash = await coalition.send(call.to, call.data)
    await coalition.edr.mine()
    const found = (await coalition.edr.request({
      method: 'eth_getTransactionReceipt',
      params: [transactionHash],
    })) as Loose
    const block = (await coalition.edr.request({
      method: 'eth_getBlockByNumber',
      params: [found.blockNumber, false],
    })) as Loose
    const [entryNumber, orderCommitment, partnerId, account, points, kind] = receiptLeaf(entries[1]!)
    const explanationHash = hashText(entries[1]!.explanation!)
    const named = { entryNumber: String(entryNumber), orderCommitment, partnerId, account }
    const leaf = { ...named, points: String(points), kind, explanationHash }
    const posted = {
      blockNumber: String(BigInt(found.blockNumber)),
      blockHash: found.blockHash,
      transactionHash,
      credited: '47',
      debited: '0',
      gasUsed: String(BigInt(found.gasUsed)),
      includedAt: new Date(Number(block.timestamp) * 1_000).toISOString(),
    }
    return parseReceipt({
      leaf,
      leafVersion: 2,
      leafTypes: [...RECEIPT_LEAF_TYPES[2]],
      explanation: { rules: [{ points: '30', hash: RULE_HASH }] },
      order: { reference: 'order 1', salt: SALT },
      proof: tree.proofOf(2n),
      batch: {
        ...numbered,
        firstEntry: '1',
        receiptsRoot: tree.root,
        batchHash: hashBatch(batch),
        credited: '47',
        debited: '0',
        posted,
      },
      contract: coalition.deployment.issuance,
    })
  }

  const expected = () => ({ chainId: EDR_CHAIN_ID, issuance: coalition.deployment.issuance })
  const endpoint = () => custom({ request: (asked: Loose) => answer(asked) }, { retryCount: 0 })
  const check = (receipt: Receipt, question: Loose = {}) =>
    checkReceipt(
      { receipt, expected: expected(), member: { address: ANN, points: '30' }, endpoint: endpoint(), ...question },
      () => undefined,
    )

  /** The genuine receipt with one field changed: `batch.posted.gasUsed` and the like. */
  function altered(path: string, value: unknown): Receipt {
    const copy: Loose = structuredClone(genuine)
    const names = path.split('.')
    const last = names.pop()!
    names.reduce((part, name) => part[name], copy)[last] = value
    return copy
  }

  it('verifies a receipt step by step', async function () {
    const told: string[] = []
    const question = { receipt: genuine, expected: expected(), member: { address: ANN, points: '30' } }
    const findings = await checkReceipt({ ...question, endpoint: endpoint() }, ({ step }) => told.push(step))
    expect(findings.map(({ reason }) => reason)).to.deep.equal([
      'order_matches',
      'proof_leads_to_root',
      'network_matches',
      'contract_matches',
      'transaction_found',
      'event_matches',
      'credit_found',
      'final',
      'member_matches',
    ])
    expect(judgeFindings(findings)).to.equal('verified')
    expect(told).to.deep.equal([...RECEIPT_STEPS])
    expect(findings.at(-3)?.facts).to.include({ account: ANN, points: '30', credited: '35' })
  })

  const later = (time: string) => new Date(Date.parse(time) + 1_000).toISOString()
  const alterations: [path: string, change: (value: Loose) => unknown, reason: FindingReason][] = [
    ['leaf.entryNumber', () => '3', 'proof_leads_elsewhere'],
    ['leaf.entryNumber', () => '4', 'number_out_of_batch'],
    ['leaf.entryNumber', () => '0', 'number_out_of_batch'],
    ['leaf.orderCommitment', () => OTHER_HASH, 'order_differs'],
    ['leaf.partnerId', () => 8, 'partner_differs'],
    ['leaf.account', () => accountOf('bob'), 'proof_leads_elsewhere'],
    ['leaf.points', () => '31', 'proof_leads_elsewhere'],
    ['leaf.kind', () => 2, 'proof_leads_elsewhere'],
    ['leaf.explanationHash', () => OTHER_HASH, 'explanation_differs'],
    ['leaf.explanationHash', () => null, 'explanation_differs'],
    ['leafVersion', () => 1, 'leaf_types_differ'],
    ['leafVersion', () => 3, 'leaf_types_differ'],
    ['explanation.rules', () => [{ hash: RULE_HASH, points: '31' }], 'explanation_differs'],
    ['explanation.rules', () => [{ hash: OTHER_HASH, points: '30' }], 'explanation_differs'],
    ['explanation', () => null, 'explanation_differs'],
    ['leafTypes', (types: string[]) => types.toReversed(), 'leaf_types_differ'],
    ['order.reference', () => 'order 2', 'order_differs'],
    ['order.salt', () => OTHER_HASH, 'order_differs'],
    ['proof', (proof: string[]) => proof.slice(1), 'proof_leads_elsewhere'],
    ['proof', (proof: string[]) => [...proof, OTHER_HASH], 'proof_leads_elsewhere'],
    ['proof', (proof: string[]) => [OTHER_HASH, ...proof.slice(1)], 'proof_leads_elsewhere'],
    ['batch.partnerId', () => 8, 'partner_differs'],
    ['batch.firstEntry', () => '2', 'event_first_entry_differs'],
    ['batch.entryCount', () => 4, 'event_entry_count_differs'],
    ['batch.receiptsRoot', () => OTHER_HASH, 'event_root_differs'],
    ['batch.batchHash', () => OTHER_HASH, 'event_hash_differs'],
    ['batch.credited', () => '48', 'event_credited_differs'],
    ['batch.posted.credited', () => '48', 'event_credited_differs'],
    ['batch.posted.debited', () => '1', 'event_debited_differs'],
    ['batch.posted.blockNumber', (number: string) => String(Number(number) + 1), 'block_number_differs'],
    ['batch.posted.blockHash', () => OTHER_HASH, 'block_hash_differs'],
    ['batch.posted.transactionHash', () => OTHER_HASH, 'transaction_missing'],
    ['batch.posted.gasUsed', (gas: string) => String(Number(gas) + 1), 'gas_used_differs'],
    ['batch.posted.includedAt', later, 'time_differs'],
    ['contract', () => accountOf('bob'), 'contract_differs'],
  ]
  for (const [path, change, reason] of alterations)
    it(`refuses an altered ${path} as ${reason}`, async function () {
      const value = path.split('.').reduce((part: Loose, name) => part[name], genuine)
      const findings = await check(altered(path, change(value)))
      const failed = findings.filter(({ outcome }) => outcome === 'failed').map((finding) => finding.reason)
      expect(failed).to.include(reason)
      expect(judgeFindings(findings)).to.equal('refuted')
    })

  it('alters each field of the receipt once, at least', function () {
    const paths = (value: object, prefix = ''): string[] =>
      Object.entries(value).flatMap(([name, part]) =>
        typeof part === 'object' && part !== null && !Array.isArray(part)
          ? paths(part as object, `${prefix}${name}.`)
          : [`${prefix}${name}`],
      )
    const tried = new Set(alterations.map(([path]) => path))
    // What was asked back may be more than what was taken: see the test below.
    expect(paths(genuine).filter((path) => !tried.has(path))).to.deep.equal(['batch.debited'])
  })

  it('lets more be asked back than was there to take, and not less', async function () {
    expect(judgeFindings(await check(altered('batch.debited', '9')))).to.equal('verified')
  })

  it('says that a receipt is of another member, or shown with other points', async function () {
    const reasonFor = async (member: unknown) => (await check(genuine, { member })).at(-1)?.reason
    expect(await reasonFor({ address: accountOf('bob'), points: '30' })).to.equal('member_differs')
    expect(await reasonFor({ address: ANN, points: '300' })).to.equal('member_points_differ')
    expect(await reasonFor({ address: ANN.toUpperCase().replace('0X', '0x'), points: null })).to.equal('member_matches')
    expect(await reasonFor(null)).to.equal('nobody_signed_in')
    expect(judgeFindings(await check(genuine, { member: null }))).to.equal('verified')
  })

  it('knows a batch that is not posted yet, and one that is not final yet', async function () {
    const early = await check(altered('batch.posted', null))
    expect(early.find(({ step }) => step === 'transaction')?.reason).to.equal('batch_not_posted')
    expect(judgeFindings(early)).to.equal('not_final')
    answer = async (asked) => {
      const params = asked.params as Loose[] | undefined
      const isFinal = asked.method === 'eth_getBlockByNumber' && params?.[0] === 'finalized'
      return coalition.edr.request(isFinal ? { ...asked, params: ['earliest', false] } : asked)
    }
    const shallow = await check(genuine)
    expect(shallow.find(({ step }) => step === 'finality')).to.deep.include({
      outcome: 'open',
      reason: 'not_final_yet',
    })
    expect(judgeFindings(shallow)).to.equal('not_final')
  })

  it('says what an endpoint is that is of another network, silent or out of its mind', async function () {
    const network = await check(genuine, { expected: { ...expected(), chainId: 1 } })
    expect(network.at(2)).to.deep.include({ outcome: 'unknown', reason: 'network_differs' })
    expect(network.at(2)?.facts).to.deep.equal({ expected: '1', answered: String(EDR_CHAIN_ID) })
    expect(judgeFindings(network)).to.equal('incomplete')
    answer = () => Promise.reject(new Error('connect ECONNREFUSED'))
    const silent = await check(genuine)
    expect(silent.map(({ reason }) => reason).slice(2, 4)).to.deep.equal(['endpoint_unreachable', 'not_reached'])
    expect(silent.map(({ step }) => step)).to.deep.equal([...RECEIPT_STEPS])
    // Neither makes a good receipt bad, nor a bad one good.
    expect(judgeFindings(silent)).to.equal('incomplete')
    expect(judgeFindings(await check(altered('leaf.points', '31')))).to.equal('refuted')
    answer = async (asked) => (asked.method === 'eth_chainId' ? coalition.edr.request(asked) : { nonsense: true })
    expect(judgeFindings(await check(genuine))).to.not.equal('verified')
  })

  it('notices what one lying answer contradicts', async function () {
    const lie = async (method: string, change: (value: Loose) => unknown) => {
      answer = async (asked) => {
        const value = await coalition.edr.request(asked)
        return asked.method === method ? change(value) : value
      }
      const findings = await check(genuine)
      return findings.filter(({ outcome }) => outcome === 'failed').map(({ reason }) => reason)
    }
    expect(await lie('eth_getTransactionReceipt', () => null)).to.deep.equal(['transaction_missing'])
    expect(await lie('eth_getTransactionReceipt', (found) => ({ ...found, status: '0x0' }))).to.include(
      'transaction_reverted',
    )
    expect(await lie('eth_getTransactionReceipt', (found) => ({ ...found, logs: [] }))).to.include('event_missing')
    expect(await lie('eth_getTransactionReceipt', (found) => ({ ...found, blockHash: OTHER_HASH }))).to.include(
      'block_replaced',
    )
    expect(await lie('eth_getCode', () => '0x')).to.include('contract_missing')
    // The contract is asked for its ledger: another one has no record of these points.
    const other = `0x${accountOf('bob').slice(2).padStart(64, '0')}`
    expect(await lie('eth_call', () => other)).to.include('credit_missing')
  })
})

describe('parseReceipt', function () {
  for (const [what, value] of Object.entries({
    nothing: null,
    'a list': [],
    'a text': 'receipt',
    'an empty object': {},
    'a leaf that is a text': { order: { reference: null, salt: SALT }, leaf: 'leaf' },
  }))
    it(`refuses ${what}`, function () {
      expect(() => parseReceipt(value)).to.throw(ReceiptMalformed)
    })
})
