import type { Reader } from './engine/client.ts'

/**
 * Whether anything waits for a block: entries to be batched, batches to be posted, calls to be final, or events above the
 * final block. Partners whose batches are parked or that are in quarantine, and open calls that say why they
 * wait, wait for the operator.
 */
export async function hasOpenWork(reader: Reader, chainId: number): Promise<boolean> {
  const rows = await reader.$queryRaw<{ open: boolean }[]>`
    with parked as (
      select partner_id from batch where state = 'parked'
      union select partner_id from unexplained_batch where released_at is null
    )
    select exists (select 1 from call where state in ('bound', 'included') or state = 'open' and reason is null)
      or exists (select 1 from batch where state in ('formed', 'signed', 'bound')
                 and partner_id not in (select partner_id from parked))
      or exists (select 1 from outbox_entry where batch_id is null
                 and partner_id not in (select partner_id from parked))
      or exists (select 1 from posted_batch where block_number >
                 (select finalized_number from chain_cursor where chain_id = ${chainId}))
      or exists (select 1 from redemption_event where block_number >
                 (select finalized_number from chain_cursor where chain_id = ${chainId}))
      or exists (select 1 from account_event where block_number >
                 (select finalized_number from chain_cursor where chain_id = ${chainId}))
      or exists (select 1 from partner_event where block_number >
                 (select finalized_number from chain_cursor where chain_id = ${chainId}))
      or exists (select 1 from power_event where block_number >
                 (select finalized_number from chain_cursor where chain_id = ${chainId}))
      or exists (select 1 from clearing_event where block_number >
                 (select finalized_number from chain_cursor where chain_id = ${chainId}))
      or exists (select 1 from log_anchor where block_number >
                 (select finalized_number from chain_cursor where chain_id = ${chainId})) as open`
  return rows[0]?.open === true
}
