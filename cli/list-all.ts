interface Page<Row> {
  readonly data: Row[]
  readonly nextCursor: string | null
}

/** Reads a list of the API to its end, page by page. */
export async function listAll<Row>(
  readPage: (query: { cursor?: string }) => Promise<{ readonly data: Page<Row> }>,
): Promise<Row[]> {
  const rows: Row[] = []
  for (let query: { cursor?: string } | null = {}; query !== null;) {
    const { data: page }: { readonly data: Page<Row> } = await readPage(query)
    rows.push(...page.data)
    query = page.nextCursor === null ? null : { cursor: page.nextCursor }
  }
  return rows
}
