import type { z } from 'zod'

import type { ApiClient } from './api-client.ts'

type ListAnswer<Item extends z.ZodType> = z.ZodObject<{ data: z.ZodArray<Item>; nextCursor: z.ZodType<string | null> }>

/** Reads a list of the API to its end, page by page. */
export async function listAll<Item extends z.ZodType>(
  api: ApiClient,
  asked: { path: string; query?: Readonly<Record<string, string>>; key?: string; answer: ListAnswer<Item> },
): Promise<z.output<Item>[]> {
  const { path, query = {}, key, answer } = asked
  const rows: z.output<Item>[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const text = new URLSearchParams({ ...query, ...(cursor === '' ? {} : { cursor }) }).toString()
    const page: { data: z.output<Item>[]; nextCursor: string | null } = await api.call({
      method: 'GET',
      path: text === '' ? path : `${path}?${text}`,
      ...(key === undefined ? {} : { key }),
      answer,
    })
    rows.push(...page.data)
    cursor = page.nextCursor
  }
  return rows
}
