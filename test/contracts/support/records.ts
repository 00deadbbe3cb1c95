/** Points for one account, as a batch carries them. */
export type AccountPoints = { readonly account: string; readonly points: bigint }

/** An order to spend, as the redemption module hands it to the ledger. */
export type SpendOrder = AccountPoints & { readonly nonce: bigint }

const hex = (value: bigint, bytes: number) => value.toString(16).padStart(bytes * 2, '0')

const addressHex = (account: string) => account.slice(2).toLowerCase()

/** 26-byte records, back to back. */
export function packRecords(records: readonly AccountPoints[]): string {
  return `0x${records.map(({ account, points }) => addressHex(account) + hex(points, 6)).join('')}`
}

/** 29-byte orders, back to back. */
export function packOrders(orders: readonly SpendOrder[]): string {
  return `0x${orders.map((order) => addressHex(order.account) + hex(order.points, 6) + hex(order.nonce, 3)).join('')}`
}
