import { CONTRACTS, PARTNER_ID, PARTNER_NAME } from '../../example-values.ts'
import type { OperationExamples } from '../../operation-example.ts'

const { token, issuance, registry, redemption, accounts } = CONTRACTS

const LOG_KEY = 'points.example.com/archive/log+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx'

export const statusExamples: OperationExamples = {
  readLedger: {
    answer: {
      chainId: 31_337,
      chainName: 'Entente',
      token,
      issuance,
      registry,
      redemption,
      accounts,
      name: 'Entente Points',
      symbol: 'POINTS',
      decimals: 0,
      rpcUrl: null,
      partners: [{ partnerId: PARTNER_ID, name: PARTNER_NAME, currency: 'GBP' }],
    },
  },
  readStatus: {
    answer: {
      chainId: 31_337,
      contracts: CONTRACTS,
      readAt: '2026-11-23T10:15:04.120Z',
      ledger: 'on_time',
      block: '9033',
      blockAt: '2026-11-23T10:15:03.000Z',
      totalSupply: '36040',
      indexedBlock: '9033',
      indexedBlockAt: '2026-11-23T10:15:03.000Z',
      finalBlock: '9001',
      haltedReason: null,
      doubtReason: null,
      entries: { open: '2', waiting: '2', confirmed: '632', oldestOpenAt: '2026-11-23T10:15:02.480Z' },
      redemptions: { held: '1', waiting: '0', restoring: '0', refused: '0' },
      quarantinedPartners: 0,
      quarantinedSince: null,
      clearingDifferences: 0,
      paused: [],
      pauses: [],
      auditLog: { entries: '42', head: '42'.repeat(32) },
      archive: { entries: '58', checkpoint: { size: '58', logKey: LOG_KEY }, witnesses: [], anchors: [] },
      lag: { entries: '632', medianMs: 2_104, p95Ms: 4_920, maxMs: 6_003 },
    },
  },
}
