import type { Address } from 'viem'

import type { Coalition } from '../contracts.ts'
import type { Collector, Place } from '../findings.ts'
import { type ArchiveLog, beginsWith, headText } from '../log/archive-log.ts'
import { monthAt, monthText } from '../months.ts'
import { askViews, type View } from '../read/ask-contract.ts'
import type { Check } from '../replay/replay.ts'
import type { Rpc } from '../rpc/json-rpc.ts'

/** A root of the log that is on chain. */
interface Anchor {
  readonly contract: Address
  readonly month: number
  readonly size: number
  readonly root: Buffer
  readonly place: Place
}

/** A month that clearing closed. */
interface Closed {
  readonly month: number
  /** Unix seconds. */
  readonly at: number
  readonly place: Place
}

/** So long after a month was closed its anchor may be missing. */
const ANCHORING_SECONDS = 86_400

/** Roots of the log on chain: each is that of every archive, and of the batches of its month and before. */
export function checkAnchors(logs: readonly ArchiveLog[]) {
  const anchors: Anchor[] = []
  const closed: Closed[] = []
  /** Batches that were posted in each month; the n-th batch of the chain is the n-th entry of the log. */
  const posted = new Map<number, number>()
  const upTo = (month: number) => [...posted].reduce((sum, [of, count]) => (of <= month ? sum + count : sum), 0)
  const check: Check = {
    see(act, { header, place, judged, collector }) {
      if (act.kind === 'batch') {
        const month = monthAt(header.timestamp)
        posted.set(month, (posted.get(month) ?? 0) + 1)
      }
      if (act.kind !== 'event') return
      const { contract, name, args } = act.event
      const month = Number(args['month'])
      if (name === 'MonthClosed' && contract.kind === 'Clearing' && judged)
        closed.push({ month, at: header.timestamp, place })
      if (name !== 'LogAnchored') return
      const root = Buffer.from((args['root'] as string).slice(2), 'hex')
      const anchor = { contract: contract.address, month, size: Number(args['size']), root, place }
      anchors.push(anchor)
      collector.count('log', 'anchors')
      checkSize(anchor, { covered: upTo(month), all: upTo(Number.POSITIVE_INFINITY) }, collector)
      for (const log of logs) compareRoot(log, anchor, { isFull: log === logs[0] }, collector)
    },
  }
  return {
    check,
    async end(
      rpc: Rpc,
      { contracts }: Coalition,
      request: { number: number; timestamp: number },
      collector: Collector,
    ) {
      const keepers = contracts.flatMap(({ kind, address }) => (kind === 'LogAnchors' ? [address] : []))
      if (keepers.length === 0) {
        collector.notChecked('log', 'anchors of the log', 'the coalition has no contract that keeps them')
        return
      }
      for (const { month, at, place } of closed) {
        const isCovered = anchors.some(({ size }) => size >= upTo(month))
        if (upTo(month) === 0 || isCovered || request.timestamp - at < ANCHORING_SECONDS) continue
        const what = `${monthText(month)} was closed, and no anchor is over its ${upTo(month)} batches and those before.`
        collector.add('anchor_missing', place, what)
      }
      for (const contract of keepers) {
        const own = anchors.filter((anchor) => anchor.contract === contract)
        await compareWithContract(rpc, { contract, anchors: own, block: request.number }, collector)
      }
    },
  }
}

function checkSize(
  { month, size, place }: Anchor,
  { covered, all }: { covered: number; all: number },
  collector: Collector,
): void {
  if (size >= covered && size <= all) return
  collector.add(
    'anchor_size_wrong',
    place,
    `The anchor of ${monthText(month)} is over ${size} entries; up to the end of it there were ${covered} batches, and up to the anchor ${all}.`,
  )
}

function compareRoot(log: ArchiveLog, anchor: Anchor, { isFull }: { isFull: boolean }, collector: Collector): void {
  const { name } = log.archive
  const joined = beginsWith(log, anchor)
  if (joined === true) collector.count('log', 'anchors compared')
  else if (joined === null && !isFull)
    collector.notChecked('log', `anchors of ${name}`, 'the copy ends before what is anchored')
  else {
    const is = joined === null ? `has ${log.leaves.length} entries only` : 'has another root over them'
    const what = `The log was anchored for ${monthText(anchor.month)} as ${headText(anchor)}; ${name} ${is}.`
    collector.add('anchor_differs', anchor.place, `${what} It was changed after it was anchored, or anchored falsely.`)
  }
}

/** The contract keeps what the events say, and nothing newer. */
async function compareWithContract(
  rpc: Rpc,
  { contract, anchors, block }: { contract: Address; anchors: readonly Anchor[]; block: number },
  collector: Collector,
): Promise<void> {
  const view = (name: string, args: readonly unknown[] = []): View => ({
    kind: 'LogAnchors',
    address: contract,
    name,
    args,
  })
  const views = [view('latest'), ...anchors.map(({ month }) => view('anchorOf', [BigInt(month)]))]
  const [latest, ...kept] = (await askViews(rpc, views, block)) as [readonly [bigint, unknown], ...KeptAnchor[]]
  const place = { block, transaction: null }
  const last = anchors.at(-1)?.month ?? 0
  if (Number(latest[0]) !== last)
    collector.add('anchor_untold', place, `${contract} has ${monthText(Number(latest[0]))} last; the events another.`)
  for (const [at, { month, size, root }] of anchors.entries()) {
    const is = kept[at]
    if (is?.root !== `0x${root.toString('hex')}` || Number(is.size) !== size)
      collector.add('anchor_untold', place, `${contract} keeps another anchor of ${monthText(month)} than its event.`)
  }
}

interface KeptAnchor {
  readonly size: bigint
  readonly root: string
}
