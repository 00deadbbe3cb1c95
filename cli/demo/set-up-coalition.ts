import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { EntenteProblem } from '../../client/problem.ts'
import { Transient } from '../../server/domain/rejection.ts'
import { StartRefused } from '../../server/domain/start-refused.ts'
import { listAll } from '../list-all.ts'
import type { Operator } from '../operator.ts'
import { type PartnerKey, readPartnerKeys } from '../replay/partner-keys.ts'
import { DEMO_BRANDS, DEMO_TERMS, type DemoBrand } from './coalition.ts'

const LOOK_EVERY_MS = 250
const REGISTRATION_WAIT_MS_MAX = 120_000

/** Adds the five brands, unless they are there, and keeps their keys in a file; returns when all may issue. */
export async function setUpCoalition(
  operator: Operator,
  keysFile: string,
  pause: () => Promise<unknown> = () => sleep(LOOK_EVERY_MS),
): Promise<PartnerKey[]> {
  if (!existsSync(keysFile)) {
    const partners: PartnerKey[] = []
    for (const brand of DEMO_BRANDS) partners.push(await addBrand(operator, brand))
    mkdirSync(dirname(keysFile), { recursive: true, mode: 0o700 })
    writeFileSync(`${keysFile}.new`, `${JSON.stringify({ partners }, null, 2)}\n`, { mode: 0o600 })
    renameSync(`${keysFile}.new`, keysFile)
  }
  const partners = readPartnerKeys(keysFile)
  await setTimeZones(operator, partners)
  await waitUntilTheyMayIssue(operator, partners, pause)
  return partners
}

async function addBrand(operator: Operator, { name, country, countries }: DemoBrand): Promise<PartnerKey> {
  const { currency, points, perMinor, pointsMax, redeemRate, allowance, dailyLimit } = DEMO_TERMS
  const body = {
    name,
    currency,
    country,
    earningRule: { points, perMinor, pointsMax },
    redeemRate,
    allowance,
    dailyLimit,
  }
  const { api, key } = operator
  try {
    const { data: added } = await api.withKey(key).POST('/v1/partners', { body })
    if ('proposalId' in added)
      throw new StartRefused(
        'second_person_needed',
        'FOUR_EYES asks for a second person, and the sample partners have none: start with --no-demo, or without FOUR_EYES.',
      )
    return { partnerId: added.partnerId, name, currency, key: added.apiKey.apiKey, countries: [...countries] }
  } catch (error) {
    if (!(error instanceof EntenteProblem && error.code === 'partner_exists')) throw error
    return { ...(await takeOver(operator, name)), name, currency, countries: [...countries] }
  }
}

/** Says it at every start: those of a folder of before have none. */
async function setTimeZones({ api }: Operator, partners: readonly PartnerKey[]): Promise<void> {
  for (const { name, key } of partners) {
    const timeZone = DEMO_BRANDS.find((brand) => brand.name === name)?.timeZone
    if (timeZone !== undefined) await api.withKey(key).PUT('/v1/partner/time-zone', { body: { timeZone } })
  }
}

/** A start that was killed had added the brand and not yet kept its key, which is told once: it gets another. */
async function takeOver({ api, key }: Operator, name: string): Promise<{ partnerId: number; key: string }> {
  const partners = await listAll((query) => api.withKey(key).GET('/v1/partners', { params: { query } }))
  const partner = partners.find((one) => one.name === name)
  if (partner === undefined) throw new Error(`the partner ${name} exists and is not listed`)
  const { data: issued } = await api.withKey(key).POST('/v1/partners/{partnerId}/keys', {
    params: { path: { partnerId: String(partner.partnerId) } },
    body: { label: 'demo' },
  })
  return { partnerId: partner.partnerId, key: issued.apiKey }
}

async function waitUntilTheyMayIssue(
  { api, key }: Operator,
  asked: readonly PartnerKey[],
  pause: () => Promise<unknown>,
): Promise<void> {
  for (let waitedMs = 0; waitedMs < REGISTRATION_WAIT_MS_MAX; waitedMs += LOOK_EVERY_MS) {
    const partners = await listAll((query) => api.withKey(key).GET('/v1/partners', { params: { query } }))
    const mayIssue = new Set(
      partners
        .filter(({ onChain }) => onChain !== null && onChain.issuableNow !== '0')
        .map(({ partnerId }) => partnerId),
    )
    if (asked.every(({ partnerId }) => mayIssue.has(partnerId))) return
    await pause()
  }
  throw new Transient('the demo brands were not registered on the chain in two minutes: read server.log', null)
}
