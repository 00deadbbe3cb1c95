import { expect } from 'chai'
import { Interface } from 'ethers'
import type { FunctionFragment } from 'ethers'

import { accessRules, GUARDIAN_ROLE_ID } from '../../abis/access-rules.ts'
import { ethers, networkHelpers } from './support/chain.ts'
import { PARTNER } from './support/coalition.ts'
import { modulesFixture } from './support/modules.ts'

const { loadFixture, time } = networkHelpers

// Every external function that can change anything, and who may call it. A function that is missing here fails the test.
const open = {
  PointsToken: {
    wallet: ['transfer', 'transferFrom', 'approve'],
    anybody: ['sweep'],
    module: [
      'issuePoints',
      'reversePoints',
      'spend',
      'takeOne',
      'restore',
      'moveAccount',
      'reserveAccount',
      'setMemberFreeze',
    ],
    manager: ['setAuthority'],
  },
  PartnerRegistry: { module: ['recordBatch'], manager: ['setAuthority'] },
  PointsIssuance: { anybody: ['post'] },
  // Whoever posts; members and partners decide by their signatures.
  PointsRedemption: { anybody: ['redeem', 'restore', 'refreshKey'] },
  PointsAccounts: { anybody: ['move', 'setFreeze', 'refuseRecovery', 'completeRecovery'], manager: ['setAuthority'] },
  // Partners decide by their signatures.
  Clearing: {
    anybody: ['closeMonth', 'extendTo', 'markByPartner', 'dispute', 'withdrawDispute'],
    manager: ['setAuthority'],
  },
  LogAnchors: { manager: ['setAuthority'] },
}

const zeroOf: Record<string, unknown> = {
  string: '',
  bytes: '0x',
  address: ethers.ZeroAddress,
  bool: false,
  bytes4: '0x00000000',
  bytes32: ethers.ZeroHash,
}

const argumentsOf = (fragment: FunctionFragment) =>
  fragment.inputs.map(({ type }) => (type.endsWith('[]') ? [] : (zeroOf[type] ?? 0)))

function restrictedOf(contract: string): string[] {
  return accessRules.flatMap(({ functions }) => (functions as Record<string, readonly string[]>)[contract] ?? [])
}

async function contractsFixture() {
  const deployed = await modulesFixture()
  return {
    ...deployed,
    contracts: {
      PointsToken: deployed.token,
      PartnerRegistry: deployed.registry,
      PointsIssuance: deployed.issuance,
      PointsRedemption: deployed.redemption,
      PointsAccounts: deployed.accounts,
      Clearing: deployed.clearing,
      LogAnchors: deployed.logAnchors,
    },
  }
}

const changing = (contractInterface: Interface) => {
  const fragments: FunctionFragment[] = []
  contractInterface.forEachFunction((fragment) => fragments.push(fragment))
  return fragments.filter(({ constant }) => !constant)
}

describe('The access map', function () {
  it('lists every function that can change anything, once', async function () {
    const { contracts } = await loadFixture(contractsFixture)
    for (const [name, contract] of Object.entries(contracts)) {
      const wallet = name === 'PointsToken' ? open.PointsToken.wallet : []
      const listed = [...restrictedOf(name), ...Object.values(open[name as keyof typeof open]).flat()]
      const present = changing(contract.interface).map((fragment) => fragment.name)
      expect(listed.filter((each) => !wallet.includes(each)).sort(), name).to.deep.equal(present.sort())
    }
  })

  it('is true: each restricted function refuses everybody without its role', async function () {
    const { contracts, anyone, deployer } = await loadFixture(contractsFixture)
    for (const [name, contract] of Object.entries(contracts)) {
      for (const functionName of restrictedOf(name)) {
        const fragment = contract.interface.getFunction(functionName as never)
        for (const caller of [anyone, deployer]) {
          const data = Interface.from([fragment]).encodeFunctionData(fragment, argumentsOf(fragment))
          await expect(caller.sendTransaction({ to: contract, data }), `${name}.${functionName}`)
            .to.be.revertedWithCustomError(contract, 'AccessManagedUnauthorized')
            .withArgs(caller.address)
        }
      }
    }
  })

  it('is true: a role opens its own functions and no others', async function () {
    const { contracts, manager, anyone } = await loadFixture(contractsFixture)
    for (const rule of accessRules) {
      const snapshot = await networkHelpers.takeSnapshot()
      await manager.grantRole(rule.roleId, anyone, 0)
      for (const [name, contract] of Object.entries(contracts)) {
        for (const functionName of restrictedOf(name)) {
          const { selector } = contract.interface.getFunction(functionName as never)
          const [immediate] = await manager.canCall(anyone, contract, selector)
          const own = (rule.functions as Record<string, readonly string[]>)[name]?.includes(functionName) ?? false
          expect(immediate, `${rule.role}: ${name}.${functionName}`).to.equal(own)
        }
      }
      await snapshot.restore()
    }
  })

  it('makes a delayed power wait in public', async function () {
    const { manager, token, anyone } = await loadFixture(contractsFixture)
    const { roleId, delaySeconds } = accessRules.find(({ role }) => role === 'module_manager')!
    await manager.grantRole(roleId, anyone, delaySeconds)
    const data = token.interface.encodeFunctionData('replaceModule', [0n, anyone.address])
    await expect(token.connect(anyone).replaceModule(0n, anyone)).to.be.revertedWithCustomError(
      manager,
      'AccessManagerNotScheduled',
    )
    const due = BigInt(await time.latest()) + 1n + BigInt(delaySeconds)
    await time.setNextBlockTimestamp(due - BigInt(delaySeconds))
    await expect(manager.connect(anyone).schedule(token, data, 0)).to.emit(manager, 'OperationScheduled')
    await time.setNextBlockTimestamp(due - 1n)
    await expect(manager.connect(anyone).execute(token, data)).to.be.revertedWithCustomError(
      manager,
      'AccessManagerNotReady',
    )
    await time.setNextBlockTimestamp(due)
    await manager.connect(anyone).execute(token, data)
    expect(await token.moduleOf(0n)).to.equal(anyone.address)
  })

  it('lets the guardian cancel what a delayed power announced, and nobody else without a role', async function () {
    const { manager, registry, anyone, deployer } = await loadFixture(contractsFixture)
    const { roleId, delaySeconds } = accessRules.find(({ role }) => role === 'price_manager')!
    const [, , , guardian, stranger] = await ethers.getSigners()
    await manager.connect(deployer).setRoleGuardian(roleId, GUARDIAN_ROLE_ID)
    await manager.connect(deployer).grantRole(roleId, anyone, delaySeconds)
    await manager.connect(deployer).grantRole(GUARDIAN_ROLE_ID, guardian!, 0)
    const data = registry.interface.encodeFunctionData('setPrices', [PARTNER, 24_400n, 1n, 1n])
    await manager.connect(anyone).schedule(registry, data, 0)
    await expect(manager.connect(stranger).cancel(anyone, registry, data)).to.be.revertedWithCustomError(
      manager,
      'AccessManagerUnauthorizedCancel',
    )
    await manager.connect(guardian).cancel(anyone, registry, data)
    await time.increase(delaySeconds)
    await expect(manager.connect(anyone).execute(registry, data)).to.be.revertedWithCustomError(
      manager,
      'AccessManagerNotScheduled',
    )
  })

  it('has different roles, none of them the admin or the public role', function () {
    const ids = accessRules.map(({ roleId }) => roleId)
    expect(new Set(ids).size).to.equal(ids.length)
    for (const id of ids) expect(id > 0n && id < 2n ** 64n - 1n).to.equal(true)
  })
})
