import {
  CharitiesResponse,
  CharityResponse,
  RewardCodesResponse,
  RewardResponse,
  RewardsResponse,
} from '../../server/api/schemas/rewards/rewards.ts'
import type { ApiClient } from '../api-client.ts'
import { listAll } from '../list-all.ts'
import type { Operator } from '../operator.ts'
import type { PartnerKey } from '../replay/partner-keys.ts'
import { DEMO_CHARITY, DEMO_CODES, DEMO_REWARDS, type DemoReward } from './catalogue.ts'

/** Offers the demo's rewards, unless they are there, and returns their ids in the order of `DEMO_REWARDS`. */
export async function seedCatalogue(operator: Operator, partners: readonly PartnerKey[]): Promise<string[]> {
  const charityId = await findOrListCharity(operator)
  return Promise.all(DEMO_REWARDS.map((reward) => findOrAddReward(operator.api, reward, { partners, charityId })))
}

async function findOrListCharity({ api, key }: Operator): Promise<string> {
  const charities = await listAll(api, { path: '/v1/charities', answer: CharitiesResponse })
  const known = charities.find(({ name }) => name === DEMO_CHARITY)
  if (known !== undefined) return known.charityId
  const body = { name: DEMO_CHARITY }
  return (await api.call({ method: 'POST', path: '/v1/charities', key, body, answer: CharityResponse })).charityId
}

/** A start that was killed may have offered it: a reward has no name of its own but its title. */
async function findOrAddReward(
  api: ApiClient,
  { brand, ...terms }: DemoReward,
  { partners, charityId }: { partners: readonly PartnerKey[]; charityId: string },
): Promise<string> {
  const partner = partners[brand]
  if (partner === undefined) throw new Error('a demo reward names a brand that there is not')
  const { partnerId, key } = partner
  const list = { path: '/v1/rewards', query: { partnerId: String(partnerId) }, answer: RewardsResponse }
  const rewards = await listAll(api, list)
  const known = rewards.find(({ texts }) => texts['en']?.title === terms.texts.en.title)
  const body = { ...terms, ...(terms.kind === 'donation' ? { charityId } : {}) }
  const { rewardId } =
    known ?? (await api.call({ method: 'POST', path: '/v1/rewards', key, body, answer: RewardResponse }))
  if (terms.kind === 'gift_code') {
    const path = `/v1/rewards/${rewardId}/codes`
    // Codes that are in the pool already are left out.
    await api.call({ method: 'POST', path, key, body: { codes: DEMO_CODES }, answer: RewardCodesResponse })
  }
  return rewardId
}
