import { readConfig } from '../server/config/config.ts'
import { keyFiles } from '../server/config/key-files.ts'
import { ReplayFileInvalid } from './replay/invoice.ts'
import { readPartnerKeys } from './replay/partner-keys.ts'

/** Where a command finds the API key of a partner. */
export interface PartnerKeyOptions {
  data?: string
  keyFile?: string
}

/** The partner's own key, from a file: on the command line everybody on the machine could read it. */
export function readPartnerKey(partner: string, { keyFile, data }: PartnerKeyOptions): string {
  const { config } = readConfig(process.env, { ENTENTE_DATA: data })
  const file = keyFile ?? keyFiles(config.dataFolder).demoKeys
  const known = readPartnerKeys(file).find(({ partnerId }) => String(partnerId) === partner)
  if (known === undefined) throw new ReplayFileInvalid(`${file} has no API key of partner ${partner}.`)
  return known.key
}
