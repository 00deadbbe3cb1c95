import { readFileSync } from 'node:fs'

import type { EntenteClient } from '../../client/client.ts'
import type { RunningEntente } from '../../server/compose.ts'
import { keyFiles } from '../../server/config/key-files.ts'
import { createApiClient } from '../api-client.ts'
import type { Operator } from '../operator.ts'
import { playPast } from './past/play-past.ts'
import { startProgress } from '../progress.ts'
import type { PartnerKey } from '../replay/partner-keys.ts'
import { waitForConfirmation } from '../wait-for-confirmation.ts'
import { type DemoMembers, readOrMakeDemoMembers } from './demo-members.ts'
import { beginDemo, type DemoState, readDemoState, writeDemoState } from './demo-state.ts'
import { type DemoMember, enrolOwnKeys, setPins } from './enrol-members.ts'
import { seededRandom } from './random.ts'
import { inviteOwners } from './invite-owners.ts'
import { planRedemptions } from './redemption-plan.ts'
import { runRedemptions } from './run-redemptions.ts'
import { runSampleDay, SAMPLE_EVENTS_PER_TILL } from './run-sample-day.ts'
import { seedCatalogue } from './seed-catalogue.ts'
import { seedPictures } from './seed-pictures.ts'
import { setUpCoalition } from './set-up-coalition.ts'

const DAY_MS = 86_400_000
/** What members with keys of their own buy once, in whole pounds: points enough for a basket and a reward. */
const OWN_KEY_POUNDS_MIN = 250
const OWN_KEY_POUNDS_MORE = 200

interface Sample {
  api: EntenteClient
  operator: Operator
  partners: readonly PartnerKey[]
  members: DemoMembers
  state: DemoState
  now: Date
  sayTime: (line: string) => void
}

/** Sends a day of purchases, returns and redemptions through the API, once in the life of a data folder. */
export async function showSampleDay(
  running: RunningEntente,
  url: string,
  sayTime: (line: string) => void,
): Promise<void> {
  const { config, clock, opened, told } = running.parts
  const before = readDemoState(config.dataFolder)
  if (before?.isComplete === true) {
    sayTime('the sample day was shown at the first start')
    return
  }
  const begun = before ?? beginDemo(clock.now())
  if (before === null) writeDemoState(config.dataFolder, begun)
  const files = keyFiles(config.dataFolder)
  const api = createApiClient(url, { triesMax: 5 })
  const keyFile = files.operatorApiKey
  const operator = { api, key: readFileSync(keyFile, 'utf8').trim(), keyFile, rpcUrl: opened.rpcUrl }
  const state = told === null ? begun : await playPast(running.parts, { operator, state: begun, told, sayTime })
  const now = clock.now()
  if (told === null) sayTime('registering five brands on the chain')
  const partners = await setUpCoalition(operator, files.demoKeys)
  const members = await readOrMakeDemoMembers(files.demoMembers)
  await earnAndRedeem({ api, operator, partners, members, state, now, sayTime })
  // A mail server could not deliver to them: without one the codes are in the data folder.
  const { folder, hasMailServer } = config.channels
  const hasOwners = folder !== null && !hasMailServer
  if (hasOwners) await inviteOwners(operator, partners)
  writeDemoState(config.dataFolder, { ...state, hasOwners, isComplete: true })
}

async function earnAndRedeem(sample: Sample): Promise<void> {
  const { api, operator, partners, members, sayTime } = sample
  const [partner] = partners
  if (partner === undefined) throw new Error('the demo coalition has brands')
  const sales = partners.length * SAMPLE_EVENTS_PER_TILL + members.wallets.length + members.passkeys.length
  sayTime(`sample day: five tills send ${String(sales)} purchases and returns`)
  const progress = startProgress('sample day', sales)
  let done = 0
  const count = () => {
    done += 1
    progress.update(done)
  }
  const [ownKeys, rewardIds] = await Promise.all([
    enrolAndEarn(sample, partner, count),
    seedCatalogue(operator, partners).then(async (offered) => {
      await seedPictures(api, { partners, rewardIds: offered })
      return offered
    }),
    runSampleDay(api, { ...sample.state, day: new Date(sample.state.day), partners, onProgress: count }),
  ])
  progress.stop()
  sayTime('waiting until all of it is on the chain')
  const [cards] = await Promise.all([
    setPins(operator, { partner, members }),
    waitForConfirmation(api, () => undefined),
  ])
  await redeem(sample, [...cards, ...ownKeys], rewardIds)
}

/** Members with wallets and passkeys enrol, and each buys once. */
async function enrolAndEarn(
  { api, partners, members, state, now }: Sample,
  partner: PartnerKey,
  onPurchase: () => void,
): Promise<DemoMember[]> {
  const random = seededRandom(state.seed)
  const enrolled = await enrolOwnKeys(api, { partner, members, now })
  await Promise.all(
    enrolled.map(async ({ reference }, at) => {
      const { key, currency } = partners[at % partners.length] ?? partner
      const pence = (OWN_KEY_POUNDS_MIN + random.below(OWN_KEY_POUNDS_MORE)) * 100
      const body = {
        orderRef: `${state.day.slice(0, 10)}-W-${String(at + 1).padStart(4, '0')}`,
        member: reference,
        currency,
        amountMinor: String(pence),
        occurredAt: new Date(Date.parse(state.day) + DAY_MS / 2).toISOString(),
      }
      await api.withKey(key).POST('/v1/purchases', { body })
      onPurchase()
    }),
  )
  return enrolled
}

async function redeem(
  { api, partners, state, members, sayTime }: Sample,
  redeemers: readonly DemoMember[],
  rewardIds: readonly string[],
): Promise<void> {
  const counts = {
    brands: partners.length,
    cards: members.cards.length,
    wallets: members.wallets.length,
    passkeys: members.passkeys.length,
  }
  // They spend on the day after the sample day, at the tills of today: so say the numbers on the receipts.
  const day = new Date(Date.parse(state.day) + DAY_MS)
  const plan = planRedemptions({ seed: state.seed, day, ...counts })
  const total = plan.flat().length
  sayTime(`members redeem ${String(total)} times, with PINs, wallets and passkeys`)
  const progress = startProgress('redemptions', total)
  const onProgress = (done: number) => {
    progress.update(done)
  }
  await runRedemptions(api, { partners, members: redeemers, plan, rewardIds, onProgress })
  progress.stop()
  sayTime('waiting until all of it is burned')
  await waitForConfirmation(api, () => undefined)
}
