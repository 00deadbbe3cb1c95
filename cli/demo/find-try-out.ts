import { existsSync } from 'node:fs'

import { keyFiles } from '../../server/config/key-files.ts'
import { readPartnerKeys } from '../replay/partner-keys.ts'
import { DEMO_BRANDS } from './coalition.ts'
import { readDemoMembers } from './demo-members.ts'
import { readDemoState } from './demo-state.ts'

/** With what somebody can try the wallet and the till. */
export interface TryOut {
  cardNumber: string
  pin: string
  partnerName: string
  tillKey: string
  /** Who can sign in to the partner's console; null where nobody was invited. */
  ownerEmail: string | null
}

/** A card with points and a till of the demo coalition; null where a data folder has none. */
export function findTryOut(dataFolder: string): TryOut | null {
  const { demoKeys, demoMembers } = keyFiles(dataFolder)
  if (!existsSync(demoKeys) || !existsSync(demoMembers)) return null
  const [card] = readDemoMembers(demoMembers).cards
  const [partner] = readPartnerKeys(demoKeys)
  if (card === undefined || partner === undefined) return null
  const hasOwners = readDemoState(dataFolder)?.hasOwners === true
  const owner = hasOwners ? DEMO_BRANDS.find(({ name }) => name === partner.name)?.owner : undefined
  return { ...card, partnerName: partner.name, tillKey: partner.key, ownerEmail: owner?.email ?? null }
}
