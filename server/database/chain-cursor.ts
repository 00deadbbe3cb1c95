import type { Reader, Transaction } from './engine/client.ts'
import type { ChainCursorModel } from './generated/models.ts'
import { insertRows } from './engine/save-rows.ts'

/** How far the projections follow a chain. */
export type ChainCursor = Readonly<ChainCursorModel>

declare module './engine/tables.ts' {
  interface Rows {
    chain_cursor: ChainCursor
  }
}

/** A block as the cursor names it. */
export interface BlockName {
  number: bigint
  hash: string
}

/** How far the projections follow the chain; null before they began to. */
export async function findChainCursor(reader: Reader, chainId: number): Promise<ChainCursor | null> {
  return reader.chainCursor.findUnique({ where: { chainId } })
}

/** Begins to follow a chain after `start`. Does nothing if another process was faster. */
export async function insertChainCursor(
  tx: Transaction,
  { chainId, issuance, start }: { chainId: number; issuance: string; start: BlockName },
): Promise<boolean> {
  const cursor: ChainCursor = {
    chainId,
    issuance,
    processedNumber: start.number,
    processedHash: start.hash,
    finalizedNumber: start.number,
    haltedReason: null,
    doubtReason: null,
    behindSince: null,
    leader: null,
    leaderUntil: null,
  }
  return (await insertRows(tx, 'chain_cursor', [cursor])).length === 1
}

/**
 * Moves the cursor, forward or back, if it still stands where the caller saw it and the caller still leads. False: what
 * the caller prepared is out of date, and its transaction must write nothing. Where it goes back below the final block,
 * nothing above it counts as final.
 */
export async function moveChainCursor(tx: Transaction, seen: ChainCursor, to: BlockName): Promise<boolean> {
  const moved = await tx.chainCursor.updateMany({
    where: { ...asSeen(seen), haltedReason: null },
    data: {
      processedNumber: to.number,
      processedHash: to.hash,
      behindSince: null,
      ...(to.number < seen.finalizedNumber ? { finalizedNumber: to.number } : {}),
    },
  })
  return moved.count === 1
}

/** Notes how far the chain is final. Never takes it back: a lagging endpoint changes nothing. */
export async function raiseFinalized(tx: Transaction, seen: ChainCursor, finalizedNumber: bigint): Promise<boolean> {
  const raised = await tx.chainCursor.updateMany({
    where: { ...asSeen(seen), finalizedNumber: { lt: finalizedNumber } },
    data: { finalizedNumber },
  })
  return raised.count === 1
}

/** Notes since when the chain's head has been behind the cursor, or that it no longer is. */
export async function setBehindSince(tx: Transaction, seen: ChainCursor, behindSince: Date | null): Promise<void> {
  await tx.chainCursor.updateMany({ where: asSeen(seen), data: { behindSince } })
}

/** Stops following until somebody has checked what the reason describes. Null lets it continue. */
export async function setHaltedReason(tx: Transaction, seen: ChainCursor, haltedReason: string | null): Promise<void> {
  await tx.chainCursor.updateMany({ where: asSeen(seen), data: { haltedReason } })
}

/** Records for the status why the logs that were read are in doubt; null when they are not. */
export async function setDoubtReason(tx: Transaction, seen: ChainCursor, doubtReason: string | null): Promise<void> {
  await tx.chainCursor.updateMany({ where: asSeen(seen), data: { doubtReason } })
}

/** Puts the cursor back to where following began, whichever process leads, to rebuild the projections. */
export async function restartChainCursor(tx: Transaction, chainId: number, start: BlockName): Promise<void> {
  await tx.chainCursor.update({
    where: { chainId },
    data: {
      processedNumber: start.number,
      processedHash: start.hash,
      finalizedNumber: start.number,
      haltedReason: null,
      behindSince: null,
    },
  })
}

/** Makes `leader` the one that follows until `until`, unless another one does at `now`. */
export async function takeLead(
  tx: Transaction,
  { chainId, leader, now, until }: { chainId: number; leader: string; now: Date; until: Date },
): Promise<boolean> {
  const taken = await tx.chainCursor.updateMany({
    where: { chainId, OR: [{ leader: null }, { leader }, { leaderUntil: { lt: now } }] },
    data: { leader, leaderUntil: until },
  })
  return taken.count === 1
}

/** Ends the lead of a process that stops, and says when it led last. Nothing happens if another one leads. */
export async function endLead(
  tx: Transaction,
  { chainId, leader, now }: { chainId: number; leader: string; now: Date },
): Promise<void> {
  await tx.chainCursor.updateMany({ where: { chainId, leader }, data: { leader: null, leaderUntil: now } })
}

function asSeen(seen: ChainCursor) {
  const { chainId, processedNumber, processedHash, leader } = seen
  return { chainId, processedNumber, processedHash, leader }
}
