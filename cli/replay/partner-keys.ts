import { existsSync, readFileSync } from 'node:fs'

import { z } from 'zod'

import { ReplayFileInvalid } from './invoice.ts'

/** The file of API keys: which partner's key sends which country's invoices. `*` is every country without its own. */
export const PartnerKeysFile = z.object({
  partners: z
    .array(
      z.object({
        partnerId: z.int().positive(),
        name: z.string(),
        currency: z.string().regex(/^[A-Z]{3}$/),
        key: z.string().min(1),
        countries: z.array(z.string()).min(1),
      }),
    )
    .min(1),
})

export type PartnerKey = z.output<typeof PartnerKeysFile>['partners'][number]

/** Reads the file of API keys. */
export function readPartnerKeys(path: string): PartnerKey[] {
  if (!existsSync(path)) {
    throw new ReplayFileInvalid(
      `There is no file of API keys ${path}: npm start makes it with the demo coalition, or name one with --key-file.`,
    )
  }
  const parsed = PartnerKeysFile.safeParse(parseJson(readFileSync(path, 'utf8')))
  if (!parsed.success) {
    throw new ReplayFileInvalid(
      `${path} is no file of API keys: docs/operating.md shows one. ${z.prettifyError(parsed.error)}`,
    )
  }
  return parsed.data.partners
}

/** Finds the partner that a country's invoices go to. */
export function partnerFinder(partners: readonly PartnerKey[]): (country: string) => PartnerKey {
  const byCountry = new Map(partners.flatMap((partner) => partner.countries.map((country) => [country, partner])))
  const others = byCountry.get('*')
  return (country) => {
    const partner = byCountry.get(country) ?? others
    if (partner === undefined)
      throw new ReplayFileInvalid(`No partner in the file of API keys takes invoices of "${country}".`)
    return partner
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // said by the schema
  }
}
