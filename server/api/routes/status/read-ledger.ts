import { readLedger } from '../../../actions/status/read-ledger.ts'
import { route } from './deps.ts'
import { LedgerResponse } from '../../schemas/status/ledger.ts'

/** Points are whole. */
const DECIMALS = 0

export const readLedgerRoute = route({
  operation: 'readLedger',
  method: 'get',
  path: '/v1/ledger',
  summary: 'Read where the ledger is',
  description: 'What is needed to check a receipt without asking us.',
  caller: 'anyone',
  response: LedgerResponse,
  handle: async ({ deps }) => {
    const { chainId, addresses, names, partners } = await readLedger(deps)
    const { token, issuance, registry, redemption, accounts } = addresses
    return {
      chainId,
      ...names,
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
