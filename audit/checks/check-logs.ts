import { type Archive, readLogKey } from '../archive/open-archive.ts'
import type { Collector } from '../findings.ts'
import { type ArchiveLog, beginsWith, headText, leavesOf } from '../log/archive-log.ts'
import type { KnownHeads } from '../log/known-heads.ts'
import { tilesOf } from '../log/merkle.ts'
import { type Checkpoint, judgeSignature, type NoteKey, readCheckpoint, readKey } from '../log/signed-note.ts'

const NOWHERE = { block: null, transaction: null }

export interface LogsRequest {
  /** The log's key, where the auditor knows it. */
  readonly logKey: NoteKey | null
  readonly witnesses: readonly NoteKey[]
  /** The operator's API, which may name the key. */
  readonly api: string | null
  /** What earlier audits saw; null where nothing is kept. */
  readonly known: KnownHeads | null
}

/** The log of each archive by itself, against each other, and against what an earlier audit saw. */
export async function checkLogs(
  archives: readonly Archive[],
  request: LogsRequest,
  collector: Collector,
): Promise<ArchiveLog[]> {
  const logs: ArchiveLog[] = []
  for (const archive of archives) {
    const log = await readLog(archive, request, collector)
    logs.push(log)
    if (log.head !== null) await checkTiles(log, log.head.size, collector)
  }
  for (const [at, one] of logs.entries())
    for (const other of logs.slice(at + 1)) {
      compareEntries(one, other, collector)
      compareHeads(one, other, collector)
    }
  if (request.known !== null) await compareWithKnown(logs, request.known, collector)
  return logs
}

async function readLog(archive: Archive, request: LogsRequest, collector: Collector): Promise<ArchiveLog> {
  const leaves = leavesOf(archive.index)
  const head = archive.checkpoint === null ? null : readCheckpoint(archive.checkpoint)
  if (head === null) {
    const isExpected = request.logKey !== null || request.witnesses.length > 0 || archive.checkpoint !== null
    const why = `${archive.name} has no checkpoint${archive.checkpoint === null ? '' : ' that can be read'}.`
    if (isExpected) collector.add('log_head_missing', NOWHERE, why)
    else collector.notChecked('log', 'log', why.slice(0, -1))
    return { archive, leaves, head, signedBy: null, isWhole: false }
  }
  collector.count('log', 'heads')
  collector.count('log', 'entries', head.size)
  const signedBy = await checkSignature(archive, head, request, collector)
  for (const witness of request.witnesses) checkCosignature(archive, head, witness, collector)
  const isWhole = beginsWith({ archive, leaves, head, signedBy, isWhole: true }, head) === true
  if (!isWhole) {
    const has = `its index has ${leaves.length} entries that can be read`
    const what = leaves.length < head.size ? has : `${has}, of which the first ${head.size} give another root`
    collector.add('log_root_differs', NOWHERE, `The head of ${archive.name} is ${headText(head)}; ${what}.`)
  }
  return { archive, leaves, head, signedBy, isWhole }
}

/** The key that signed the head: the auditor's, or else the one that the operator's server names. */
async function checkSignature(
  archive: Archive,
  head: Checkpoint,
  { logKey, api }: LogsRequest,
  collector: Collector,
): Promise<NoteKey | null> {
  const key = logKey ?? (await askForKey(archive, api))
  if (key === null) {
    collector.notChecked('log', 'signature of the log', 'no --log-key was given, and no server names one')
    return null
  }
  if (logKey === null) {
    collector.count('log', 'keys not pinned')
    const why = 'no --log-key was given, so it is the one that the server names: it could name others another'
    collector.notChecked('log', "the log's key", why)
  }
  const judged = judgeSignature(head, key)
  if (judged === 'valid' && head.origin === key.name) {
    collector.count('log', 'signatures')
    return key
  }
  const why =
    judged === 'valid' ? `it is of the log ${head.origin}` : judged === 'missing' ? 'it has none' : 'it is not valid'
  const what = `The head of ${archive.name}, ${headText(head)}, has no signature of ${key.text}: ${why}.`
  collector.add('log_signature_invalid', NOWHERE, what)
  return null
}

async function askForKey(archive: Archive, api: string | null): Promise<NoteKey | null> {
  const named = (await archive.logKey()) ?? (api === null ? null : await readLogKey(api))
  return named === null ? null : readKey(named)
}

function checkCosignature(archive: Archive, head: Checkpoint, witness: NoteKey, collector: Collector): void {
  collector.count('log', 'cosignatures')
  const judged = judgeSignature(head, witness)
  const what = `head of ${archive.name}, ${headText(head)}`
  if (judged === 'missing')
    collector.add('log_cosignature_missing', NOWHERE, `The witness ${witness.text} has not cosigned the ${what}.`)
  if (judged === 'invalid')
    collector.add(
      'log_cosignature_invalid',
      NOWHERE,
      `What stands as the cosignature of ${witness.text} under the ${what}, is not by its key.`,
    )
}

/** Tiles are what other tools read: they must be of the same entries as the index. */
async function checkTiles({ archive, leaves }: ArchiveLog, size: number, collector: Collector): Promise<void> {
  let isFirst = true
  for (const { path, bytes } of tilesOf(leaves.slice(0, size))) {
    const tile = await archive.tile(path)
    // A copy that was exported has the index and no tiles.
    if (tile === null && isFirst) return
    isFirst = false
    collector.count('log', 'tiles')
    if (tile?.equals(bytes) !== true)
      collector.add(
        'log_tile_differs',
        NOWHERE,
        `${path} of ${archive.name} ${tile === null ? 'is not there' : 'has other hashes than the index gives'}.`,
      )
  }
}

/** The shorter index is the beginning of the longer one. */
function compareEntries(one: ArchiveLog, other: ArchiveLog, collector: Collector): void {
  const both = Math.min(one.leaves.length, other.leaves.length)
  collector.count('log', 'entries compared', both)
  const differing = Array.from({ length: both }, (_, at) => at).filter(
    (at) => one.leaves[at]?.equals(other.leaves[at] ?? Buffer.of()) !== true,
  )
  const [first] = differing
  if (first === undefined) return
  const said = ({ archive }: ArchiveLog) => {
    const entry = archive.index[first]
    return `batch ${entry?.batchHash ?? 'none'} with the file ${entry?.sha256 ?? 'none'} in ${archive.name}`
  }
  collector.add(
    'archives_differ',
    NOWHERE,
    `Entry ${first} of the log is ${said(one)}, and ${said(other)}. Entries that differ: ${differing.length}.`,
  )
}

function compareHeads(one: ArchiveLog, other: ArchiveLog, collector: Collector): void {
  if (one.head === null || other.head === null) return
  const [older, newer] = one.head.size <= other.head.size ? [one, other] : [other, one]
  if (older.head === null || newer.head === null) return
  collector.count('log', 'heads joined')
  const told = { name: older.archive.name, head: older.head, signedBy: older.signedBy }
  joinHeads(told, newer, newer.head, collector)
}

interface Told {
  readonly name: string
  readonly head: Checkpoint
  readonly signedBy: NoteKey | null
}

/** A head is over the first entries of a newer one, or the log has forked. */
function joinHeads(older: Told, newer: ArchiveLog, newHead: Checkpoint, collector: Collector): void {
  const isSame = newHead.size === older.head.size
  // Where the index is not the newer head's, that is said already, and joins nothing.
  if (!isSame && !newer.isWhole) return
  if (isSame ? newHead.root.equals(older.head.root) : beginsWith(newer, older.head) !== false) return
  const [a, b] = [older.signedBy, newer.signedBy]
  const weight =
    a !== null && b !== null && a.publicKey.equals(b.publicKey)
      ? `Both are signed by ${b.text}, so together they are proof that its owner shows two logs: keep both.`
      : 'They are not both signed by one key that is known, so this is no proof against anybody.'
  collector.add(
    'log_forked',
    NOWHERE,
    `${older.name} has the head ${headText(older.head)}, and ${newer.archive.name} has ${headText(newHead)}, which has not grown out of it. ${weight}`,
  )
}

/** What an earlier audit saw is the beginning of what there is now. Heads that were verified are kept for the next. */
async function compareWithKnown(logs: readonly ArchiveLog[], known: KnownHeads, collector: Collector): Promise<void> {
  for (const origin of new Set(logs.flatMap(({ head }) => (head === null ? [] : [head.origin])))) {
    const own = logs.filter(({ head }) => head?.origin === origin)
    const before = known.find(origin)
    const total = collector.findingsTotal()
    if (before !== null) compareOneWithKnown(own, before, collector)
    const newest = own
      .filter(({ signedBy, isWhole }) => signedBy !== null && isWhole)
      .toSorted((a, b) => (b.head?.size ?? 0) - (a.head?.size ?? 0))[0]?.head
    // The head that shows what is wrong stays.
    if (newest && newest.size >= (before?.size ?? 0) && collector.findingsTotal() === total) await known.keep(newest)
  }
}

function compareOneWithKnown(own: readonly ArchiveLog[], before: Checkpoint, collector: Collector): void {
  collector.count('log', 'heads joined', own.length)
  const name = 'An earlier audit'
  for (const log of own) {
    const { head, signedBy } = log
    if (head === null) continue
    const was = signedBy !== null && judgeSignature(before, signedBy) === 'valid' ? signedBy : null
    if (head.size >= before.size) joinHeads({ name, head: before, signedBy: was }, log, head, collector)
  }
  const longest = Math.max(...own.map(({ head }) => head?.size ?? 0))
  if (longest < before.size)
    collector.add(
      'log_shrunk',
      NOWHERE,
      `An earlier audit saw the head ${headText(before)} of ${before.origin}; now it is over ${longest} entries.`,
    )
}
