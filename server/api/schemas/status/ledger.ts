import { z } from 'zod'

import { HexOut, PartnerNumber } from '../values.ts'

export const LedgerResponse = z
  .object({
    chainId: z.int(),
    chainName: z.string(),
    token: HexOut,
    issuance: HexOut,
    registry: HexOut,
    redemption: HexOut,
    accounts: HexOut,
    name: z.string(),
    symbol: z.string(),
    decimals: z.int(),
    rpcUrl: z.string().nullable().meta({ description: 'Of the embedded chain only' }),
    partners: z.array(z.object({ partnerId: PartnerNumber, name: z.string(), currency: z.string() })),
  })
  .meta({ id: 'Ledger', description: 'What is needed to check a receipt without asking us' })
