import { existsSync, readFileSync } from 'node:fs'

import { type Command, InvalidArgumentError, Option } from 'commander'

import type { EntenteClient, Schemas } from '../client/client.ts'
import { CODES_PER_REQUEST_MAX, RewardKind } from '../server/api/schemas/rewards/rewards.ts'
import { listAll } from './list-all.ts'
import type { Operator } from './operator.ts'
import {
  type CommonOptions,
  type Outcome,
  readAsOperator,
  runAsOperator,
  withOperatorOptions,
} from './operator-command.ts'
import { readPartnerKey } from './partner-key.ts'
import { type PictureFile, readPictureFile, uploadOf } from './picture-file.ts'
import { formatCount, formatTable } from './terminal.ts'

interface AddOptions extends CommonOptions {
  partner: string
  keyFile?: string
  kind: Schemas['RewardKind']
  title: string
  description: string
  titleFr?: string
  descriptionFr?: string
  points: string
  discountMinor?: string
  basketMinMinor?: string
  stock?: string
  perMemberMax?: string
  validFrom?: string
  validUntil?: string
  claimDays?: string
  charity?: string
  codes?: readonly string[]
}

interface PictureOptions extends CommonOptions {
  keyFile?: string
}

interface ListOptions extends CommonOptions {
  partner?: string
}

type Reward = Schemas['Reward']

/** `entente reward ...`: what a partner offers for points, through the API and with the partner's own key. */
export function addRewardCommand(program: Command): void {
  const reward = program.command('reward').description('Offer rewards for points, and list what can be had.')
  const add = reward.command('add').description("Offer a reward, with the partner's own API key. Never cash.")
  withOperatorOptions(add)
    .requiredOption('--partner <id>', 'partner number')
    .option(
      '--key-file <file>',
      'API keys of partners, as for a replay (default: keys/demo-keys.json in the data folder)',
    )
    .addOption(new Option('--kind <kind>', 'what is given').choices(RewardKind.options).makeOptionMandatory())
    .requiredOption('--title <text>', 'title in English')
    .requiredOption('--description <text>', 'description in English')
    .option('--title-fr <text>', 'title in French')
    .option('--description-fr <text>', 'description in French')
    .requiredOption('--points <points>', 'price in points')
    .option('--discount-minor <amount>', 'what a basket discount takes off, in minor units')
    .option('--basket-min-minor <amount>', 'what the basket must be worth, in minor units')
    .option('--stock <count>', 'how many there are (default: no limit)')
    .option('--per-member-max <count>', 'how often one member may have it (default: no limit)')
    .option('--valid-from <time>', 'when it begins, by ISO 8601 (default: now)')
    .option('--valid-until <time>', 'when it ends, by ISO 8601 (default: no end)')
    .option('--claim-days <days>', 'days for which a claim may be used')
    .option('--charity <id>', 'id of the charity that a donation goes to: see entente charity list')
    .option('--codes <file>', 'gift codes for the pool, one a line', readCodes)
    .action((options: AddOptions) => {
      if (options.codes !== undefined && options.kind !== 'gift_code') add.error('error: only a gift_code has --codes')
      return runAsOperator(options, ({ api }) => addReward(api, options))
    })
  withOperatorOptions(reward.command('picture').description('Give a reward its picture: PNG, JPEG or WebP.'))
    .argument('<id>', 'id of the reward')
    .argument('<file>', 'picture: PNG, JPEG or WebP', readPictureFile)
    .option('--key-file <file>', 'API keys of partners (default: keys/demo-keys.json in the data folder)')
    .action((id: string, file: PictureFile, options: PictureOptions) =>
      runAsOperator(options, ({ api }) => setPicture(api, { id, file, options })),
    )
  withOperatorOptions(reward.command('list').description('List the rewards that can be had now, newest first.'))
    .option('--partner <id>', 'only those of this partner')
    .action((options: ListOptions) => readAsOperator(options, (operator) => listRewards(operator, options)))
}

async function addReward(api: EntenteClient, options: AddOptions): Promise<Outcome> {
  const partner = api.withKey(readPartnerKey(options.partner, options))
  const { codes = [] } = options
  const { data: added } = await partner.POST('/v1/rewards', { body: bodyOf(options) })
  const params = { path: { rewardId: added.rewardId } }
  for (let from = 0; from < codes.length; from += CODES_PER_REQUEST_MAX) {
    const body = { codes: codes.slice(from, from + CODES_PER_REQUEST_MAX) }
    await partner.POST('/v1/rewards/{rewardId}/codes', { params, body })
  }
  const shown = codes.length === 0 ? added : (await api.GET('/v1/rewards/{rewardId}', { params })).data
  const { partnerName, points, stockLeft } = shown
  const left = stockLeft === null ? '' : `; ${formatCount(BigInt(stockLeft))} can be had`
  const sentence = `${partnerName} offers "${titleOf(shown)}" for ${formatCount(BigInt(points))} points${left}.`
  return { value: shown, text: `${sentence}\nReward ${shown.rewardId}` }
}

async function setPicture(
  api: EntenteClient,
  { id, file, options }: { id: string; file: PictureFile; options: PictureOptions },
): Promise<Outcome> {
  const params = { path: { rewardId: id } }
  const { partnerId } = (await api.GET('/v1/rewards/{rewardId}', { params })).data
  const partner = api.withKey(readPartnerKey(String(partnerId), options))
  const { data: changed } = await partner.PUT('/v1/rewards/{rewardId}/picture', { params, ...uploadOf(file) })
  return { value: changed, text: `"${titleOf(changed)}" is shown with ${api.baseUrl}${changed.picture?.url ?? ''}` }
}

/** The request for a new reward: what was not said is left out, and the server judges the rest. */
function bodyOf(options: AddOptions): Schemas['NewReward'] {
  const { kind, points, title, description, titleFr, descriptionFr, stock, validFrom, validUntil } = options
  const { perMemberMax, claimDays, discountMinor, basketMinMinor, charity } = options
  const isFrench = titleFr !== undefined || descriptionFr !== undefined
  const given = {
    discountMinor,
    basketMinMinor,
    stock,
    validFrom,
    validUntil,
    charityId: charity,
    perMemberMax: perMemberMax === undefined ? undefined : Number(perMemberMax),
    claimDays: claimDays === undefined ? undefined : Number(claimDays),
  }
  return {
    kind,
    points,
    texts: {
      en: { title, description },
      ...(isFrench ? { fr: { title: titleFr ?? '', description: descriptionFr ?? '' } } : {}),
    },
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  }
}

function readCodes(file: string): string[] {
  if (!existsSync(file)) throw new InvalidArgumentError('There is no such file.')
  const lines = readFileSync(file, 'utf8').split(/\r?\n/)
  return lines.map((line) => line.trim()).filter((line) => line !== '')
}

async function listRewards({ api }: Operator, { partner }: ListOptions): Promise<Outcome> {
  const of = partner === undefined ? {} : { partnerId: partner }
  const rewards = await listAll((query) => api.GET('/v1/rewards', { params: { query: { ...of, ...query } } }))
  const rows = rewards.map((one) => [
    titleOf(one),
    one.partnerName,
    one.kind,
    formatCount(BigInt(one.points)),
    one.stockLeft === null ? 'no end' : formatCount(BigInt(one.stockLeft)),
    one.rewardId,
  ])
  return { value: { rewards }, text: formatTable(['reward', 'partner', 'kind', 'points', 'left', 'id'], rows) }
}

const titleOf = ({ texts }: Reward) => texts['en']?.title ?? ''
