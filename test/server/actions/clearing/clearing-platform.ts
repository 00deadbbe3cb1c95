import { issueApiKey } from '../../../../server/actions/partners/issue-api-key.ts'
import { anOperatorKey, type ApiAnswer, send } from '../../api/support/coalition.ts'
import { clearingParts } from '../../api/support/clearing.ts'
import { type RunningApi, startApi } from '../../api/support/running-api.ts'
import { administratorOf } from '../../../support/platform/administrator.ts'
import { capture, enrol, fund, type Holder, restore, settleAll } from '../../relayer/redemption-platform.ts'
import { openRelayerPlatform, PARTNER, type RelayerPlatform } from '../../relayer/relayer-platform.ts'

/** A chain with the contracts, what follows it, and the API over both. */
export interface ClearingPlatform {
  readonly platform: RelayerPlatform
  readonly api: RunningApi
  readonly operator: string
  /** A key of the partner of the platform. */
  readonly partner: string
  readonly ask: (path: string, key?: string, body?: object) => Promise<ApiAnswer>
  readonly close: (month: string) => Promise<ApiAnswer>
  /** Lets time pass, and the chain become final up to then. */
  readonly goTo: (time: string) => Promise<void>
  readonly setPrices: (month: string, issueMicros: bigint, redeemMicros: bigint) => Promise<void>
}

/** Blocks that make what is before them final. */
const BLOCKS_TO_FINAL = 10

/** Opens it in January 2026, with nothing issued and no price set. */
export async function openClearingPlatform(): Promise<ClearingPlatform> {
  const platform = await openRelayerPlatform()
  const { database, relayer, clock, coalition } = platform
  const { chain } = relayer
  const api = await startApi(database, {
    overrides: { chain, clock, ...clearingParts(chain.addresses) },
  })
  const operator = await anOperatorKey(api.deps)
  const scopes = ['ledger:read', 'clearing:write'] as const
  const terms = { label: 'finance', scopes, expiresAt: null, replaces: null }
  const partner = (await issueApiKey(api.deps, { ...terms, partnerId: PARTNER })).text
  const ask: ClearingPlatform['ask'] = (path, key = operator, body) =>
    send(api.url, path, { key, ...(body === undefined ? {} : { body }) })
  const administrator = administratorOf(coalition)
  const goTo = async (time: string) => {
    const at = Date.parse(time)
    await coalition.edr.mine(at / 1_000)
    clock.advance(Math.max(0, at - clock.now().getTime()))
    for (let blocks = 0; blocks < BLOCKS_TO_FINAL; blocks++) await platform.pass()
  }
  return {
    platform,
    api,
    operator,
    partner,
    ask,
    goTo,
    close: (month) => send(api.url, `/v1/months/${month}/close`, { key: operator, method: 'POST' }),
    async setPrices(month, issueMicros, redeemMicros) {
      const texts = [String(PARTNER), month, String(issueMicros), String(redeemMicros)]
      const announced = await administrator.announce('setPrices', ...texts)
      await goTo(new Date(clock.now().getTime() + 2 * 86_400_000 + 60_000).toISOString().replace(/\.\d+Z/, 'Z'))
      await administrator.execute(announced)
      await platform.follow()
    },
  }
}

/** January: 1,000 issued and 40 reversed at 1.05 cents, 300 redeemed and 50 restored at 0.8. */
export async function bookJanuary({ platform, setPrices }: ClearingPlatform): Promise<Holder> {
  const ann = await enrol(platform, 'card')
  await setPrices('2026-01', 1_050_000n, 800_000n)
  await fund(platform, [ann, 1_000n])
  await platform.accept([ann.member.address, -40n])
  await platform.settle()
  const burned = await capture(platform, ann, 300n)
  await settleAll(platform)
  await restore(platform, burned, 50n)
  await settleAll(platform)
  return ann
}
