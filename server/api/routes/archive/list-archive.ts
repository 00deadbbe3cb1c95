import { listArchive } from '../../../actions/archive/list-archive.ts'
import { ArchiveQuery, ArchiveResponse } from '../../schemas/archive/archive.ts'
import { route } from './deps.ts'

export const listArchiveRoute = route({
  operation: 'listArchive',
  method: 'get',
  path: '/v1/archive/index',
  summary: 'List the published files of receipts',
  description:
    'One entry for each final batch, in the order of the chain, with the address of its file: `GET /v1/archive/receipts/{sha256}`, gzip of JSON Lines. Rules are at `GET /v1/archive/rules/{hash}`, and the signed log over these entries is at `/archive/log/` (C2SP tlog-tiles). No key is needed.',
  caller: 'anyone',
  query: ArchiveQuery,
  response: ArchiveResponse,
  handle: async ({ deps, query: { after = null, limit } }) => {
    const { rows, next } = await listArchive(deps, { after, rowsMax: limit })
    return {
      data: rows.map(({ logIndex, firstEntry, ...row }) => ({
        logIndex: String(logIndex),
        firstEntry: String(firstEntry),
        ...row,
      })),
      nextCursor: next === null ? null : String(next),
    }
  },
})
