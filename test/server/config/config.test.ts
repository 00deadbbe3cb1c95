import { resolve } from 'node:path'

import { expect } from 'chai'

import { ConfigInvalid, readConfig } from '../../../server/config/config.ts'

const refuse = (environment: Record<string, string>) => {
  try {
    readConfig(environment)
    return 'accepted'
  } catch (error) {
    return error instanceof ConfigInvalid ? error.message : error
  }
}

describe('readConfig', function () {
  it('needs nothing: one process, embedded database and chain', () => {
    const { config, secrets } = readConfig({})
    expect(config.dataFolder).to.equal(resolve('.entente'))
    expect(config.port).to.equal(8_080)
    expect(config.roles).to.deep.equal(['api', 'relayer', 'indexer'])
    expect(config.chain).to.deep.equal({ rpcUrls: [], chainId: 31_337, finalityBlocks: null })
    expect(secrets).to.deep.equal({
      databaseUrl: null,
      passphrase: null,
      lookupKey: null,
      externalSignerToken: null,
      etherscanApiKey: null,
    })
  })

  it('takes an empty variable as one that is not set, and the command line before the environment', () => {
    expect(readConfig({ PORT: '', RPC_URL: '' }).config.port).to.equal(8_080)
    expect(readConfig({ PORT: '1' }, { PORT: '2' }).config.port).to.equal(2)
    expect(readConfig({ PORT: '1' }, { PORT: undefined }).config.port).to.equal(1)
  })

  it('takes several endpoints of one chain that is named', () => {
    const { config } = readConfig({ RPC_URL: 'https://a.example, https://b.example', CHAIN_ID: '10' })
    expect(config.chain.rpcUrls).to.deep.equal(['https://a.example', 'https://b.example'])
    expect(refuse({ RPC_URL: 'https://a.example' })).to.include('CHAIN_ID')
  })

  it('names the variable that cannot be used', () => {
    expect(refuse({ PORT: '65536' })).to.include('PORT')
    expect(refuse({ PORT: 'eighty' })).to.include('PORT')
    expect(refuse({ RPC_URL: 'ws://a', CHAIN_ID: '1' })).to.include('RPC_URL')
    expect(refuse({ DATABASE_URL: 'mysql://a/b' })).to.include('DATABASE_URL')
    expect(refuse({ ROLES: 'api,cook' })).to.include('ROLES')
    expect(refuse({ EPOCH_DAYS: '0' })).to.include('EPOCH_DAYS')
    expect(refuse({ ENTENTE_PASSPHRASE: 'short' })).to.include('ENTENTE_PASSPHRASE')
  })

  it('takes an idle time of sessions from a minute to thirty days', () => {
    expect(readConfig({}).config.sessionIdleMsMax).to.equal(7 * 86_400_000)
    for (const minutes of [1, 43_200])
      expect(readConfig({ SESSION_IDLE_MINUTES: String(minutes) }).config.sessionIdleMsMax).to.equal(minutes * 60_000)
    for (const value of ['0', '43201', '1.5'])
      expect(refuse({ SESSION_IDLE_MINUTES: value })).to.include('SESSION_IDLE_MINUTES')
  })

  it('takes a budget of sweeps from none to ten million accounts a day', () => {
    const variable = 'SWEEP_ACCOUNTS_PER_DAY_MAX'
    expect(readConfig({}).config.relayer.sweepAccountsPerDayMax).to.equal(10_000)
    for (const value of [0, 10_000_000])
      expect(readConfig({ [variable]: String(value) }).config.relayer.sweepAccountsPerDayMax).to.equal(value)
    for (const value of ['-1', '10000001', '1.5']) expect(refuse({ [variable]: value })).to.include(variable)
  })

  it('does not repeat a secret in what it says', () => {
    expect(refuse({ ENTENTE_LOOKUP_KEY: 'not-hex-but-secret' })).not.to.include('not-hex-but-secret')
    expect(refuse({ DATABASE_URL: 'mysql://user:secret@host/db' })).not.to.include('secret')
  })

  it('divides roles only over a database and a chain that several processes can use', () => {
    expect(refuse({ ROLES: 'api' })).to.include('DATABASE_URL')
    const shared = { DATABASE_URL: 'postgresql://localhost/entente', RPC_URL: 'http://localhost:8545', CHAIN_ID: '1' }
    expect(readConfig({ ...shared, ROLES: 'api' }).config.roles).to.deep.equal(['api'])
  })

  it('knows the signing service of a partner by its number', () => {
    const { config } = readConfig({ EXTERNAL_SIGNERS: '3=https://signer.example/?a=b' })
    expect(config.externalSigners).to.deep.equal({ 3: 'https://signer.example/?a=b' })
    expect(refuse({ EXTERNAL_SIGNERS: 'https://signer.example' })).to.include('EXTERNAL_SIGNERS')
  })

  it('cannot be changed afterwards', () => {
    const { config } = readConfig({})
    expect(Object.isFrozen(config) && Object.isFrozen(config.chain) && Object.isFrozen(config.roles)).to.equal(true)
  })
})
