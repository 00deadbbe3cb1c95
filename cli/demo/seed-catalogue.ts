import type { EntenteClient } from '../../client/client.ts'
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
  const charities = await listAll((query) => api.GET('/v1/charities', { params: { query } }))
  const known = charities.find(({ name }) => name === DEMO_CHARITY)
  if (known !== undefined) return known.charityId
  return (await api.withKey(key).POST('/v1/charities', { body: { name: DEMO_CHARITY } })).data.charityId
}

/** A start that was killed may have offered it: a reward has no name of its own but its title. */
async function findOrAddReward(
  api: EntenteClient,
  { brand, ...terms }: DemoReward,
  { partners, charityId }: { partners: readonly PartnerKey[]; charityId: string },
): Promise<string> {
  const partner = partners[brand]
  if (partner === undefined) throw new Error('a demo reward names a brand that there is not')
  const { partnerId, key } = partner
  const till = api.withKey(key)
  const of = { partnerId: String(partnerId) }
  const rewards = await listAll((query) => api.GET('/v1/rewards', { params: { query: { ...of, ...query } } }))
  const known = rewards.find(({ texts }) => texts['en']?.title === terms.texts.en.title)
  const body = { ...terms, ...(terms.kind === 'donation' ? { charityId } : {}) }
  const { rewardId } = known ?? (await till.POST('/v1/rewards', { body })).data
  if (terms.kind === 'gift_code') {
    // Codes that are in the pool already are left out.
    await till.POST('/v1/rewards/{rewardId}/codes', {
      params: { path: { rewardId } },
      body: { codes: [...DEMO_CODES] },
    })
  }
  return rewardId
}
