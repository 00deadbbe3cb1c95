import type { Command } from 'commander'

import type { Schemas } from '../client/client.ts'
import { withOperator } from './operator.ts'
import { formatCount, formatSeconds, formatTable, print, printJson } from './terminal.ts'

/** `entente status`: the public facts about the ledger. */
export function addStatusCommand(program: Command): void {
  program
    .command('status')
    .description('Show the chain, the contracts, the points, what is open, and how long confirmation takes.')
    .option('--data <folder>', 'data folder (default: ENTENTE_DATA or .entente)')
    .option('--url <url>', 'the server (default: the one that runs on the data folder)')
    .option('--json', 'one JSON object on standard output')
    .action(async (options: { data?: string; url?: string; json?: boolean }) => {
      await withOperator(options, async ({ api, rpcUrl }) => {
        const { data: status } = await api.GET('/v1/status')
        if (options.json === true) printJson({ url: api.baseUrl, rpcUrl, ...status })
        else print(describeStatus(status, api.baseUrl, rpcUrl))
      })
    })
}

function describeStatus(status: Schemas['Status'], url: string, rpcUrl: string | null): string {
  const { contracts, entries, redemptions, lag } = status
  const count = (value: string | null) => (value === null ? 'the chain does not answer' : formatCount(BigInt(value)))
  return formatTable(
    ['', ''],
    [
      ...status.paused.map((power) => ['PAUSED', `${power}: see entente powers`]),
      ['server', url],
      ['chain', String(status.chainId)],
      ['RPC URL', rpcUrl ?? '-'],
      ['block', count(status.block)],
      ['followed to', count(status.indexedBlock)],
      ['final to', count(status.finalBlock)],
      ...Object.entries(contracts),
      ['total supply', count(status.totalSupply)],
      ['entries open', count(entries.open)],
      ['entries confirmed', count(entries.confirmed)],
      ['holds open', count(redemptions.held)],
      ['burns waiting', count(redemptions.waiting)],
      ['points to be given back waiting', count(redemptions.restoring)],
      ['burns refused', count(redemptions.refused)],
      ['partners in quarantine', String(status.quarantinedPartners)],
      ['entries of the audit log', count(status.auditLog.entries)],
      ['head of the audit log', status.auditLog.head],
      ['lag of the last hour, median', formatSeconds(lag?.medianMs ?? null)],
      ['lag of the last hour, 95 %', formatSeconds(lag?.p95Ms ?? null)],
      ['lag of the last hour, most', formatSeconds(lag?.maxMs ?? null)],
      ...(status.haltedReason === null ? [] : [['halted', status.haltedReason]]),
      ...(status.doubtReason === null ? [] : [['not believed', status.doubtReason]]),
    ],
  ).trimStart()
}
