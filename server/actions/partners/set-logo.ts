import type { Database } from '../../database/engine/client.ts'
import type { Partner } from '../../database/partners.ts'
import type { Clock } from '../../domain/environment.ts'
import type { UploadedPicture } from '../../domain/pictures.ts'
import { renderLogo } from '../pictures/render-picture.ts'
import { storePicture } from '../pictures/store-picture.ts'
import { changeOwnPartner } from './change-own-partner.ts'

/** Gives a partner its logo, or another one. */
export async function setLogo(
  deps: { readonly db: Database; readonly clock: Clock },
  { partnerId, upload }: { partnerId: number; upload: UploadedPicture },
): Promise<Partner> {
  const picture = await renderLogo(upload)
  return changeOwnPartner(deps, partnerId, async (tx) => {
    const { id, smallId } = await storePicture(tx, deps, { partnerId, picture })
    return { logoId: id, logoSmallId: smallId }
  })
}
