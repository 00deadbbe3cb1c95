import { useInfiniteQuery } from '@tanstack/react-query'

interface Page<Row> {
  readonly data: Row[]
  readonly nextCursor: string | null
}

/** A list of the server that is read page by page, and what has been read of it. */
export function usePages<Row>(queryKey: readonly string[], read: (cursor: string | null) => Promise<Page<Row>>) {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
  return { query, rows: query.data?.pages.flatMap((page) => page.data) ?? [] }
}
