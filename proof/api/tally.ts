/** Counts, by status, operation, caller and origin of the requests; and how long the answers took. */
export function openTally() {
  const counts = {
    statuses: new Map<string, number>(),
    operations: new Map<string, Map<string, number>>(),
    origins: new Map<string, number>(),
    callers: new Map<string, number>(),
  }
  const slowest = { ms: 0, operation: '' }
  const bump = (map: Map<string, number>, key: string) => void map.set(key, (map.get(key) ?? 0) + 1)
  return {
    add({
      operation,
      caller,
      origin,
      status,
      ms,
    }: {
      operation: string
      caller: string
      origin: string
      status: number
      ms: number
    }) {
      bump(counts.statuses, String(status))
      const statuses = counts.operations.get(operation) ?? new Map<string, number>()
      counts.operations.set(operation, statuses)
      bump(statuses, String(status))
      bump(counts.origins, origin)
      bump(counts.callers, caller)
      if (ms > slowest.ms) Object.assign(slowest, { ms: Math.round(ms), operation })
    },
    read: () => ({
      statuses: sorted(counts.statuses),
      origins: sorted(counts.origins),
      callers: sorted(counts.callers),
      operations: Object.fromEntries(
        [...counts.operations]
          .sort(([a], [b]) => a.localeCompare(b))
          .map(([operation, statuses]) => [operation, sorted(statuses)]),
      ),
      slowest: { ...slowest },
    }),
  }
}

const sorted = (map: ReadonlyMap<string, number>) => Object.fromEntries([...map].sort(([a], [b]) => a.localeCompare(b)))
