import { existsSync, readFileSync } from 'node:fs'

import { z } from 'zod'

/** A till of the demo coalition and a member of it, with whom requests can be tried. */
export interface DemoTill {
  readonly partnerName: string
  readonly key: string
  readonly cardNumber: string
  readonly pin: string
}

/** What is read of the files that the demo writes; both have more. */
const DemoKeys = z.object({ partners: z.array(z.object({ name: z.string(), key: z.string() })).min(1) })
const DemoMembers = z.object({ cards: z.array(z.object({ cardNumber: z.string(), pin: z.string() })).min(1) })

function read<Output>(file: string, schema: z.ZodType<Output>): Output | null {
  if (!existsSync(file)) return null
  const { data } = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')))
  return data ?? null
}

/** Reads what the demo left; null where there was none, or it is not done yet. */
export function findDemoTill(files: { readonly demoKeys: string; readonly demoMembers: string }): DemoTill | null {
  const [partner] = read(files.demoKeys, DemoKeys)?.partners ?? []
  const [card] = read(files.demoMembers, DemoMembers)?.cards ?? []
  if (partner === undefined || card === undefined) return null
  return { partnerName: partner.name, key: partner.key, cardNumber: card.cardNumber, pin: card.pin }
}
