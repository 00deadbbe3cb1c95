import { type DBSchema, type IDBPDatabase, openDB } from 'idb'

import type { TillPartner } from '../../api-client/till.ts'
import type { QueuedPurchase } from './queued-purchase.ts'
import type { WebKey, WebKeyPair } from './web-keys.ts'

/** The till as the server knows it. */
export interface RegisteredTill {
  readonly tillId: string
  readonly name: string
}

/** What opens the till again without network. The key is sealed; what the rest of it tells is on every receipt. */
export interface KeptConnection {
  readonly name: 'connection'
  readonly iv: Uint8Array<ArrayBuffer>
  readonly sealedKey: ArrayBuffer
  readonly partner: TillPartner
  readonly till: RegisteredTill
  readonly keptAt: string
}

interface TillSchema extends DBSchema {
  purchases: {
    key: number
    value: Omit<QueuedPurchase, 'seq'> & { seq?: number }
    indexes: { reference: [number, string]; state: [number, string] }
  }
  kept: { key: string; value: KeptConnection }
  keys: { key: string; value: WebKey | WebKeyPair }
}

export type TillDatabase = IDBPDatabase<TillSchema>

const NAME = 'entente-till'
const VERSION = 1

/** Opens what this browser keeps of its tills. `onLost` is told when the browser closes it under us. */
export function openTillDatabase(onLost: () => void = () => undefined): Promise<TillDatabase> {
  return openDB<TillSchema>(NAME, VERSION, {
    upgrade(database) {
      const purchases = database.createObjectStore('purchases', { keyPath: 'seq', autoIncrement: true })
      purchases.createIndex('reference', ['partnerId', 'orderRef'], { unique: true })
      purchases.createIndex('state', ['partnerId', 'state'])
      database.createObjectStore('kept', { keyPath: 'name' })
      database.createObjectStore('keys')
    },
    // A newer page in another tab wants to change the store: it must not wait for this one.
    blocking(_current, _blocked, event) {
      ;(event.target as unknown as { close: () => void }).close()
      onLost()
    },
    terminated: onLost,
  })
}
