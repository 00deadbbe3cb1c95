import { randomInt } from 'node:crypto'
import { readFileSync } from 'node:fs'

import { z } from 'zod'

import { readOrMakeKeyFile } from '../../server/config/key-files.ts'
import { isPinGoodEnough } from '../../server/domain/pins.ts'
import { StartRefused } from '../../server/domain/start-refused.ts'
import { cardOf } from './run-sample-day.ts'
import { makePasskey } from './software-authenticator.ts'
import { makeWalletKey } from './throw-away-wallet.ts'

/** With what the sample's members consent: written before it is used, so that a start that was killed can go on. */
const DemoMembersFile = z.object({
  cards: z.array(z.object({ cardNumber: z.string(), pin: z.string() })).min(1),
  wallets: z.array(z.object({ privateKey: z.string() })),
  passkeys: z.array(z.object({ id: z.string(), privateKey: z.string() })),
})

export type DemoMembers = z.output<typeof DemoMembersFile>

export const CARD_MEMBERS = 25
export const WALLET_MEMBERS = 6
export const PASSKEY_MEMBERS = 6
const PIN_LIMIT = 10_000

/** The members of the sample who redeem; they are made at the first start. */
export async function readOrMakeDemoMembers(file: string): Promise<DemoMembers> {
  await readOrMakeKeyFile(file, () => JSON.stringify(makeMembers(), null, 2))
  return readDemoMembers(file)
}

/** The members of the sample who redeem, as an earlier start has made them. */
export function readDemoMembers(file: string): DemoMembers {
  try {
    return DemoMembersFile.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    throw new StartRefused('data_folder_corrupt', `${file} cannot be read: start with --no-demo.`, error)
  }
}

/** The lowest customer numbers come most often, so they have the points. */
function makeMembers(): DemoMembers {
  const times = <T>(count: number, make: (index: number) => T) => Array.from({ length: count }, (_, at) => make(at))
  return {
    cards: times(CARD_MEMBERS, (customer) => ({ cardNumber: cardOf(customer), pin: makePin() })),
    wallets: times(WALLET_MEMBERS, () => ({ privateKey: makeWalletKey() })),
    passkeys: times(PASSKEY_MEMBERS, () => makePasskey()),
  }
}

function makePin(): string {
  for (;;) {
    const pin = String(randomInt(PIN_LIMIT)).padStart(4, '0')
    if (isPinGoodEnough(pin)) return pin
  }
}
