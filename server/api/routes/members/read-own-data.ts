import { readOwnData } from '../../../actions/members/read-own-data.ts'
import type { MemberRow } from '../../../database/member-data.ts'
import { OWN_DATA, OwnDataQuery } from '../../schemas/members/own-data.ts'
import { route } from './deps.ts'

/** Numbers that JSON would round, and times, are written out. */
const presentValues = (values: MemberRow): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'bigint' ? String(value) : value instanceof Date ? value.toISOString() : value,
    ]),
  )

export const readOwnDataRoute = route({
  operation: 'readOwnData',
  method: 'get',
  path: '/v1/me/data',
  summary: 'Read everything that is held about you',
  description:
    'Section by section, all that the server holds about a member, as it is held; what is public on the ledger comes last. Signed in with card and PIN, contacts are named by their hint only.',
  caller: 'member',
  query: OwnDataQuery,
  response: OWN_DATA.response,
  handle: async ({ deps, caller: { memberId, tokenHash }, query: { cursor = null, limit } }) =>
    OWN_DATA.present(
      await readOwnData(deps, { memberId, tokenHash, from: cursor, rowsMax: limit }),
      ({ section, values }) => ({ section, values: presentValues(values) }),
    ),
})
