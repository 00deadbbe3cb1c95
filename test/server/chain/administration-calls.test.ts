import { expect } from 'chai'
import type { Address } from 'viem'

import { accessRules } from '../../../abis/access-rules.ts'
import { delayedFunctions } from '../../../server/chain/administration.ts'
import { governedCall, throughManager } from '../../../server/chain/administration-calls.ts'
import { describeCall } from '../../../server/chain/describe-call.ts'

const place = (byte: string): Address => `0x${byte.repeat(20)}`
const ADDRESSES = {
  accessManager: place('a1'),
  token: place('a2'),
  registry: place('a3'),
  issuance: place('a4'),
  redemption: place('a5'),
  accounts: place('a6'),
  clearing: place('a7'),
  logAnchors: place('a8'),
}

describe('calls of the administrator', function () {
  const describe = (name: string, ...texts: string[]) => {
    const described = describeCall(ADDRESSES, governedCall(ADDRESSES, name, texts))
    return described && `${described.contract}.${described.functionName} ${Object.values(described.args).join(' ')}`
  }
  const refusal = (name: string, ...texts: string[]): string => {
    try {
      governedCall(ADDRESSES, name, texts)
      return 'accepted'
    } catch (error) {
      return (error as Error).message
    }
  }

  for (const [asked, shown] of [
    [['setIssuerKey', '3', place('2e')], `PartnerRegistry.setIssuerKey 3 ${place('2e')}`],
    [['setRedemptionKey', '3', place('2e')], `PartnerRegistry.setRedemptionKey 3 ${place('2e')}`],
    [['retire', '3'], 'PartnerRegistry.retire 3'],
    [['setPrices', '3', '2027-01', '100', '90'], 'PartnerRegistry.setPrices 3 2027-01 100 90'],
    [['setPrices', '3', '1970-12', '0', '0'], 'PartnerRegistry.setPrices 3 1970-12 0 0'],
    [['setContractURI', 'https://points.example'], 'PointsToken.setContractURI https://points.example'],
    [['grantRole', 'guardian', place('11'), '0'], `AccessManager.grantRole guardian ${place('11')} 0`],
    [['revokeRole', 'admin', place('11')], `AccessManager.revokeRole admin ${place('11')}`],
    [['setTargetClosed', 'PointsToken', 'true'], `AccessManager.setTargetClosed ${place('A2')} true`],
  ] as const) {
    it(`are shown as they were asked for: ${asked.join(' ')}`, () => {
      const [name, ...texts] = asked
      expect(describe(name, ...texts)?.toLowerCase()).to.equal(shown.toLowerCase())
    })
  }

  it('name modules', () => {
    for (const module of ['issuance', 'redemption', 'accounts'])
      expect(describe('replaceModule', module, place('11'))).to.equal(
        `PointsToken.replaceModule ${module} ${place('11')}`,
      )
  })

  it('are all that need a delay, and none that the server makes', () => {
    const names = delayedFunctions().map(({ functionName }) => functionName)
    for (const { delaySeconds, functions } of accessRules) {
      for (const name of Object.values(functions).flat()) expect(names.includes(name), name).to.equal(delaySeconds > 0)
    }
    expect(refusal('suspend', '3')).to.include('suspend is none of')
  })

  it('are refused with a sentence that says what is wrong', () => {
    expect(refusal('retire')).to.include('retire takes <id>')
    expect(refusal('retire', 'three')).to.include('three is not a whole number')
    expect(refusal('setIssuerKey', '3', 'a key')).to.include('a key is not 0x and hex digits')
    expect(refusal('setIssuerKey', '3', '0x123')).to.include('0x123 is not 0x and hex digits')
    for (const month of ['2027-13', '2027-00', '2027-1', 'soon'])
      expect(refusal('setPrices', '3', month, '1', '1')).to.include(`${month} is no month`)
    expect(refusal('replaceModule', 'everything', place('11'))).to.include('everything is not issuance')
    expect(refusal('grantRole', 'king', place('11'), '0')).to.include('king is not the name or number of a role')
    expect(refusal('grantRole', 'guardian', '0x11', '0')).to.include('0x11 is not an address')
    expect(refusal('setTargetClosed', 'PointsToken', 'perhaps')).to.include('perhaps is not true or false')
  })

  it('are not described where they are to another contract, or to no function of ours', () => {
    const { data } = governedCall(ADDRESSES, 'retire', ['3'])
    expect(describeCall(ADDRESSES, { target: place('99'), data })).to.equal(null)
    expect(describeCall(ADDRESSES, { target: ADDRESSES.registry, data: '0x12345678' })).to.equal(null)
    expect(throughManager.schedule({ target: ADDRESSES.registry, data })).to.match(/^0xf801a698/)
  })
})
