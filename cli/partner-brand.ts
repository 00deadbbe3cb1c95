import type { Command } from 'commander'

import type { EntenteClient, Schemas } from '../client/client.ts'
import { type CommonOptions, type Outcome, runAsOperator } from './operator-command.ts'
import { readPartnerKey } from './partner-key.ts'
import { type PictureFile, readPictureFile, uploadOf } from './picture-file.ts'

/** What a partner shows of itself is its own: these take its own API key. */
export function addBrandCommands(command: (nameAndArgs: string, description: string) => Command): void {
  const keyFile = [
    '--key-file <file>',
    'API keys of partners (default: keys/demo-keys.json in the data folder)',
  ] as const
  command('logo', "Give a partner its logo, PNG, JPEG or WebP, with the partner's own API key.")
    .argument('<id>', 'partner number')
    .argument('<file>', 'picture: PNG, JPEG or WebP', readPictureFile)
    .option(...keyFile)
    .action((id: string, upload: PictureFile, options: BrandOptions) =>
      runAsOperator(options, async ({ api }) => {
        const partner = api.withKey(readPartnerKey(id, options))
        return brandOutcome(api, id, (await partner.PUT('/v1/partner/logo', uploadOf(upload))).data)
      }),
    )
  command('colours', "Choose a partner's colours, such as #1f4d3a, with the partner's own API key.")
    .argument('<id>', 'partner number')
    .argument('<colour>', 'colour of the brand')
    .argument('<text-colour>', 'colour of text on it')
    .option(...keyFile)
    .action((id: string, colour: string, textColour: string, options: BrandOptions) =>
      runAsOperator(options, async ({ api }) => {
        const partner = api.withKey(readPartnerKey(id, options))
        const body = { colour, textColour }
        return brandOutcome(api, id, (await partner.PUT('/v1/partner/colours', { body })).data)
      }),
    )
  command('time-zone', "Say in which time zone a partner's shops are, with the partner's own API key.")
    .argument('<id>', 'partner number')
    .argument('<zone>', 'IANA name, as Europe/London: members see purchases on the days of the printed receipts')
    .option(...keyFile)
    .action((id: string, timeZone: string, options: BrandOptions) =>
      runAsOperator(options, async ({ api }) => {
        const partner = api.withKey(readPartnerKey(id, options))
        const { data } = await partner.PUT('/v1/partner/time-zone', { body: { timeZone } })
        return { value: data, text: `Members see the purchases at partner ${id} on the days of ${timeZone}.` }
      }),
    )
  command('country', "Say in which country a partner's shops are, such as GB, with the partner's own API key.")
    .argument('<id>', 'partner number')
    .argument('<country>', 'ISO 3166-1 code: phone numbers without a country code are read with it')
    .option(...keyFile)
    .action((id: string, country: string, options: BrandOptions) =>
      runAsOperator(options, async ({ api }) => {
        const partner = api.withKey(readPartnerKey(id, options))
        const { data } = await partner.PUT('/v1/partner/country', { body: { country } })
        return { value: data, text: `Phone numbers without a country code are of ${country} at partner ${id}.` }
      }),
    )
}

interface BrandOptions extends CommonOptions {
  keyFile?: string
}

/** Says how a partner shows itself now. */
function brandOutcome(api: EntenteClient, id: string, brand: Schemas['Brand']): Outcome {
  const { colour, textColour, logo } = brand
  const facts = [
    colour === null ? 'no colours yet' : `text in ${String(textColour)} on ${colour}`,
    logo === null ? 'no logo yet' : `the logo at ${api.baseUrl}${logo.url}`,
  ]
  return { value: brand, text: `Partner ${id} shows itself with ${facts.join(', and ')}.` }
}
