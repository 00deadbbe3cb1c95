/** Milliseconds that requests took at one load. */
export interface Measured {
  readonly connections: number
  readonly requests: number
  readonly perSecond: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

interface TillFacts {
  readonly machine: string
  readonly node: string
  readonly measured: readonly { readonly bare: Measured; readonly hold: Measured; readonly capture: Measured }[]
}

/** The middle, and what 5 and 1 of a hundred requests exceed. */
export function quantiles(latencies: readonly number[]): Pick<Measured, 'p50' | 'p95' | 'p99'> {
  const sorted = latencies.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}

/** The page about it. */
export function writeTillReport({ machine, node, measured }: TillFacts): string {
  const rows = measured.flatMap((load) =>
    (['bare', 'hold', 'capture'] as const).map((kind) => {
      const one = load[kind]
      const cell = (name: 'p50' | 'p95' | 'p99') =>
        kind === 'bare'
          ? one[name].toFixed(1)
          : `${one[name].toFixed(1)} (${(one[name] / load.bare[name]).toFixed(1)}×)`
      return `| ${one.connections} | ${kind} | ${cell('p50')} | ${cell('p95')} | ${cell('p99')} | ${one.perSecond.toFixed(0)} | ${one.requests} |`
    }),
  )
  return `# How long the till waits

Written by \`npm run bench:till\` on ${machine}, Node ${node}. Milliseconds; in brackets the ratio to _bare_ at the same load in the same run.

| connections | what | p50 | p95 | p99 | a second | requests |
| ---: | --- | ---: | ---: | ---: | ---: | ---: |
${rows.join('\n')}

_bare_ is an Express route that does one indexed read and one insert in a transaction on the same database, journaled (fsynced) in the
same way before it answers. _hold_ is \`POST /v1/redemptions\`, _capture_ is \`POST /v1/redemptions/{redemptionId}/capture\`, both with
authentication, schemas and log. Concurrent holds share a transaction, concurrent captures too; the bare route's requests each have their own.

What it does not say: the server (embedded database in one process) and the load share the machine; members are many (1,000), so that holds
seldom meet at one; no chain runs, because neither answer waits for one; the member's consent is not measured (a PIN costs one argon2id hash,
some tens of milliseconds on a thread of its own). Captures are of the holds of the same run, so there are as many.
`
}
