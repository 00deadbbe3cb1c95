import type { Blocks } from './anvil.ts'
import { type CoalitionPlan, openCoalition } from './coalition.ts'
import { checkSupply } from './load.ts'
import { POINTS_EACH, type Side } from './side.ts'

/** Starts Entente beside a chain of its own. */
export async function startEntente(plan: CoalitionPlan, blocks: Blocks): Promise<Side> {
  const { anvil, token, requests, server, settle, close } = await openCoalition(plan)
  await anvil.begin(blocks)
  return {
    url: server().url,
    rpcUrl: anvil.url,
    token,
    nextRequest: requests.next,
    async check() {
      await settle()
      await checkSupply({ rpcUrl: anvil.url, token }, BigInt(requests.purchases()) * POINTS_EACH)
    },
    stop: close,
  }
}
