import sharp from 'sharp'

import { BrandResponse } from '../../server/api/schemas/pictures/pictures.ts'
import { RewardResponse } from '../../server/api/schemas/rewards/rewards.ts'
import type { ApiClient } from '../api-client.ts'
import type { PartnerKey } from '../replay/partner-keys.ts'
import { DEMO_REWARDS } from './catalogue.ts'
import { DRAWN_BRANDS, DRAWN_REWARDS } from './drawings.ts'

/** Gives the demo's brands their colours and logos, and its rewards their pictures. Done again, it changes nothing. */
export async function seedPictures(
  api: ApiClient,
  { partners, rewardIds }: { partners: readonly PartnerKey[]; rewardIds: readonly string[] },
): Promise<void> {
  const brands = partners.map(async ({ key }, at) => {
    const drawn = DRAWN_BRANDS[at]
    if (drawn === undefined) return
    const { logo, ...body } = drawn
    await api.call({ method: 'PUT', path: '/v1/partner/colours', key, body, answer: BrandResponse })
    const upload = await drawnPicture(logo)
    await api.call({ method: 'PUT', path: '/v1/partner/logo', key, upload, answer: BrandResponse })
  })
  const rewards = rewardIds.map(async (rewardId, at) => {
    const key = partners[DEMO_REWARDS[at]?.brand ?? -1]?.key
    const drawn = DRAWN_REWARDS[at]
    if (key === undefined || drawn === undefined) return
    const path = `/v1/rewards/${rewardId}/picture`
    await api.call({ method: 'PUT', path, key, upload: await drawnPicture(drawn), answer: RewardResponse })
  })
  await Promise.all([...brands, ...rewards])
}

/** A drawing as a file of pixels: nobody may upload SVG, which can hold scripts. */
async function drawnPicture(svg: string): Promise<{ type: 'image/png'; bytes: Uint8Array }> {
  return { type: 'image/png', bytes: await sharp(Buffer.from(svg)).png().toBuffer() }
}
