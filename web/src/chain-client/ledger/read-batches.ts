import { getAbiItem, parseEventLogs } from 'viem'

import { pointsIssuanceAbi } from '../../../../abis/PointsIssuance.ts'
import type { OpenLedger } from './open-ledger.ts'
import { type Chapter, type DatedLog, readBackwards } from './read-backwards.ts'

/** A batch as the issuing contract logged it. */
export interface LedgerBatch {
  readonly partnerId: number
  readonly firstEntry: bigint
  readonly lastEntry: bigint
  readonly credited: bigint
  readonly debited: bigint
  readonly receiptsRoot: string
  readonly transactionHash: string
  readonly at: Date
}

const POSTED = getAbiItem({ abi: pointsIssuanceAbi, name: 'BatchPosted' })

/** Reads batches, newest first, from a block backwards. */
export async function readBatches({ client, contracts }: OpenLedger, to: bigint): Promise<Chapter<LedgerBatch>> {
  const question = { addresses: [contracts.issuance], events: [POSTED] }
  const { rows, before } = await readBackwards(client, question, to)
  return { rows: rows.flatMap(readBatch), before }
}

function readBatch({ log, at }: DatedLog): LedgerBatch[] {
  return parseEventLogs({ abi: [POSTED], logs: [log] }).map(({ args, transactionHash }) => ({
    partnerId: args.partnerId,
    firstEntry: args.firstEntry,
    lastEntry: args.firstEntry + args.entryCount - 1n,
    credited: args.credited,
    debited: args.debited,
    receiptsRoot: args.receiptsRoot,
    transactionHash,
    at,
  }))
}
