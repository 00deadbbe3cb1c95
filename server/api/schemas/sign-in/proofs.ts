import { z } from 'zod'

/** The signature of a wallet: 64 or 65 bytes of a plain key, or what a contract wallet calls one. */
export const WalletSignature = z
  .string()
  .regex(/^0x(?:[0-9a-fA-F]{2}){64,2048}$/, 'must be hex of 64 to 2048 bytes')
  .transform((value) => value.toLowerCase())
  .meta({ type: 'string', pattern: '^0x([0-9a-fA-F]{2}){64,2048}$' })

/** Four to eight digits; which of them are too easy, the action says. */
export const Pin = z
  .string()
  .regex(/^[0-9]{4,8}$/, 'must be 4 to 8 digits')
  .meta({ example: '2580' })

/** EIP-712, as eth_signTypedData_v4 wants it; numbers are decimal strings. */
export const TypedData = z
  .object({
    domain: z.record(z.string(), z.unknown()),
    types: z.record(z.string(), z.array(z.object({ name: z.string(), type: z.string() }))),
    primaryType: z.string(),
    message: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'TypedData', description: 'EIP-712, as eth_signTypedData_v4 wants it; numbers are decimal strings' })
