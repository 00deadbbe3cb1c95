import { z } from 'zod'

import { listMemberEntries } from '../../../actions/purchases/list-member-entries.ts'
import { presentEntry } from './present-entry.ts'
import { route } from './deps.ts'
import { ENTRIES } from '../../schemas/members/members.ts'

export const listMemberEntriesRoute = route({
  operation: 'listMemberEntries',
  method: 'get',
  path: '/v1/members/{memberId}/entries',
  summary: "List a member's entries at this partner",
  description: 'Newest first. What a member did at other partners is not shown.',
  caller: 'partner',
  scope: 'ledger:read',
  query: z.strictObject(ENTRIES.query),
  response: ENTRIES.response,
  refuses: ['member_unknown'],
  handle: async ({ deps, caller: { partnerId }, params: { memberId }, query: { cursor = null, limit } }) =>
    ENTRIES.present(
      await listMemberEntries(deps, { memberId, partnerId, before: cursor, rowsMax: limit }),
      presentEntry,
    ),
})
