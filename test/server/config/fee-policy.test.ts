import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect } from 'chai'

import { readConfig } from '../../../server/config/config.ts'
import {
  BATCH_WAIT_SECONDS_MAX,
  CHAIN_DEFAULTS,
  FEE_GWEI_MAX,
  FEE_MODELS,
  STUCK_SECONDS_MAX,
} from '../../../server/config/fee-policy.ts'
import { refusalOf } from './refusal-of.ts'

const GWEI = 10n ** 9n
const on = (chainId: number, more: Record<string, string> = {}) => ({
  RPC_URL: 'https://a.example',
  CHAIN_ID: String(chainId),
  ...more,
})
const feesOn = (chainId: number, more: Record<string, string> = {}) => readConfig(on(chainId, more)).config.fees

describe('the fee policy', function () {
  describe('of each chain of the table', function () {
    for (const { name, ids } of CHAIN_DEFAULTS)
      it(`has what ${name} needs`, () => {
        for (const id of ids) {
          const fees = feesOn(id)
          expect(fees.name).to.equal(name)
          expect(FEE_MODELS).to.include(fees.model)
          expect(fees.priorityFeeMinWei < fees.calmFeeWei).to.equal(true)
          expect(fees.calmFeeWei < fees.feeCapWei).to.equal(true)
          expect(fees.stuckMs).to.be.within(1_000, STUCK_SECONDS_MAX * 1_000)
        }
      })

    it('names no chain twice', () => {
      const ids = CHAIN_DEFAULTS.flatMap((row) => row.ids)
      expect(new Set(ids).size).to.equal(ids.length)
    })

    it('is what the docs say', () => {
      const docs = readFileSync(join(import.meta.dirname, '../../../docs/operating.md'), 'utf8')
      const [, section = ''] = docs.split('## Chains and fees')
      const rows = [...section.matchAll(/^\| (.+) \|$/gm)].map(([, row = '']) =>
        row.split('|').map((cell) => cell.trim()),
      )
      const told = new Map(rows.map(([name = '', ...cells]) => [name, cells]))
      for (const row of CHAIN_DEFAULTS) {
        const { model, feeCapGwei, priorityFeeMinGwei, calmFeeGwei, stuckSeconds } = row
        const amounts = [feeCapGwei, priorityFeeMinGwei, calmFeeGwei, String(stuckSeconds)]
        expect(told.get(row.name), row.name).to.deep.equal([row.ids.join(', '), model, ...amounts])
      }
      expect(told.get('another chain')).to.deep.equal(['any other', 'l1', '500', '0.001', '50', '60'])
    })

    it('charges as each chain does', () => {
      const modelOf = (chainId: number) => feesOn(chainId).model
      expect([1, 100, 137, 59_144, 31_337].map(modelOf)).to.deep.equal(Array(5).fill('l1'))
      expect([10, 8_453, 130].map(modelOf)).to.deep.equal(Array(3).fill('op-stack'))
      expect([42_161, 42_170].map(modelOf)).to.deep.equal(Array(2).fill('arbitrum'))
    })

    it('has a ceiling that binds on rollups', () => {
      for (const id of [10, 8_453, 130, 42_161, 42_170, 59_144]) expect(feesOn(id).feeCapWei).to.equal(5n * GWEI)
    })

    it('is for the embedded chain and for others what it has always been', () => {
      expect(readConfig({}).config.fees.feeCapWei).to.equal(500n * GWEI)
      expect(readConfig({}).config.fees.name).to.equal('the embedded chain')
      const other = feesOn(987_654_321)
      expect(other).to.include({ name: 'another chain', model: 'l1', feeCapWei: 500n * GWEI })
    })
  })

  describe('as it is set', function () {
    it('takes each setting instead of the default, and leaves the others', () => {
      expect(feesOn(8_453, { FEE_MODEL: 'l1' })).to.deep.equal({ ...feesOn(8_453), model: 'l1' })
      expect(feesOn(8_453, { FEE_CAP_GWEI: '500' }).feeCapWei).to.equal(500n * GWEI)
      expect(feesOn(8_453, { FEE_CAP_GWEI: '0.06' }).feeCapWei).to.equal(60_000_000n)
      expect(feesOn(8_453, { PRIORITY_FEE_MIN_GWEI: '0' }).priorityFeeMinWei).to.equal(0n)
      expect(feesOn(8_453, { CALM_FEE_GWEI: '0.000000001' }).calmFeeWei).to.equal(1n)
      expect(feesOn(8_453, { STUCK_SECONDS: '3' }).stuckMs).to.equal(3_000)
      expect(feesOn(8_453, { BATCH_WAIT_SECONDS_MAX: '5' }).batchWaitMsMax).to.equal(5_000)
    })

    it('takes amounts up to their bounds', () => {
      expect(feesOn(1, { FEE_CAP_GWEI: String(FEE_GWEI_MAX) }).feeCapWei).to.equal(10n ** 15n)
      for (const cap of [`${FEE_GWEI_MAX}.000000001`, '0', '0.0000000001', '-1', '1e3', '0x1'])
        expect(refusalOf(on(1, { FEE_CAP_GWEI: cap }))).to.include('FEE_CAP_GWEI')
      expect(feesOn(1, { STUCK_SECONDS: String(STUCK_SECONDS_MAX) }).stuckMs).to.equal(STUCK_SECONDS_MAX * 1_000)
      for (const seconds of ['0', String(STUCK_SECONDS_MAX + 1)])
        expect(refusalOf(on(1, { STUCK_SECONDS: seconds }))).to.include('STUCK_SECONDS')
      expect(feesOn(1, { BATCH_WAIT_SECONDS_MAX: String(BATCH_WAIT_SECONDS_MAX) }).batchWaitMsMax).to.equal(3_600_000)
      for (const seconds of ['0', String(BATCH_WAIT_SECONDS_MAX + 1)])
        expect(refusalOf(on(1, { BATCH_WAIT_SECONDS_MAX: seconds }))).to.include('BATCH_WAIT_SECONDS_MAX')
      expect(refusalOf(on(1, { FEE_MODEL: 'zk' }))).to.include('FEE_MODEL')
      expect(refusalOf(on(1, { CALM_FEE_GWEI: '0' }))).to.include('CALM_FEE_GWEI')
    })

    it('refuses a ceiling below the least tip, and says both', () => {
      expect(feesOn(137, { FEE_CAP_GWEI: '25' }).feeCapWei).to.equal(25n * GWEI)
      expect(refusalOf(on(137, { FEE_CAP_GWEI: '24.9' })))
        .to.include('(24.9)')
        .and.include('(25)')
    })

    it('calls nothing calm that is above the ceiling', () => {
      expect(feesOn(1, { FEE_CAP_GWEI: '1' }).calmFeeWei).to.equal(GWEI)
      expect(feesOn(1, { FEE_CAP_GWEI: '1', CALM_FEE_GWEI: '1' }).calmFeeWei).to.equal(GWEI)
      expect(refusalOf(on(1, { FEE_CAP_GWEI: '1', CALM_FEE_GWEI: '1.1' }))).to.include('CALM_FEE_GWEI')
    })
  })
})
