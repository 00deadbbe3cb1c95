import { governedCall, throughManager } from '../../../server/chain/administration-calls.ts'
import { sendCall } from '../../../server/chain/send-call.ts'
import { openAccountOf } from '../../../server/compose-keys.ts'
import { keyFiles } from '../../../server/config/key-files.ts'
import { monthText } from '../../../server/domain/utc-days.ts'
import type { Schemas } from '../../../client/client.ts'
import { isProposal } from '../../proposal.ts'
import type { Past } from './past.ts'

type Prices = Schemas['Prices']

/** Millionths of a minor unit: 1.05 and 0.80 cents a point at the first brand. */
const ISSUE_MICROS = [1_050_000n, 1_000_000n, 1_000_000n, 1_050_000n, 1_100_000n]
const REDEEM_MICROS = 800_000n

/** Plans the prices of each brand from a month on, and announces those that are not, with the administrator's key. */
export async function announceDemoPrices(past: Past, month: number): Promise<void> {
  await sendEach(past, { month, state: 'planned' }, ({ data, target }) => throughManager.schedule({ target, data }))
}

/** Carries out what was announced, once the registry's delay is over. */
export async function executeDemoPrices(past: Past, month: number): Promise<void> {
  await sendEach(past, { month, state: 'announced' }, ({ data, target }) => throughManager.execute({ target, data }))
}

async function sendEach(
  past: Past,
  { month, state }: { month: number; state: Prices['state'] },
  encode: (call: ReturnType<typeof governedCall>) => `0x${string}`,
): Promise<void> {
  const { parts, partners, timeline } = past
  const { config, secrets, opened } = parts
  const administrator = await openAccountOf(config, secrets, keyFiles(config.dataFolder).administrator)
  const { chain } = opened
  for (const [at, { partnerId }] of partners.entries()) {
    const prices = await planPrices(past, {
      partnerId,
      month,
      issueMicros: ISSUE_MICROS[at % ISSUE_MICROS.length] ?? 0n,
    })
    if (prices.state !== state) continue
    const texts = [String(partnerId), monthText(month), prices.issueMicros, prices.redeemMicros]
    const data = encode(governedCall(chain.addresses, 'setPrices', texts))
    await sendCall({ connection: chain, sleep: () => timeline.mine() }, administrator, {
      to: chain.addresses.accessManager,
      data,
    })
  }
  await timeline.settle()
}

/** The same plan again says how far it is. */
async function planPrices(
  { operator: { api, key } }: Past,
  { partnerId, month, issueMicros }: { partnerId: number; month: number; issueMicros: bigint },
): Promise<Prices> {
  const { data } = await api.withKey(key).POST('/v1/partners/{partnerId}/prices', {
    params: { path: { partnerId: String(partnerId) } },
    body: { month: monthText(month), issueMicros: String(issueMicros), redeemMicros: String(REDEEM_MICROS) },
  })
  if (isProposal(data)) throw new Error('the past is not played where prices need a second person')
  return data
}
