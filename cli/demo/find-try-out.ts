import { existsSync } from 'node:fs'

import { keyFiles } from '../../server/config/key-files.ts'
import { readPartnerKeys } from '../replay/partner-keys.ts'
import { readDemoMembers } from './demo-members.ts'

/** With what somebody can try the wallet and the till. */
export interface TryOut {
  cardNumber: string
  pin: string
  partnerName: string
  tillKey: string
}

/** A card with points and a till of the demo coalition; null where a data folder has none. */
export function findTryOut(dataFolder: string): TryOut | null {
  const { demoKeys, demoMembers } = keyFiles(dataFolder)
  if (!existsSync(demoKeys) || !existsSync(demoMembers)) return null
  const [card] = readDemoMembers(demoMembers).cards
  const [partner] = readPartnerKeys(demoKeys)
  if (card === undefined || partner === undefined) return null
  return { ...card, partnerName: partner.name, tillKey: partner.key }
}
