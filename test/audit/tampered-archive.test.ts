import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

import { expect } from 'chai'
import { keccak256, stringToBytes } from 'viem'

import type { FindingCode } from '../../audit/finding-codes.ts'
import {
  archiveLedger,
  type ArchivedBatch,
  type ArchivedEntry,
  BATCHES,
  earned,
  RULE_HASH,
  writeArchive,
} from '../support/audit/archive-ledger.ts'
import { auditOf, codesOf } from '../support/audit/audit-of.ts'
import { type RpcServer, serveRpc } from '../support/audit/rpc-server.ts'

type Ledger = Awaited<ReturnType<typeof archiveLedger>>

interface Tampering {
  readonly what: string
  readonly code: FindingCode
  /** Changes the lines before they are written: hash and length of the index fit what is written. */
  readonly lines?: (files: ArchivedBatch[]) => void
  /** Changes the folder after it was written. */
  readonly folder?: (folder: string) => void
}

const receipts = (folder: string) => readdirSync(join(folder, 'receipts')).map((name) => join(folder, 'receipts', name))
const index = (folder: string, change: (lines: string[]) => string[]) => {
  const path = join(folder, 'index.jsonl')
  writeFileSync(path, change(readFileSync(path, 'utf8').trimEnd().split('\n')).join('\n'))
}

const tamperings: readonly Tampering[] = [
  { what: 'a file that is withheld', code: 'receipts_missing', folder: (folder) => rmSync(receipts(folder)[0]!) },
  {
    what: 'a batch that the index leaves out',
    code: 'receipts_missing',
    folder: (folder) => index(folder, (lines) => lines.slice(1)),
  },
  {
    what: 'a file that is no gzip',
    code: 'receipts_missing',
    folder: (folder) => writeFileSync(receipts(folder)[0]!, 'rubbish'),
  },
  {
    what: 'a file of other bytes',
    code: 'receipts_hash_wrong',
    folder: (folder) => writeFileSync(receipts(folder)[0]!, gzipSync('{}')),
  },
  {
    what: 'an index in another order',
    code: 'receipts_index_order',
    folder: (folder) => index(folder, (lines) => lines.toReversed()),
  },
  {
    what: 'an index with a batch twice',
    code: 'receipts_extra',
    folder: (folder) => index(folder, (lines) => [...lines, lines[0]!]),
  },
  {
    what: 'an index with a line that is none',
    code: 'receipts_extra',
    folder: (folder) => index(folder, (lines) => [...lines, '{']),
  },
  {
    what: 'receipts of other points',
    code: 'receipts_root_wrong',
    lines: ([first]) => (first!.entries[0]!['points'] = '251'),
  },
  {
    what: "receipts that do not add up to a member's credit",
    code: 'receipts_sums_differ',
    lines: ([first]) => (first!.entries[0]!['points'] = '251'),
  },
  {
    what: 'a receipt that is left out',
    code: 'receipts_numbering_wrong',
    lines: ([first]) => void first!.entries.pop(),
  },
  {
    what: 'a file of another batch',
    code: 'receipts_numbering_wrong',
    lines: ([first]) => (first!.header['firstEntry'] = '2'),
  },
  {
    what: 'a receipt with a field that is none',
    code: 'receipts_unreadable',
    lines: ([first]) => (first!.entries[0]!['name'] = 'Ann'),
  },
  {
    what: 'a rule document that is withheld',
    code: 'rule_document_wrong',
    folder: (folder) => rmSync(join(folder, 'rules', `${RULE_HASH}.json`)),
  },
  {
    what: 'a rule document that was changed',
    code: 'rule_document_wrong',
    folder: (folder) => writeFileSync(join(folder, 'rules', `${RULE_HASH}.json`), '{"kind":"linear"}'),
  },
]

/** What a partner can sign and post, and what only the receipts show. */
const hostile: readonly { what: string; code: FindingCode; change: (batches: ArchivedEntry[][]) => void }[] = [
  {
    what: 'an order that counts twice',
    code: 'commitment_reused',
    change: (batches) => (batches[2] = batches[2]!.map((entry) => ({ ...entry, order: 'a1' }))),
  },
  {
    what: 'a reversal of an entry that is none',
    code: 'reversal_unfounded',
    change: (batches) => reverse(batches, [{ entry: '99', points: '40' }]),
  },
  {
    what: "a reversal of another member's entry",
    code: 'reversal_unfounded',
    change: (batches) => reverse(batches, [{ entry: '2', points: '40' }]),
  },
  {
    what: 'a reversal of more than the entry gave',
    code: 'reversal_exceeds',
    change: (batches) => reverse(batches, [{ entry: '3', points: '40' }]),
  },
  {
    what: 'a reversal that explains other points',
    code: 'explanation_sum_wrong',
    change: (batches) => reverse(batches, [{ entry: '1', points: '39' }]),
  },
  {
    what: 'a shortfall made up for with no purchase',
    code: 'reversal_unfounded',
    change: (batches) => (batches[2]![1] = { ...batches[2]![1]!, order: 'none' }),
  },
  {
    what: "a shortfall made up for from another member's purchase",
    code: 'recovery_unfounded',
    change: (batches) => (batches[2]![1] = { ...batches[2]![1]!, explanation: { takenFrom: '1' } }),
  },
  {
    what: 'a shortfall made up for from an entry that is none',
    code: 'recovery_unfounded',
    change: (batches) => (batches[2]![1] = { ...batches[2]![1]!, explanation: { takenFrom: '99' } }),
  },
  {
    what: 'points that the rule does not give',
    code: 'rule_points_wrong',
    change: (batches) => (batches[0]![0] = { ...batches[0]![0]!, explanation: earned(250n, '24999') }),
  },
  {
    what: 'points above the maximum of the rule',
    code: 'rule_points_wrong',
    change: (batches) => (batches[0]![1] = { ...batches[0]![1]!, points: 990n, explanation: earned(990n, '99000') }),
  },
  {
    what: 'a rule that nobody published',
    code: 'rule_document_wrong',
    change: (batches) =>
      (batches[2]![0] = {
        ...batches[2]![0]!,
        explanation: { rules: [{ hash: keccak256(stringToBytes('none')), points: '60' }] },
      }),
  },
]

function reverse(batches: ArchivedEntry[][], reverses: object[]): void {
  batches[1]![0] = { ...batches[1]![0]!, explanation: { rules: [{ hash: RULE_HASH, points: '40' }], reverses } }
}

describe('a receipts archive', function () {
  this.timeout(60_000)
  let folder: string

  beforeEach(function () {
    folder = mkdtempSync(join(tmpdir(), 'entente-archive-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  async function audited(ledger: Ledger, server: RpcServer) {
    return auditOf(ledger, server, { archives: [folder] })
  }

  for (const leafVersion of [1, 2] as const)
    it(`of leaves of version ${leafVersion} is confirmed`, async function () {
      const ledger = await archiveLedger(leafVersion)
      const server = await serveRpc(ledger.coalition.edr)
      writeArchive(folder, ledger.files)
      const audit = await audited(ledger, server)
      await server.close()
      await ledger.coalition.edr.close()
      expect(audit.collector.findings()).to.deep.equal([])
      expect(audit.collector.counts().receipts).to.deep.equal({
        files: 3,
        receipts: 6,
        reversals: 1,
        recoveries: 1,
      })
      expect(audit.collector.counts().rules).to.deep.equal({
        'entries with an amount': 2,
        'entries without an amount': 1,
        'entries without an explanation': 1,
      })
    })

  describe('that was tampered with', function () {
    let ledger: Ledger
    let server: RpcServer

    before(async function () {
      ledger = await archiveLedger(2)
      server = await serveRpc(ledger.coalition.edr)
    })
    after(async function () {
      await server.close()
      await ledger.coalition.edr.close()
    })

    for (const { what, code, lines, folder: change } of tamperings)
      it(`${what}: ${code}`, async function () {
        const files = structuredClone(ledger.files)
        lines?.(files)
        writeArchive(folder, files)
        change?.(folder)
        expect(codesOf(await audited(ledger, server))).to.include(code)
      })
  })

  describe('of a partner that cheats', function () {
    for (const { what, code, change } of hostile)
      it(`${what}: ${code}`, async function () {
        const batches = BATCHES.map((entries) => [...entries])
        change(batches)
        const ledger = await archiveLedger(2, batches)
        const server = await serveRpc(ledger.coalition.edr)
        writeArchive(folder, ledger.files)
        const audit = await audited(ledger, server)
        await server.close()
        await ledger.coalition.edr.close()
        expect(codesOf(audit)).to.deep.equal([code])
        expect(audit.collector.findings()[0]!.transaction).to.match(/^0x[\da-f]{64}$/)
      })
  })
})
