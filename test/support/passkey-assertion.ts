import { AbiCoder, dataSlice, getBytes } from 'ethers'

import type { PasskeyAssertion } from '../../server/chain/verify-passkey-assertion.ts'

/** DER's integer: without leading zeros, but never negative. */
function derInteger(hex: string): Buffer {
  const bytes = Buffer.from(getBytes(hex))
  const first = bytes.findIndex((byte) => byte !== 0)
  const short = bytes.subarray(first)
  const value = (short[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), short]) : short
  return Buffer.concat([Buffer.of(0x02, value.length), value])
}

/** The assertion as a browser hands it over, from the form that the contracts take. */
export function assertionOnTheWire(contractForm: string, id = 'a-credential'): PasskeyAssertion {
  const types = ['bytes32', 'bytes32', 'uint256', 'uint256', 'bytes', 'string']
  const [r, s, , , data, json] = AbiCoder.defaultAbiCoder().decode(types, dataSlice(contractForm, 64)) as unknown as [
    string,
    string,
    bigint,
    bigint,
    string,
    string,
  ]
  const numbers = Buffer.concat([derInteger(r), derInteger(s)])
  return {
    id,
    response: {
      clientDataJSON: Buffer.from(json).toString('base64url'),
      authenticatorData: Buffer.from(getBytes(data)).toString('base64url'),
      signature: Buffer.concat([Buffer.of(0x30, numbers.length), numbers]).toString('base64url'),
    },
  }
}
