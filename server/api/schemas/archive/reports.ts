import { z } from 'zod'

import { HexOut, NumberOut, TimeOut } from '../values.ts'

export const ReportsResponse = z
  .object({
    data: z.array(
      z
        .object({
          name: z.string().meta({ description: 'Of the files, without the ending', example: 'audit-2026-10' }),
          chainId: z.int(),
          blockTime: TimeOut.meta({ description: 'Of the end block' }),
          summary: z
            .object({
              token: z.string().meta({ description: 'The audited ledger: the verifying contract of the signature' }),
              fromBlock: NumberOut,
              toBlock: NumberOut,
              blockHash: HexOut,
              reportHash: HexOut.meta({ description: 'keccak256 of the report as canonical JSON (RFC 8785)' }),
              findings: NumberOut,
              notChecked: NumberOut,
            })
            .meta({ description: 'What the auditor signed: `AuditSummary` in the domain `Entente Audit`, version 1' }),
          signer: z.string().meta({ description: 'Address of the key that signed, as the file says' }),
          signature: HexOut,
          hasPdf: z.boolean().meta({ description: 'Whether there is a PDF of it' }),
        })
        .meta({ id: 'AuditReport' }),
    ),
    nextCursor: z.null().meta({ description: 'There is one page' }),
  })
  .meta({ id: 'AuditReports' })
