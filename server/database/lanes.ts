import { assert } from '../domain/assert.ts'
import type { Reader, Transaction } from './engine/client.ts'
import type { LaneModel } from './generated/models.ts'
import type { Narrow } from './engine/row.ts'
import { insertRows, saveRows } from './engine/save-rows.ts'
import { columnList } from './engine/tables.ts'

/** One sending account. */
export type Lane = Narrow<LaneModel, { purpose: 'batches' | 'operator'; state: 'active' | 'quarantined' | 'paused' }>

declare module './engine/tables.ts' {
  interface Rows {
    lane: Lane
  }
}

/** The lanes of a chain and purpose, by address. */
export async function listLanes(reader: Reader, chainId: number, purpose: Lane['purpose']): Promise<Lane[]> {
  return (await reader.lane.findMany({ where: { chainId, purpose }, orderBy: { address: 'asc' } })) as Lane[]
}

/** Remembers a new lane. Does nothing if it is known. */
export async function insertLane(tx: Transaction, lane: Lane): Promise<boolean> {
  return (await insertRows(tx, 'lane', [lane])).length === 1
}

/** Locks a lane until the transaction ends, so that its nonce is given once. */
export async function lockLane(tx: Transaction, address: string): Promise<Lane> {
  const rows = await tx.$queryRawUnsafe<Lane[]>(
    `select ${columnList('lane')} from lane where address = $1 for update`,
    address,
  )
  const lane = rows[0]
  assert(lane !== undefined, `there is no lane ${address}`)
  return lane
}

/** Stores a lane that this transaction has locked. */
export async function saveLane(tx: Transaction, lane: Lane): Promise<void> {
  await saveRows(tx, 'lane', [lane])
}
