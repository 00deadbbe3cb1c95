import { createChain } from '../../server/chain/client.ts'
import type { Reader } from '../../server/database/engine/client.ts'
import { catchUp } from '../../server/indexer/rebuild-projections.ts'
import { reconcileWithChain } from '../../server/relayer/reconcile.ts'
import { relayerSteps } from '../../server/relayer/steps.ts'
import { PARTNER, type RelayerPlatform } from '../server/relayer/relayer-platform.ts'
import { type Life, mortalDatabase, mortalEndpoint } from '../support/mortal.ts'
import type { Order } from './order.ts'
import { record, recordDepsOf } from './tills.ts'

/** Where a purchase stands in the tables, in the order of its way; each is reached in one transaction. */
export const PURCHASE_STANDINGS = [
  'accepted',
  'batch formed',
  'batch signed',
  'call bound, its bytes stored',
  'send noted',
  'batch seen',
  'call included',
  'batch posted',
  'call final',
  'receipts published',
] as const

interface Row {
  isFormed: boolean
  batch: string | null
  call: string | null
  isSent: boolean
  isSeen: boolean
  isPublished: boolean
}

/** Where the only purchase of an account stands. */
export function purchaseStandingOf(account: string): (reader: Reader) => Promise<string> {
  return async (reader) => {
    const [row] = await reader.$queryRaw<Row[]>`
      select e.batch_id is not null as "isFormed", b.state as batch, c.state as call,
        exists (select from attempt a where a.call_id = c.id and a.last_sent_at is not null) as "isSent",
        exists (select from posted_batch p where p.batch_hash = b.batch_hash) as "isSeen",
        exists (select from archive_file f where f.batch_hash = b.batch_hash) as "isPublished"
      from outbox_entry e left join batch b on b.id = e.batch_id left join call c on c.id = b.call_id
      where e.account = ${account}`
    return row === undefined ? 'nothing' : nameStanding(row)
  }
}

function nameStanding({ isFormed, batch, call, isSent, isSeen, isPublished }: Row): string {
  if (!isFormed) return 'accepted'
  if (isPublished) return 'receipts published'
  if (call === 'final') return 'call final'
  if (batch === 'posted') return 'batch posted'
  if (call === 'included') return 'call included'
  if (isSeen) return 'batch seen'
  if (batch === 'bound') return isSent ? 'send noted' : 'call bound, its bytes stored'
  return batch === 'signed' ? 'batch signed' : 'batch formed'
}

/** Does at a till and in the relayer all that is left to do for one purchase; never returns where it is killed on the way. */
export async function purchaseUntil(
  life: Life,
  platform: RelayerPlatform,
  { order, onAccepted }: { order: Order; onAccepted: () => void },
): Promise<void> {
  const database = mortalDatabase(platform.database, life)
  const chain = await createChain({
    endpoints: [mortalEndpoint(platform.coalition.edr.request, life)],
    chainId: platform.coalition.chain.chainId,
    addresses: platform.coalition.chain.addresses,
  })
  const issuerOf: typeof platform.relayer.issuerOf = async (partner) => {
    if (life.death?.moment === 'before the partner signs') life.die()
    return platform.relayer.issuerOf(partner)
  }
  const relayer = platform.anotherRelayer({ database, chain, issuerOf })
  const indexer = { ...platform.indexer, database, chain }
  const run = async (...names: string[]) => {
    for (const step of relayerSteps(relayer).filter(({ name }) => names.includes(name))) await step.run()
  }
  const mine = async (blocks: number) => {
    for (let block = 0; block < blocks; block++) await platform.coalition.edr.mine()
    await catchUp(indexer)
  }
  await reconcileWithChain(relayer)
  if (!(await record(recordDepsOf(relayer), PARTNER, order))) throw new Error('the purchase was not answered')
  onAccepted()
  platform.clock.advance(1_000)
  await run('form_batches', 'sign_batches', 'bind_batches', 'send_attempts')
  await mine(1)
  await run('settle_calls')
  await run('confirm_batches')
  await mine(9)
  await run('finalise_calls', 'publish_archive')
}
