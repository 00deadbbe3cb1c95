import { expect } from 'chai'

import { rolesOf } from '../../cli/run-start.ts'
import { ROLE_CHOICES } from '../../cli/start.ts'
import { readConfig } from '../../server/config/config.ts'
import { ROLES } from '../../server/config/variables.ts'

const ELSEWHERE = { DATABASE_URL: 'postgresql://127.0.0.1/entente', RPC_URL: 'http://127.0.0.1:8545', CHAIN_ID: '1' }

describe('entente start --role', function () {
  const rolesWith = (role: string[] | undefined, env: Record<string, string> = {}) =>
    readConfig({ ...ELSEWHERE, ...env }, { ROLES: rolesOf(role === undefined ? {} : { role }) }).config.roles

  it('offers every role, and all of them', () => {
    expect(ROLE_CHOICES).to.deep.equal([...ROLES, 'all'])
  })

  it('goes before ROLES, which counts where nothing is said', () => {
    expect(rolesWith(['api'], { ROLES: 'relayer' })).to.deep.equal(['api'])
    expect(rolesWith(['relayer', 'indexer'])).to.deep.equal(['relayer', 'indexer'])
    expect(rolesWith(['all'], { ROLES: 'relayer' })).to.deep.equal([...ROLES])
    expect(rolesWith(undefined, { ROLES: 'relayer' })).to.deep.equal(['relayer'])
    expect(rolesWith(undefined)).to.deep.equal([...ROLES])
  })
})
