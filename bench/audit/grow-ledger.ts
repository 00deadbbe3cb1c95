import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import serialize from 'canonicalize'
import { type Hex, hexToBytes, keccak256, numberToHex, stringToBytes } from 'viem'

import { type BatchToSign, batchDigest, hashBatch } from '../../server/chain/batch-typed-data.ts'
import { packWords } from '../../server/chain/pack-words.ts'
import { postBatchCall } from '../../server/chain/post-batch-call.ts'
import { hashText } from '../../server/chain/receipts-tree.ts'
import { buildStandardTree } from '../../server/chain/standard-tree.ts'
import { composeRecords } from '../../server/domain/batches.ts'
import { RECEIPT_KINDS } from '../../server/domain/receipts.ts'
import { writeReceipts } from '../../test/support/audit/archive-ledger.ts'
import { type CoalitionChain, issuerOf, openCoalitionChain } from '../../test/support/platform/coalition-chain.ts'
import { EDR_CHAIN_ID, EDR_FINALITY_DEPTH } from '../../test/support/platform/edr-chain.ts'

/** Receipts in a batch: what the relayer posts on a busy day, and far from what a batch may have. */
export const BATCH_RECEIPTS = 250
/** A new member for so many receipts. */
export const RECEIPTS_PER_MEMBER = 50
/** One receipt in so many is a return of an earlier purchase; one in so many tells its amount. */
const RETURN_EVERY = 20
const DISCLOSED_EVERY = 10
export const PARTNER = 1
const POINTS_MAX = 500
const LIMIT = 10n ** 14n
const STARTS_AT = new Date('2026-03-10T09:00:00Z')

const RULE = serialize({
  kind: 'linear',
  partnerId: PARTNER,
  currency: 'GBP',
  version: 1,
  points: '1',
  perMinor: '100',
  pointsMax: null,
})!
const RULE_HASH = hashText(RULE)

/** A ledger of one partner, the archive of its receipts, and a file with what an audit cannot do without: leaves and signatures. */
export interface GrowingLedger {
  readonly coalition: CoalitionChain
  readonly archive: string
  readonly leaves: string
  /** Posts batches until there are so many receipts, all of them final. */
  growTo(receipts: number, onProgress: (receipts: number) => void): Promise<void>
  close(): Promise<void>
}

interface Line {
  readonly entry: string
  readonly order: Hex
  readonly account: Hex
  readonly points: string
  readonly kind: 'accrual' | 'accrual_reversal'
  readonly explanation: object
}

/** Opens a ledger without receipts, and its archive in a folder. */
export async function openLedger(folder: string): Promise<GrowingLedger> {
  const coalition = await openCoalitionChain(STARTS_AT)
  const issuer = issuerOf(PARTNER).address
  await coalition.registry('register', [PARTNER, 'Bench', issuer, issuer])
  await coalition.registry('raiseAllowance', [PARTNER, LIMIT])
  await coalition.registry('setDailyLimit', [PARTNER, LIMIT])
  await coalition.edr.mine()
  const archive = join(folder, 'archive')
  for (const part of ['receipts', 'rules']) mkdirSync(join(archive, part), { recursive: true })
  writeFileSync(join(archive, 'rules', `${RULE_HASH}.json`), RULE)
  writeFileSync(join(archive, 'index.jsonl'), '')
  const leaves = join(folder, 'leaves.bin')
  writeFileSync(leaves, '')
  let posted = 0
  return {
    coalition,
    archive,
    leaves,
    async growTo(receipts, onProgress) {
      while (posted < receipts) {
        await postLines(coalition, linesFrom(posted, Math.min(BATCH_RECEIPTS, receipts - posted)), { archive, leaves })
        posted += Math.min(BATCH_RECEIPTS, receipts - posted)
        onProgress(posted)
      }
      for (let block = 0; block <= EDR_FINALITY_DEPTH; block += 1) await mine(coalition)
    },
    close: () => coalition.edr.close(),
  }
}

const accountAt = (member: number): Hex => `0x${keccak256(stringToBytes(`member ${member}`)).slice(26)}`
const pointsAt = (receipt: number): number => 1 + ((receipt * 7_919) % POINTS_MAX)
const memberAt = (receipt: number): number => (receipt * 104_729) % (1 + Math.floor(receipt / RECEIPTS_PER_MEMBER))
const isReturn = (receipt: number): boolean => receipt % RETURN_EVERY === RETURN_EVERY - 1

/** Receipts by their place, from 0 on. A return takes back the purchase right before it. */
function linesFrom(first: number, count: number): Line[] {
  return Array.from({ length: count }, (_, at): Line => {
    const receipt = first + at
    const bought = isReturn(receipt) ? receipt - 1 : receipt
    const points = String(pointsAt(bought))
    const rules = [{ hash: RULE_HASH, points }]
    const common = {
      entry: String(receipt + 1),
      order: keccak256(stringToBytes(`order ${receipt}`)),
      account: accountAt(memberAt(bought)),
    }
    if (isReturn(receipt)) {
      const explanation = { rules, reverses: [{ entry: String(bought + 1), points }] }
      return { ...common, points: `-${points}`, kind: 'accrual_reversal', explanation }
    }
    const amount = receipt % DISCLOSED_EVERY === 0 ? { currency: 'GBP', amountMinor: `${points}99` } : {}
    return { ...common, points, kind: 'accrual', explanation: { rules, ...amount } }
  })
}

const leafOf = ({ entry, order, account, points, kind, explanation }: Line): Uint8Array =>
  packWords([
    BigInt(entry),
    hexToBytes(order),
    PARTNER,
    hexToBytes(account),
    BigInt(points),
    RECEIPT_KINDS[kind],
    hexToBytes(hashText(serialize(explanation)!)),
  ])

async function postLines(
  coalition: CoalitionChain,
  lines: readonly Line[],
  files: { archive: string; leaves: string },
): Promise<void> {
  const { chain, deployment } = coalition
  const encoded = lines.map((line) => ({ name: line.entry, leaf: leafOf(line) }))
  const records = composeRecords(lines.map(({ account, points }) => ({ account, points: BigInt(points) })))
  const batch: BatchToSign = {
    partnerId: PARTNER,
    firstEntry: BigInt(lines[0]!.entry),
    entryCount: lines.length,
    receiptsRoot: buildStandardTree(encoded).root,
    credits: records.credits as Hex,
    debits: records.debits as Hex,
    deadline: 2n ** 40n,
  }
  const signature = await issuerOf(PARTNER).signBatch(chain, batch)
  const call = postBatchCall(chain, batch, signature)
  await coalition.send(call.to, call.data)
  await mine(coalition)
  const header = {
    format: 'entente-receipts-1',
    chainId: EDR_CHAIN_ID,
    issuance: deployment.issuance.toLowerCase(),
    partnerId: PARTNER,
    firstEntry: String(batch.firstEntry),
    entryCount: lines.length,
    receiptsRoot: batch.receiptsRoot,
    batchHash: hashBatch(batch),
    leafVersion: 2,
  }
  appendFileSync(
    join(files.archive, 'index.jsonl'),
    writeReceipts(files.archive, { header, entries: lines.map((line) => ({ ...line })) }),
  )
  const signed = packWords([lines.length, hexToBytes(batchDigest(chain, batch)), hexToBytes(batch.receiptsRoot)])
  appendFileSync(files.leaves, Buffer.concat([signed, hexToBytes(signature), ...encoded.map(({ leaf }) => leaf)]))
}

/** Without the snapshots of `edr.mine`, which would fill the memory: nothing is unmade here. */
async function mine({ edr }: CoalitionChain): Promise<void> {
  const { timestamp } = await edr.head()
  await edr.request({ method: 'evm_setNextBlockTimestamp', params: [numberToHex(timestamp + 12)] })
  await edr.request({ method: 'evm_mine', params: [] })
}
