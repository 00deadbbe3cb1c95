import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

import { expect } from 'chai'

import { CELL_SPANS_MAX } from '../../../server/config/cell-settings.ts'
import { ConfigInvalid } from '../../../server/config/config-invalid.ts'
import { readConfig } from '../../../server/config/config.ts'
import { POWERS } from '../../../server/config/four-eyes.ts'
import { FOUR_EYES_POWERS, NO_FOUR_EYES } from '../../../server/domain/four-eyes.ts'
import { BUDGET_LIMITS_DEFAULT } from '../../../server/domain/budgets.ts'
import { refusalOf } from './refusal-of.ts'

describe('readConfig', function () {
  it('needs nothing: one process, embedded database and chain', () => {
    const { config, secrets } = readConfig({})
    expect(config.dataFolder).to.equal(resolve('.entente'))
    expect(config.port).to.equal(8_080)
    expect(config.roles).to.deep.equal(['api', 'relayer', 'indexer'])
    expect(config.chain).to.deep.equal({ rpcUrls: [], chainId: 31_337, rpcQuorum: null, finalityBlocks: null })
    expect(secrets).to.deep.equal({
      databaseUrl: null,
      memberKeysUrl: null,
      passphrase: null,
      lookupKey: null,
      externalSignerTokens: {},
      pkcs11Pin: null,
      smtpUrl: null,
      smsGatewayToken: null,
      etherscanApiKey: null,
      metricsToken: null,
      traceHeaders: {},
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
    expect(refusalOf({ RPC_URL: 'https://a.example' })).to.include('CHAIN_ID')
  })

  it('takes a quorum of one to all of the endpoints', () => {
    const two = { RPC_URL: 'https://a.example, https://b.example', CHAIN_ID: '10' }
    expect(readConfig(two).config.chain.rpcQuorum).to.equal(null)
    for (const quorum of [1, 2])
      expect(readConfig({ ...two, RPC_QUORUM: String(quorum) }).config.chain.rpcQuorum).to.equal(quorum)
    for (const quorum of [0, 3]) expect(refusalOf({ ...two, RPC_QUORUM: String(quorum) })).to.include('RPC_QUORUM')
    expect(readConfig({ RPC_QUORUM: '1' }).config.chain.rpcQuorum).to.equal(1)
    expect(refusalOf({ RPC_QUORUM: '2' })).to.include('RPC_QUORUM')
  })

  it('takes a token for the metrics that is not to be guessed, also from a file', () => {
    for (const token of ['a'.repeat(16), '~'.repeat(1_024)])
      expect(readConfig({ METRICS_TOKEN: token }).secrets.metricsToken).to.equal(token)
    for (const token of ['a'.repeat(15), 'a'.repeat(1_025), `${'a'.repeat(16)} b`])
      expect(refusalOf({ METRICS_TOKEN: token }))
        .to.include('METRICS_TOKEN')
        .and.not.include(token)
    const folder = mkdtempSync(join(tmpdir(), 'entente-metrics-'))
    writeFileSync(join(folder, 'token'), `${'b'.repeat(16)}\n`)
    expect(readConfig({ METRICS_TOKEN_FILE: join(folder, 'token') }).secrets.metricsToken).to.equal('b'.repeat(16))
    rmSync(folder, { recursive: true })
  })

  it('names the variable that cannot be used', () => {
    expect(refusalOf({ PORT: '65536' })).to.include('PORT')
    expect(refusalOf({ PORT: 'eighty' })).to.include('PORT')
    expect(refusalOf({ RPC_URL: 'ws://a', CHAIN_ID: '1' })).to.include('RPC_URL')
    expect(refusalOf({ DATABASE_URL: 'mysql://a/b' })).to.include('DATABASE_URL')
    expect(refusalOf({ ROLES: 'api,cook' })).to.include('ROLES')
    expect(refusalOf({ EPOCH_DAYS: '0' })).to.include('EPOCH_DAYS')
    expect(refusalOf({ ENTENTE_PASSPHRASE: 'short' })).to.include('ENTENTE_PASSPHRASE')
  })

  it('takes the powers that need a second person, their limits, and none by default', () => {
    const { config } = readConfig({})
    expect(config.fourEyes).to.deep.equal(NO_FOUR_EYES)
    expect(POWERS).to.deep.equal(FOUR_EYES_POWERS)
    expect(readConfig({ FOUR_EYES: 'all' }).config.fourEyes.powers).to.deep.equal(POWERS)
    const some = readConfig({ FOUR_EYES: 'recovery, allowance', FOUR_EYES_ALLOWANCE_MAX: '0', FOUR_EYES_HOURS: '1' })
    expect(some.config.fourEyes).to.deep.equal({
      powers: ['allowance', 'recovery'],
      allowanceMax: 0n,
      waitMs: 3_600_000,
    })
    expect(readConfig({ FOUR_EYES_HOURS: '720' }).config.fourEyes.waitMs).to.equal(720 * 3_600_000)
    for (const wrong of [
      { FOUR_EYES: 'on' },
      { FOUR_EYES_ALLOWANCE_MAX: '-1' },
      { FOUR_EYES_HOURS: '0' },
      { FOUR_EYES_HOURS: '721' },
    ])
      expect(() => readConfig(wrong)).to.throw(ConfigInvalid, Object.keys(wrong)[0])
  })

  it('takes the limits of holds and of a countersignature on this side and refuses them on the other', function () {
    const limits = [
      ['DRAIN_SECONDS', 0, 300],
      ['COUNTERSIGN_MINUTES', 1, 60],
      ['HOLDS_PER_MEMBER_MAX', 1, 100],
      ['HOLDS_PER_PARTNER_MAX', 1, 1_000_000],
    ] as const
    for (const [name, least, most] of limits) {
      for (const value of [least, most]) expect(() => readConfig({ [name]: String(value) })).to.not.throw()
      for (const value of [least - 1, most + 1])
        expect(() => readConfig({ [name]: String(value) })).to.throw(ConfigInvalid, name)
    }
    const { config } = readConfig({ COUNTERSIGN_MINUTES: '7', HOLDS_PER_MEMBER_MAX: '3', HOLDS_PER_PARTNER_MAX: '4' })
    expect(config.relayer.countersignMinutes).to.equal(7)
    expect([readConfig({}).config.drainMs, readConfig({ DRAIN_SECONDS: '5' }).config.drainMs]).to.deep.equal([0, 5_000])
    expect(config.holds).to.deep.equal({ perMemberMax: 3, perPartnerMax: 4 })
  })

  it('takes spans of partner numbers that rise, and all numbers where none are named', () => {
    const last = 2_147_483_647
    expect(readConfig({}).config.cell).to.deep.equal([{ first: 1, last }])
    expect(readConfig({ CELL_PARTNERS: `1-500, 501-501,600-${String(last)}` }).config.cell).to.deep.equal([
      { first: 1, last: 500 },
      { first: 501, last: 501 },
      { first: 600, last },
    ])
    for (const wrong of ['0-5', '5-4', '1-5,5-6', '7-8,1-2', `1-${String(last + 1)}`, '1', 'a-b', '1-2-3'])
      expect(refusalOf({ CELL_PARTNERS: wrong }), wrong).to.include('CELL_PARTNERS')
    const spans = (count: number) =>
      Array.from({ length: count }, (_, at) => `${String(at + 1)}-${String(at + 1)}`).join()
    expect(readConfig({ CELL_PARTNERS: spans(CELL_SPANS_MAX) }).config.cell).to.have.length(CELL_SPANS_MAX)
    expect(refusalOf({ CELL_PARTNERS: spans(CELL_SPANS_MAX + 1) })).to.include('CELL_PARTNERS')
  })

  it('has the move of a card account wait from a day to 30 days, three unless it says otherwise', () => {
    const hours = (value?: string) => readConfig({ MOVE_WAIT_HOURS: value }).config.moveWaitMs / 3_600_000
    expect([hours(), hours('24'), hours('720')]).to.deep.equal([72, 24, 720])
    for (const value of ['0', '23', '721', '48.5'])
      expect(refusalOf({ MOVE_WAIT_HOURS: value })).to.include('MOVE_WAIT_HOURS')
  })

  it('takes a name of one line for the coalition, a colour and the file of a logo', () => {
    const { coalition } = readConfig({}).config
    expect(coalition).to.deep.equal({ name: 'Entente', colour: null, logoFile: null })
    const named = (COALITION_NAME: string) => readConfig({ COALITION_NAME }).config.coalition.name
    for (const name of ['L', 'Lumière & fils', 'n'.repeat(40)]) expect(named(name)).to.equal(name)
    for (const name of ['n'.repeat(41), 'two\nlines', 'turned \u202e around', '   '])
      expect(refusalOf({ COALITION_NAME: name }), JSON.stringify(name)).to.include('COALITION_NAME')
    expect(readConfig({ COALITION_COLOUR: '#1F4D3A' }).config.coalition.colour).to.equal('#1f4d3a')
    for (const colour of ['1f4d3a', '#1f4', 'green', '#1f4d3a;}'])
      expect(refusalOf({ COALITION_COLOUR: colour }), colour).to.include('COALITION_COLOUR')
  })

  it('takes addresses for reports that open by themselves, and no others', () => {
    const read = (SECURITY_CONTACT?: string) => readConfig({ SECURITY_CONTACT }).config.securityContacts
    expect(read()).to.deep.equal([])
    const good = ['mailto:security@example.com', 'https://example.com/report', 'tel:+44-20-7946-0000']
    expect(read(good.join(', '))).to.deep.equal(good)
    for (const bad of ['security@example.com', 'http://example.com', 'mailto:nobody', 'mailto:a@b.c\r\nX: 1', 'tel:1'])
      expect(refusalOf({ SECURITY_CONTACT: bad }), bad).to.include('SECURITY_CONTACT')
  })

  it('takes an idle time of sessions from a minute to thirty days', () => {
    expect(readConfig({}).config.sessionIdleMsMax).to.equal(7 * 86_400_000)
    for (const minutes of [1, 43_200])
      expect(readConfig({ SESSION_IDLE_MINUTES: String(minutes) }).config.sessionIdleMsMax).to.equal(minutes * 60_000)
    for (const value of ['0', '43201', '1.5'])
      expect(refusalOf({ SESSION_IDLE_MINUTES: value })).to.include('SESSION_IDLE_MINUTES')
  })

  it('takes a budget of sweeps from none to ten million accounts a day', () => {
    const variable = 'SWEEP_ACCOUNTS_PER_DAY_MAX'
    expect(readConfig({}).config.relayer.sweepAccountsPerDayMax).to.equal(10_000)
    for (const value of [0, 10_000_000])
      expect(readConfig({ [variable]: String(value) }).config.relayer.sweepAccountsPerDayMax).to.equal(value)
    for (const value of ['-1', '10000001', '1.5']) expect(refusalOf({ [variable]: value })).to.include(variable)
  })

  it('takes the budgets of gas on this side and refuses them on the other', () => {
    expect(readConfig({}).config.budgets).to.deep.equal(BUDGET_LIMITS_DEFAULT)
    const limits = [
      ['UNFREEZES_PER_DAY_MAX', 'unfreezesPerMemberMax', 1, 1_000],
      ['MOVES_PER_DAY_MAX', 'movesPerMemberMax', 1, 1_000],
      ['ACCOUNT_ACTS_PER_ADDRESS_MAX', 'accountActsPerAddressMax', 1, 1_000_000],
      ['ACCOUNT_ACTS_PER_PARTNER_MAX', 'accountActsPerPartnerMax', 1, 100_000_000],
      ['ENROLMENTS_PER_ADDRESS_MAX', 'enrolmentsPerAddressMax', 1, 1_000_000],
      ['ENROLMENTS_PER_PARTNER_MAX', 'enrolmentsPerPartnerMax', 1, 100_000_000],
      ['CODES_PER_ADDRESS_MAX', 'codesPerAddressMax', 1, 1_000_000],
      ['REDEMPTIONS_PER_DAY_MAX', 'redemptionsPerMemberMax', 1, 1_000_000],
      ['RESTORATIONS_PER_DAY_LEAST', 'restorationsPerPartnerLeast', 1, 1_000_000],
      ['RESTORATIONS_PERCENT', 'restorationsPercent', 0, 100],
    ] as const
    for (const [variable, name, least, most] of limits) {
      for (const value of [least, most])
        expect(readConfig({ [variable]: String(value) }).config.budgets[name], variable).to.equal(value)
      for (const value of [least - 1, most + 1])
        expect(refusalOf({ [variable]: String(value) }), variable).to.include(variable)
    }
  })

  it('does not repeat a secret in what it says', () => {
    expect(refusalOf({ ENTENTE_LOOKUP_KEY: 'not-hex-but-secret' })).not.to.include('not-hex-but-secret')
    expect(refusalOf({ DATABASE_URL: 'mysql://user:secret@host/db' })).not.to.include('secret')
  })

  it('divides roles only over a database and a chain that several processes can use', () => {
    expect(refusalOf({ ROLES: 'api' })).to.include('DATABASE_URL')
    const shared = { DATABASE_URL: 'postgresql://localhost/entente', RPC_URL: 'http://localhost:8545', CHAIN_ID: '1' }
    expect(readConfig({ ...shared, ROLES: 'api' }).config.roles).to.deep.equal(['api'])
  })

  it('cannot be changed afterwards', () => {
    const { config } = readConfig({})
    expect(Object.isFrozen(config) && Object.isFrozen(config.chain) && Object.isFrozen(config.roles)).to.equal(true)
  })
})
