import { EntenteProblem } from '../../client/problem.ts'
import type { Operator } from '../operator.ts'
import type { PartnerKey } from '../replay/partner-keys.ts'
import { DEMO_BRANDS } from './coalition.ts'

/** Lets an owner into the console of each brand, unless they are in. */
export async function inviteOwners({ api, key }: Operator, partners: readonly PartnerKey[]): Promise<void> {
  for (const { partnerId, name: brandName } of partners) {
    const owner = DEMO_BRANDS.find(({ name }) => name === brandName)?.owner
    if (owner === undefined) continue
    const params = { path: { partnerId: String(partnerId) } }
    const body = { ...owner, role: 'owner' } as const
    try {
      await api.withKey(key).POST('/v1/partners/{partnerId}/people', { params, body })
    } catch (error) {
      // A start that was killed had invited them already.
      if (!(error instanceof EntenteProblem && error.code === 'person_exists')) throw error
    }
  }
}
