import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import serialize from 'canonicalize'
import { type Hash, type Hex, keccak256, stringToBytes } from 'viem'

import { type BatchToSign, hashBatch } from '../../../server/chain/batch-typed-data.ts'
import { postBatchCall } from '../../../server/chain/post-batch-call.ts'
import { composeRecords } from '../../../server/domain/batches.ts'
import { RECEIPT_KINDS, RECEIPT_LEAF_TYPES, type ReceiptKind } from '../../../server/domain/receipts.ts'
import { type CoalitionChain, issuerOf, openCoalitionChain } from '../platform/coalition-chain.ts'
import { actorsOf, type MemberKey, plainMember, STARTS_AT } from './lived-ledger.ts'

/** An entry as a test says it; its number follows from its place. */
export interface ArchivedEntry {
  readonly order: string
  readonly member: MemberKey
  readonly points: bigint
  readonly kind?: ReceiptKind
  readonly explanation?: object | null
}

/** A batch with the lines of its file. */
export interface ArchivedBatch {
  readonly header: Record<string, unknown>
  readonly entries: Record<string, unknown>[]
}

export const RULE = {
  kind: 'linear',
  partnerId: 1,
  currency: 'GBP',
  version: 3,
  points: '1',
  perMinor: '100',
  pointsMax: '500',
}
export const RULE_TEXT = serialize(RULE)!
export const RULE_HASH = keccak256(stringToBytes(RULE_TEXT))

const [ann, bob] = [plainMember('ann'), plainMember('bob')]

/** What a rule gives for an amount, as an entry explains it. */
export const earned = (points: bigint, amountMinor: string) => ({
  rules: [{ hash: RULE_HASH, points: String(points) }],
  currency: 'GBP',
  amountMinor,
})

/** Purchases, a return and a made-up shortfall, in three batches. */
export const BATCHES: readonly (readonly ArchivedEntry[])[] = [
  [
    { order: 'a1', member: ann, points: 250n, explanation: earned(250n, '25099') },
    { order: 'a2', member: bob, points: 500n, explanation: earned(500n, '99000') },
    { order: 'a3', member: ann, points: 30n, explanation: null },
  ],
  [
    {
      order: 'r1',
      member: ann,
      points: -40n,
      kind: 'accrual_reversal',
      explanation: { rules: [{ hash: RULE_HASH, points: '40' }], reverses: [{ entry: '1', points: '40' }] },
    },
  ],
  [
    { order: 'a4', member: bob, points: 60n, explanation: { rules: [{ hash: RULE_HASH, points: '60' }] } },
    { order: 'a4', member: bob, points: -7n, kind: 'shortfall_recovery', explanation: { takenFrom: '5' } },
  ],
]

/** A coalition whose batches have the roots of real receipts, and the files that its archive would have. */
export async function archiveLedger(leafVersion: 1 | 2, batches: typeof BATCHES = BATCHES) {
  const coalition = await openCoalitionChain(STARTS_AT)
  const actors = actorsOf(coalition)
  await actors.enrolPartner(1)
  const files: ArchivedBatch[] = []
  let next = 1n
  for (const entries of batches) {
    files.push(await post(coalition, { firstEntry: next, entries, leafVersion }))
    next += BigInt(entries.length)
  }
  for (let block = 0; block < 10; block += 1) await coalition.edr.mine()
  return { coalition, files }
}

async function post(
  { edr, chain, send, deployment }: CoalitionChain,
  batch: { firstEntry: bigint; entries: readonly ArchivedEntry[]; leafVersion: 1 | 2 },
): Promise<ArchivedBatch> {
  const { firstEntry, entries, leafVersion } = batch
  const lines = entries.map(({ order, member, points, kind = 'accrual', explanation = null }, at) => ({
    entry: String(firstEntry + BigInt(at)),
    order: keccak256(stringToBytes(order)),
    account: member.address,
    points: String(points),
    kind,
    explanation,
  }))
  const types = [...RECEIPT_LEAF_TYPES[leafVersion]]
  const leaves = lines.map(({ entry, order, account, points, kind, explanation }) => [
    entry,
    order,
    1,
    account,
    points,
    RECEIPT_KINDS[kind],
    ...(leafVersion === 1 ? [] : [keccak256(stringToBytes(serialize(explanation)!))]),
  ])
  const receiptsRoot = StandardMerkleTree.of(leaves, types).root as Hash
  const records = composeRecords(entries.map(({ member, points }) => ({ account: member.address, points })))
  const toSign: BatchToSign = {
    partnerId: 1,
    firstEntry,
    entryCount: entries.length,
    receiptsRoot,
    credits: records.credits as Hex,
    debits: records.debits as Hex,
    deadline: 2n ** 40n,
  }
  const call = postBatchCall(chain, toSign, await issuerOf(1).signBatch(chain, toSign))
  await send(call.to, call.data)
  await edr.mine()
  const header = {
    format: 'entente-receipts-1',
    chainId: chain.chainId,
    issuance: deployment.issuance.toLowerCase(),
    partnerId: 1,
    firstEntry: String(firstEntry),
    entryCount: entries.length,
    receiptsRoot,
    batchHash: hashBatch(toSign),
    leafVersion,
  }
  return { header, entries: lines }
}

/** Writes the files of an archive into a folder, as the format says. Tests change the lines before, or the files after. */
export function writeArchive(folder: string, files: readonly ArchivedBatch[]): void {
  mkdirSync(join(folder, 'receipts'), { recursive: true })
  mkdirSync(join(folder, 'rules'), { recursive: true })
  writeFileSync(join(folder, 'index.jsonl'), files.map((file) => writeReceipts(folder, file)).join(''))
  writeFileSync(join(folder, 'rules', `${RULE_HASH}.json`), RULE_TEXT)
}

/** Writes the file of a batch into an archive's folder, and returns its line of the index. */
export function writeReceipts(folder: string, { header, entries }: ArchivedBatch): string {
  const bytes = Buffer.from([header, ...entries].map((line) => `${serialize(line)!}\n`).join(''))
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  writeFileSync(join(folder, 'receipts', `${sha256}.jsonl.gz`), gzipSync(bytes))
  const { batchHash, partnerId, firstEntry } = header
  return `${serialize({ batchHash, sha256, length: bytes.length, partnerId, firstEntry })!}\n`
}
