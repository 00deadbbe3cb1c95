import { createHash, randomBytes } from 'node:crypto'

import { createProcessLimit } from '../../../server/actions/requests/limit-in-process.ts'
import { createApprovalSecret } from '../../../server/actions/redemptions/approval-secret.ts'
import { captureRedemption } from '../../../server/actions/redemptions/capture-redemption.ts'
import { changeRedemptions } from '../../../server/actions/redemptions/change-redemptions.ts'
import { consentToRedemption, type ConsentDeps } from '../../../server/actions/redemptions/consent-to-redemption.ts'
import { type HoldDeps, placeHolds } from '../../../server/actions/redemptions/place-holds.ts'
import { createIntake } from '../../../server/actions/requests/intake.ts'
import { createBudgets } from '../../../server/actions/requests/take-budget.ts'
import { createPinHash } from '../../../server/actions/sign-in/pin-hash.ts'
import { fromTill } from '../../../server/actions/sign-in/verify-pin.ts'
import { createChain } from '../../../server/chain/client.ts'
import { readEpochScale } from '../../../server/chain/read-ledger-at.ts'
import { nameOrders } from '../../../server/chain/redemption-order-hash.ts'
import { WRONG_PIN_LIMITS_DEFAULT } from '../../../server/domain/pins.ts'
import { BUDGET_LIMITS_DEFAULT } from '../../../server/domain/budgets.ts'
import { HOLD_LIMITS_DEFAULT } from '../../../server/domain/redemption-order.ts'
import { catchUp } from '../../../server/indexer/rebuild-projections.ts'
import { reconcileWithChain } from '../../../server/relayer/reconcile.ts'
import { relayerSteps } from '../../../server/relayer/steps.ts'
import { Killed, type Life, mortalDatabase, mortalEndpoint } from '../../support/mortal.ts'
import { signAsTestMember } from '../../support/platform/coalition-chain.ts'
import { PARTNER, type RelayerPlatform } from './relayer-platform.ts'

export const PIN = '2580'
const LOOKUP_KEY = Buffer.from('a lookup key of a test')
export const pinHash = createPinHash(LOOKUP_KEY)

/** What a till takes of a member's points. */
export interface AtTill {
  reference: string
  memberId: string
  /** Told when the till has its answer, and hands over the goods. */
  onCaptured?(): void
}

/** Does at a till and in the relayer all that is left to do for one redemption; false when it was killed on the way. */
export async function redeemUntil(life: Life, platform: RelayerPlatform, atTill: AtTill): Promise<boolean> {
  try {
    await work(await aProcess(platform, life), platform, atTill)
  } catch (error) {
    // How a failure is wrapped on its way up makes no difference to the dead.
    if (!life.isOver) throw error
  }
  return !life.isOver
}

type Process = Awaited<ReturnType<typeof aProcess>>

/** A server with nothing in memory over what outlives it: the database and the chain. */
async function aProcess(platform: RelayerPlatform, life: Life) {
  const database = mortalDatabase(platform.database, life)
  const chain = await createChain({
    endpoints: [mortalEndpoint(platform.coalition.edr.request, life)],
    chainId: platform.coalition.chain.chainId,
    addresses: platform.coalition.chain.addresses,
    retry: { roundsMax: 1 },
  })
  const issuerOf: typeof platform.relayer.issuerOf = async (partner) => {
    if (life.death?.moment === 'before the partner signs') life.die()
    return platform.relayer.issuerOf(partner)
  }
  const relayer = platform.anotherRelayer({ database, chain, issuerOf })
  const hold: HoldDeps = {
    db: database,
    clock: relayer.clock,
    ids: relayer.ids,
    randomness: { bytes: (count) => new Uint8Array(randomBytes(count)) },
    hashIdentifier: (kind, value) => createHash('sha256').update(`${kind} ${value}`).digest('hex'),
    ledger: { chainId: chain.chainId, epochScale: await readEpochScale(chain) },
    orders: nameOrders(chain),
    approvalSecret: createApprovalSecret(LOOKUP_KEY),
    holdLimits: HOLD_LIMITS_DEFAULT,
    budgets: createBudgets(BUDGET_LIMITS_DEFAULT, LOOKUP_KEY),
    balanceHints: createProcessLimit({ clock: relayer.clock, triesMax: 100, windowMs: 1_000 }),
  }
  const consent: ConsentDeps = {
    ...hold,
    chain,
    pinHash,
    wrongPinLimits: WRONG_PIN_LIMITS_DEFAULT,
    passkeyTerms: { rpId: 'localhost', origin: 'http://localhost' },
    pinPointsPerDayMax: 1_000n,
    signAsMember: signAsTestMember,
    redemptionIntake: createIntake((submissions) => changeRedemptions(hold, submissions)),
  }
  return { life, relayer, hold, consent, indexer: { ...platform.indexer, database, chain } }
}

async function work(
  { life, relayer, hold, consent, indexer }: Process,
  platform: RelayerPlatform,
  { reference, memberId, onCaptured }: AtTill,
) {
  await reconcileWithChain(relayer)
  const item = {
    reference,
    member: { kind: 'member' as const, value: memberId },
    points: 40n,
    rewardId: null,
    currency: null,
    basketMinor: null,
    locationId: null,
    expiresInSeconds: 900,
    metadata: {},
  }
  const [held] = await placeHolds(hold, [{ partnerId: PARTNER, items: [item], keyed: null }])
  if (held?.status !== 'done' || held.outcomes[0] === undefined || held.outcomes[0].status === 'refused')
    throw new Error(`not held: ${JSON.stringify(held)}`)
  const named = { redemptionId: held.outcomes[0].redemption.id, partnerId: PARTNER, memberId: null }
  await consentToRedemption(consent, named, { kind: 'pin', pin: PIN }, { from: fromTill(PARTNER) })
  await captureRedemption(consent, named)
  onCaptured?.()
  const run = async (...names: string[]) => {
    for (const step of relayerSteps(relayer).filter(({ name }) => names.includes(name))) await step.run()
  }
  const mine = async (blocks: number) => {
    // A step may take the silence of the dead for an endpoint that is down, and end as if nothing were left to do.
    if (life.isOver) throw new Killed('dead')
    for (let block = 0; block < blocks; block++) await platform.coalition.edr.mine()
    await catchUp(indexer)
  }
  platform.clock.advance(1_000)
  await run('form_redemption_lists', 'sign_redemption_lists', 'bind_lane_calls', 'send_attempts')
  await mine(1)
  await run('settle_calls')
  await mine(9)
  await run('finalise_calls', 'settle_lists')
}
