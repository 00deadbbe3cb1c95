import { SLIP_CODE_RANDOM_CHARACTERS, writeSlipCode } from '../../../../server/domain/slip-codes.ts'
import type { OfflineSale, PaperSlip } from './queued-purchase.ts'
import type { WebKey } from './web-keys.ts'

/** What the signed text of a slip begins with; docs/till.md says what follows. */
export const SLIP_PREFIX = 'EN2'

function encode(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

type Sale = Pick<OfflineSale, 'orderRef' | 'currency' | 'amountMinor' | 'occurredAt'>

/** Makes the slip of a sale: a code of its own, and the sale signed by the till, so that nobody can alter it on the paper. */
export async function signSlip(
  { tillId, privateKey }: { tillId: string; privateKey: WebKey },
  { orderRef, currency, amountMinor, occurredAt }: Sale,
): Promise<PaperSlip> {
  const code = writeSlipCode(crypto.getRandomValues(new Uint8Array(SLIP_CODE_RANDOM_CHARACTERS)))
  const facts = JSON.stringify([tillId, orderRef, currency, amountMinor, occurredAt, code])
  const text = `${SLIP_PREFIX}.${encode(new TextEncoder().encode(facts))}`
  const bytes = new TextEncoder().encode(text)
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, bytes)
  return { tillId, code, signed: `${text}.${encode(new Uint8Array(signature))}` }
}

/** What the QR code of a slip opens on a phone: the wallet, with the slip behind the #, which no server sees. */
export function collectUrl(origin: string, signed: string): string {
  return `${origin}/wallet/collect#${signed}`
}
