import { expect } from 'chai'
import { decodeEventLog, encodeEventTopics, type Hex, numberToHex, zeroAddress } from 'viem'

import { pointsTokenAbi } from '../../../abis/PointsToken.ts'
import { type Chain, createChain } from '../../../server/chain/client.ts'
import { readBlockLogs } from '../../../server/chain/read-logs.ts'

const CHAIN_ID = 5
const TOKEN = '0x00000000000000000000000000000000000000aa'
const HASH = `0x${'1'.repeat(64)}` as const
const BLOCK = { number: 7n, hash: HASH, parentHash: HASH, timestamp: new Date(0), transactionCount: 1, logsBloom: null }
const MEMBER = '0xABcdEFABcdEFabcdEfAbCdefabcdeFABcDEFabCD'

interface RawLog {
  topics: Hex[]
  data: Hex
}

/** A chain that answers with these logs of the token. */
async function chainWith(...logs: RawLog[]): Promise<Chain> {
  const place = { address: TOKEN, blockHash: HASH, blockNumber: '0x7', transactionHash: HASH, transactionIndex: '0x0' }
  const answers: Record<string, unknown> = {
    eth_chainId: numberToHex(CHAIN_ID),
    eth_getLogs: logs.map((log, at) => ({ ...place, ...log, logIndex: numberToHex(at), removed: false })),
  }
  const others = { accessManager: zeroAddress, registry: zeroAddress, issuance: zeroAddress, redemption: zeroAddress }
  return createChain({
    endpoints: [async ({ method }) => answers[method]],
    chainId: CHAIN_ID,
    addresses: { ...others, token: TOKEN, accounts: zeroAddress, clearing: null, logAnchors: null },
  })
}

function transferOf(from: Hex, to: Hex, points: bigint): RawLog {
  const topics = encodeEventTopics({ abi: pointsTokenAbi, eventName: 'Transfer', args: { from, to } })
  return { topics: topics as Hex[], data: numberToHex(points, { size: 32 }) }
}

describe('readBlockLogs', () => {
  it('reads transfers as viem does, in lower case', async () => {
    const transfers = [
      transferOf(zeroAddress, MEMBER, 42n),
      transferOf(MEMBER, zeroAddress, 0n),
      transferOf(MEMBER, MEMBER, 2n ** 256n - 1n),
    ]
    const read = await readBlockLogs(await chainWith(...transfers), BLOCK)
    const decoded = transfers.map(({ topics, data }) => {
      const { args } = decodeEventLog({ abi: pointsTokenAbi, topics: topics as [Hex], data })
      const { from, to, value } = args as { from: Hex; to: Hex; value: bigint }
      return { kind: 'transfer', from: from.toLowerCase(), to: to.toLowerCase(), points: value }
    })
    expect(read).to.deep.equal(decoded.map((one, logIndex) => ({ ...one, logIndex, transactionHash: HASH })))
  })

  it('refuses what is no transfer of an address to an address as viem does', async () => {
    const { topics, data } = transferOf(zeroAddress, MEMBER, 42n)
    for (const log of [
      { topics, data: data.slice(0, -2) as Hex },
      { topics, data: '0x' as const },
      { topics: topics.slice(0, 2), data },
    ]) {
      const refused = await readBlockLogs(await chainWith(log), BLOCK).then(
        () => null,
        (error: unknown) => error,
      )
      expect(refused).to.be.instanceOf(Error)
    }
  })
})
