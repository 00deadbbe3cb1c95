import type { z } from 'zod'

import type { PersonPasskey } from '../../../database/person-passkeys.ts'
import { presentWhole } from '../../schemas/pagination.ts'
import type { PersonPasskeysResponse } from '../../schemas/people/person-passkeys.ts'

/** The passkeys of a person, without their keys. */
export function presentPersonPasskeys(passkeys: readonly PersonPasskey[]): z.input<typeof PersonPasskeysResponse> {
  return presentWhole([...passkeys], ({ id, createdAt, lastUsedAt }) => ({
    passkeyId: id,
    addedAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  }))
}
