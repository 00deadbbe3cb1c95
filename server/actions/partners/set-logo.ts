import type { Database } from '../../database/engine/client.ts'
import { lockPartner, savePartner, type Partner } from '../../database/partners.ts'
import { assert } from '../../domain/assert.ts'
import type { Clock } from '../../domain/environment.ts'
import type { UploadedPicture } from '../../domain/pictures.ts'
import { renderLogo } from '../pictures/render-picture.ts'
import { storePicture } from '../pictures/store-picture.ts'

/** Gives a partner its logo, or another one. */
export async function setLogo(
  deps: { readonly db: Database; readonly clock: Clock },
  { partnerId, upload }: { partnerId: number; upload: UploadedPicture },
): Promise<Partner> {
  const picture = await renderLogo(upload)
  return deps.db.transaction(async (tx) => {
    const partner = await lockPartner(tx, partnerId)
    assert(partner !== null, 'a partner whose key was accepted exists')
    const { id, smallId } = await storePicture(tx, deps, { partnerId, picture })
    const changed = { ...partner, logoId: id, logoSmallId: smallId }
    await savePartner(tx, changed)
    return changed
  })
}
