import type { Reader, Transaction } from './engine/client.ts'
import type { MoveRequestModel } from './generated/models.ts'
import { theRow, type Narrow } from './engine/row.ts'
import { insertNewRows, saveRows } from './engine/save-rows.ts'
import type { NewRow } from './engine/tables.ts'

/** A move of a card account that waits before it is made, or what became of it. */
export type MoveRequest = Narrow<MoveRequestModel, { state: 'waiting' | 'released' | 'refused' | 'failed' }>

declare module './engine/tables.ts' {
  interface Rows {
    move_request: MoveRequest
  }
}

/** The move of an account that waits; null for none. */
export async function findWaitingMove(reader: Reader, account: string): Promise<MoveRequest | null> {
  return (await reader.moveRequest.findFirst({ where: { account, state: 'waiting' } })) as MoveRequest | null
}

/** The newest move that a member asked for, whatever became of it. */
export async function findNewestMoveRequest(reader: Reader, memberId: string): Promise<MoveRequest | null> {
  return (await reader.moveRequest.findFirst({ where: { memberId }, orderBy: { seq: 'desc' } })) as MoveRequest | null
}

/** Moves whose wait is over, in the order in which they were asked for, after one of them. */
export async function listDueMoves(
  reader: Reader,
  { now, afterSeq, rowsMax }: { now: Date; afterSeq: bigint; rowsMax: number },
): Promise<MoveRequest[]> {
  return (await reader.moveRequest.findMany({
    where: { state: 'waiting', readyAt: { lte: now }, seq: { gt: afterSeq } },
    orderBy: { seq: 'asc' },
    take: rowsMax,
  })) as MoveRequest[]
}

/** Stores a move that was asked for. The caller has locked the member. */
export async function insertMoveRequest(tx: Transaction, move: NewRow<'move_request'>): Promise<MoveRequest> {
  return theRow(await insertNewRows(tx, 'move_request', [move], `the move ${move.id} is new`))
}

/** Stores what became of a move. The caller has locked the member. */
export async function saveMoveRequest(tx: Transaction, move: MoveRequest): Promise<void> {
  await saveRows(tx, 'move_request', [move])
}
