import { monthText } from '../../../domain/utc-days.ts'
import { route } from './deps.ts'
import { StatusResponse } from '../../schemas/status/status.ts'

const timeText = (value: Date | null | undefined) => value?.toISOString() ?? null
const decimal = (value: bigint | null | undefined) => (value === undefined || value === null ? null : String(value))

export const readStatusRoute = route({
  operation: 'readStatus',
  method: 'get',
  path: '/v1/status',
  summary: 'Read the public facts',
  description:
    'Where the contracts are, how far the chain is followed, how much is open, as it was within the last second. Nothing about anybody. An answer means that sales are recorded; `ledger` says whether their points get to the ledger as they should. For people, the same is at `/status`.',
  caller: 'anyone',
  response: StatusResponse,
  handle: async ({ deps }) => {
    const status = await deps.readStatus()
    const { chainId, addresses, chainNow, cursor, entries, redemptions, paused, lag, auditHead, archive } = status
    const { accessManager, token, registry, issuance, redemption, accounts, clearing, logAnchors } = addresses
    return {
      chainId,
      contracts: { accessManager, token, registry, issuance, redemption, accounts, clearing, logAnchors },
      readAt: status.readAt.toISOString(),
      ledger: status.pace,
      block: decimal(chainNow?.block),
      blockAt: timeText(chainNow?.at),
      totalSupply: decimal(chainNow?.totalSupply),
      indexedBlock: decimal(cursor?.processedNumber),
      indexedBlockAt: timeText(status.appliedAt),
      finalBlock: decimal(cursor?.finalizedNumber),
      haltedReason: cursor?.haltedReason ?? null,
      doubtReason: cursor?.doubtReason ?? null,
      entries: {
        open: String(entries.waiting + entries.batched),
        waiting: String(entries.waiting),
        confirmed: String(entries.confirmed),
        oldestOpenAt: timeText(entries.oldestOpenAt),
      },
      redemptions: {
        held: String(redemptions.held),
        waiting: String(redemptions.waiting),
        restoring: String(redemptions.restoring),
        refused: String(redemptions.refused),
      },
      quarantinedPartners: status.quarantines.partners,
      quarantinedSince: timeText(status.quarantines.since),
      clearingDifferences: status.clearingDifferences,
      paused: paused.map(({ power }) => power),
      pauses: paused.map(({ power, since }) => ({ power, since: since.toISOString() })),
      auditLog: { entries: String(auditHead.number), head: auditHead.hash },
      archive: {
        entries: String(archive.entries),
        checkpoint: archive.checkpoint && {
          size: String(archive.checkpoint.size),
          logKey: archive.checkpoint.logKey,
        },
        witnesses: archive.witnesses.map(({ key, cosignedSize }) => ({ key, cosignedSize: decimal(cosignedSize) })),
        anchors: archive.anchors.map(({ month, size, root, transactionHash }) => ({
          month: monthText(month),
          size: String(size),
          root,
          transaction: transactionHash,
        })),
      },
      lag: lag && { ...lag, entries: String(lag.entries) },
    }
  },
})
