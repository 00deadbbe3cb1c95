import { keyOf, Module } from './coalition.ts'
import { modulesFixture } from './modules.ts'
import { signedList, signedOrder } from './redemption.ts'

/** The month in which the tests' chain begins, counted from January 1970. */
export const MARCH_2026 = (2026n - 1970n) * 12n + 2n

/** A plain account acts as issuance, so that bookkeeping can be called alone; `redeem` spends points at the partner. */
export async function bookkeepingFixture() {
  const modules = await modulesFixture()
  const { token, registry, anyone, domain, redemption, credit } = modules
  await credit({ account: keyOf('ada').address, points: 1_000n })
  await token.replaceModule(Module.Issuance, anyone)
  const redeem = async (points: bigint, nonce: bigint) =>
    redemption.redeem(...(await signedList(domain, [await signedOrder(domain, { points, nonce })])))
  return { ...modules, issuing: registry.connect(anyone), redeem }
}
