import { z } from 'zod'

import { ENTRIES_PER_PAGE_MAX, listMemberEntries } from '../../../actions/purchases/list-member-entries.ts'
import { presentEntry } from './present-entry.ts'
import { route } from './deps.ts'
import { EntriesResponse } from '../../schemas/members/members.ts'
import { Decimal, limitOf, Uuid } from '../../schemas/values.ts'

export const listMemberEntriesRoute = route({
  operation: 'listMemberEntries',
  method: 'get',
  path: '/v1/members/{memberId}/entries',
  summary: "List a member's entries at this partner",
  description:
    'Newest first. `cursor` is the `nextCursor` of the page before. What a member did at other partners is not shown.',
  caller: 'partner',
  scope: 'ledger:read',
  params: z.strictObject({ memberId: Uuid }),
  query: z.strictObject({ cursor: Decimal.optional(), limit: limitOf(ENTRIES_PER_PAGE_MAX) }),
  status: 200,
  response: EntriesResponse,
  refuses: ['member_unknown'],
  handle: async ({ deps, caller: { partnerId }, params: { memberId }, query: { cursor = null, limit } }) => {
    const page = await listMemberEntries(deps, { memberId, partnerId, beforeSeq: cursor, entriesMax: limit })
    return {
      entries: page.entries.map(presentEntry),
      nextCursor: page.nextBeforeSeq === null ? null : String(page.nextBeforeSeq),
    }
  },
})
