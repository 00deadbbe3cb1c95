import type { Schemas } from '../../../client/client.ts'
import { dataOf, server } from './request.ts'

type Page = Schemas['OwnData']

/** All that the server holds about the member who is signed in, by section. */
export interface OwnData {
  readonly format: 'entente-member-data-1'
  readonly madeAt: string
  readonly sections: Readonly<Record<string, readonly Record<string, unknown>[]>>
}

const ROWS_PER_PAGE = '100'

/** Reads it page by page. */
export async function readOwnData(madeAt: Date): Promise<OwnData> {
  const sections: Record<string, Record<string, unknown>[]> = {}
  let cursor: string | null = null
  do {
    const query: { limit: string; cursor?: string } = { limit: ROWS_PER_PAGE, ...(cursor === null ? {} : { cursor }) }
    const page: Page = await dataOf(server.GET('/v1/me/data', { params: { query } }))
    for (const { section, values } of page.data) (sections[section] ??= []).push(values)
    cursor = page.nextCursor
  } while (cursor !== null)
  return { format: 'entente-member-data-1', madeAt: madeAt.toISOString(), sections }
}
