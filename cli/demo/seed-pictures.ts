import sharp from 'sharp'

import type { EntenteClient } from '../../client/client.ts'
import { type PictureFile, uploadOf } from '../picture-file.ts'
import type { PartnerKey } from '../replay/partner-keys.ts'
import { DEMO_REWARDS } from './catalogue.ts'
import { DRAWN_BRANDS, DRAWN_REWARDS } from './drawings.ts'

/** Gives the demo's brands their colours and logos, and its rewards their pictures. Done again, it changes nothing. */
export async function seedPictures(
  api: EntenteClient,
  { partners, rewardIds }: { partners: readonly PartnerKey[]; rewardIds: readonly string[] },
): Promise<void> {
  const brands = partners.map(async ({ key }, at) => {
    const drawn = DRAWN_BRANDS[at]
    if (drawn === undefined) return
    const { logo, ...body } = drawn
    await api.withKey(key).PUT('/v1/partner/colours', { body })
    await api.withKey(key).PUT('/v1/partner/logo', uploadOf(await drawnPicture(logo)))
  })
  const rewards = rewardIds.map(async (rewardId, at) => {
    const key = partners[DEMO_REWARDS[at]?.brand ?? -1]?.key
    const drawn = DRAWN_REWARDS[at]
    if (key === undefined || drawn === undefined) return
    const params = { path: { rewardId } }
    await api.withKey(key).PUT('/v1/rewards/{rewardId}/picture', { params, ...uploadOf(await drawnPicture(drawn)) })
  })
  await Promise.all([...brands, ...rewards])
}

/** A drawing as a file of pixels: nobody may upload SVG, which can hold scripts. */
async function drawnPicture(svg: string): Promise<PictureFile> {
  return { type: 'image/png', bytes: await sharp(Buffer.from(svg)).png().toBuffer() }
}
