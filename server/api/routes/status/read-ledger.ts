import { listPartners } from '../../../database/partners.ts'
import { route } from '../../route.ts'
import { LedgerResponse } from '../../schemas/status/ledger.ts'

/** Partners that are named at once; a coalition has dozens. */
const PARTNERS_MAX = 1_000
/** Points are whole. */
const DECIMALS = 0

export const readLedgerRoute = route({
  operation: 'readLedger',
  method: 'get',
  path: '/v1/ledger',
  summary: 'Read where the ledger is',
  description: 'What is needed to check a receipt without asking us.',
  caller: 'anyone',
  status: 200,
  response: LedgerResponse,
  refuses: [],
  handle: async ({ deps: { db, chain, ledgerNames } }) => {
    const { token, issuance, registry, redemption, accounts } = chain.addresses
    const partners = await listPartners(db, { after: 0, rowsMax: PARTNERS_MAX })
    return {
      chainId: chain.chainId,
      ...ledgerNames,
      token,
      issuance,
      registry,
      redemption,
      accounts,
      decimals: DECIMALS,
      partners: partners.map(({ id, name, currency }) => ({ partnerId: id, name, currency })),
    }
  },
})
