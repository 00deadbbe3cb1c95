import { concatHex, encodeFunctionData, type Hex, hexToBigInt, parseAbi, type PublicClient, size } from 'viem'

import { assert } from '../domain/assert.ts'
import { type Chain, readAgreed } from './client.ts'

const erc1271 = parseAbi(['function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)'])

/** What PointsRedemption gives a wallet to say yes (MemberKey.WALLET_GAS). */
const WALLET_GAS = 100_000
/** Room for the program below, the signature's calldata and EIP-150's part that is kept back. */
const CALL_GAS = 1_000_000n
const PROGRAM_BYTES = 69

/**
 * Asks a contract wallet as MemberKey does: read only, with so much gas, and 32 bytes of answer, no more and no less. A
 * plain `eth_call` would let the wallet write and burn, and would say yes to what the contract refuses. So the question is
 * put by a program that runs where a contract would be created, and that leaves 1 or 0.
 */
export async function askWallet(
  chain: Chain,
  { wallet, digest, signature }: { wallet: string; digest: string; signature: Hex },
): Promise<boolean> {
  const question = encodeFunctionData({
    abi: erc1271,
    functionName: 'isValidSignature',
    args: [digest as Hex, signature],
  })
  const data = concatHex([program(wallet), question])
  return readAgreed(chain, `the signature of ${wallet}`, (client) => runProgram(client, data), String)
}

async function runProgram(client: PublicClient, data: Hex): Promise<boolean> {
  const answer = await client.call({ data, gas: CALL_GAS })
  return answer.data !== undefined && hexToBigInt(answer.data) === 1n
}

/** Reads the question behind itself, asks, and returns whether the answer is exactly ERC-1271's. */
function program(wallet: string): Hex {
  const header = PROGRAM_BYTES.toString(16).padStart(2, '0')
  const code = concatHex([
    // n = codesize - header; copy the question to memory 0
    `0x60${header}380380`,
    `0x60${header}600039`,
    // staticcall(gas, wallet, 0, n, 0, 32)
    `0x6020600082600073${wallet.slice(2).toLowerCase()}`,
    `0x62${WALLET_GAS.toString(16).padStart(6, '0')}fa`,
    // answered and returndatasize == 32 and mload(0) == selector << 224
    '0x3d60201416',
    '0x600051631626ba7e60e01b1416',
    '0x60005260206000f3',
  ])
  assert(size(code) === PROGRAM_BYTES, 'the question begins where the program ends')
  return code
}
