import { randomUUID } from 'node:crypto'

import { buildReceiptsTree } from '../../../../server/chain/receipts-tree.ts'
import { insertBatch, type Batch } from '../../../../server/database/batches.ts'
import { insertBlocks } from '../../../../server/database/blocks.ts'
import { insertChainCursor } from '../../../../server/database/chain-cursor.ts'
import type { Database } from '../../../../server/database/engine/client.ts'
import { listOpenEntries, saveEntries } from '../../../../server/database/outbox.ts'
import { insertUnexplainedBatches } from '../../../../server/database/unexplained-batches.ts'
import { insertProjections } from '../../../../server/database/projections.ts'
import { explainEntries } from '../../../../server/relayer/explain-entries.ts'
import { composeRecords } from '../../../../server/domain/batches.ts'
import { epochAt } from '../../../../server/domain/lots.ts'
import { ADDRESSES, CHAIN_ID, EPOCH_SCALE, NOW } from './running-api.ts'

const word = () => `0x${randomUUID().replaceAll('-', '')}${randomUUID().replaceAll('-', '')}`

/** Puts a partner's open entries into a batch, as the relayer does. */
export async function batchOpenEntries(
  db: Database,
  partnerId: number,
  state: Batch['state'] = 'formed',
): Promise<Batch> {
  return db.transaction(async (tx) => {
    const open = await listOpenEntries(tx, partnerId, 1_000)
    const id = randomUUID()
    const numbered = open.map((entry, at) => ({ ...entry, batchId: id, entryNumber: BigInt(at + 1) }))
    const entries = await explainEntries(tx, partnerId, numbered)
    await saveEntries(tx, entries)
    const { credits, debits, credited, debited } = composeRecords(entries)
    return insertBatch(tx, {
      id,
      partnerId,
      firstEntry: 1n,
      entryCount: entries.length,
      receiptsRoot: buildReceiptsTree(entries, 2).root,
      leafVersion: 2,
      credits,
      debits,
      credited,
      debited,
      deadline: NOW,
      batchHash: word(),
      signature: null,
      state,
      parkedReason: state === 'parked' ? 'allowance_exhausted' : null,
      callId: null,
      createdAt: NOW,
    })
  })
}

/** Follows a chain up to a block, of which those up to `finalizedNumber` are final. */
export async function followChainTo(
  db: Database,
  { number, finalizedNumber }: { number: bigint; finalizedNumber: bigint },
) {
  const block = { number, hash: word(), parentHash: word(), timestamp: NOW }
  await db.transaction(async (tx) => {
    await insertBlocks(tx, [block])
    await insertChainCursor(tx, { chainId: CHAIN_ID, issuance: ADDRESSES.issuance, start: block })
    await tx.chainCursor.updateMany({ data: { finalizedNumber } })
  })
}

/** Has a partner post a batch by itself, in a block: what the indexer writes of it, and what the relayer makes of that. */
export async function postDirectly(
  db: Database,
  { partnerId, firstEntry, movements }: { partnerId: number; firstEntry: bigint; movements: [string, bigint][] },
  blockNumber: bigint,
): Promise<{ transactionHash: string }> {
  const [transactionHash, batchHash] = [word(), word()]
  const epoch = epochAt(NOW.getTime() / 1_000, EPOCH_SCALE)
  const entryCount = movements.length
  const sum = (sign: 1n | -1n) =>
    movements.reduce((all, [, points]) => all + (points * sign > 0n ? points * sign : 0n), 0n)
  const event = {
    partnerId,
    firstEntry,
    entryCount,
    receiptsRoot: word(),
    batchHash,
    credited: sum(1n),
    debited: sum(-1n),
  }
  const place = {
    blockNumber,
    blockHash: word(),
    logIndex: entryCount,
    transactionHash,
    sender: null,
    gasUsed: 90_000n,
  }
  await db.transaction(async (tx) => {
    await insertProjections(tx, {
      posted_batch: [{ ...event, ...place, includedAt: NOW, seenAt: NOW }],
      movement: movements.map(([account, points], logIndex) => {
        const kind = points > 0n ? ('accrual' as const) : ('accrual_reversal' as const)
        return { blockNumber, logIndex, epoch, account, points, kind, transactionHash }
      }),
    })
    const [id, waits] = [randomUUID(), { releasedAt: null, releaseReason: null, passedAt: null }]
    const row = {
      id,
      partnerId,
      firstEntry,
      entryCount,
      batchHash,
      signedBy: 'own_key' as const,
      seenAt: NOW,
      ...waits,
    }
    await insertUnexplainedBatches(tx, [row])
  })
  return { transactionHash }
}

/** Posts a batch in a block, as the indexer writes it: the event and what it moved. */
export async function postBatch(db: Database, batch: Batch, blockNumber: bigint): Promise<void> {
  const transactionHash = word()
  const epoch = epochAt(NOW.getTime() / 1_000, EPOCH_SCALE)
  await db.transaction(async (tx) => {
    const { partnerId, firstEntry, entryCount, receiptsRoot, batchHash, credited, debited } = batch
    const event = { partnerId, firstEntry, entryCount, receiptsRoot, batchHash, credited, debited }
    const place = { blockNumber, blockHash: word(), transactionHash, sender: null, gasUsed: 90_000n }
    const entries = await tx.outboxEntry.findMany({ where: { batchId: batch.id }, orderBy: { seq: 'asc' } })
    const when = { logIndex: entries.length, includedAt: NOW, seenAt: new Date(NOW.getTime() + 2_000) }
    const posted = [{ ...event, ...place, ...when }]
    const movement = entries.map(
      ({ account, points }, logIndex) =>
        ({
          blockNumber,
          logIndex,
          epoch,
          account,
          points,
          kind: points > 0n ? 'accrual' : 'accrual_reversal',
          transactionHash,
        }) as const,
    )
    await insertProjections(tx, { posted_batch: posted, movement })
  })
}

/** Gives every call that waits its nonce, as the relayer does: from then on it is on its way, and nothing takes it back. */
export async function bindOpenCalls(db: Database): Promise<void> {
  await db.$executeRaw`
    update call set state = 'bound', lane_address = ${`0x${'1a'.repeat(20)}`}, nonce = seq::int, gas_limit = 100000 where state = 'open'`
}
