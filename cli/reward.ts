import { existsSync, readFileSync } from 'node:fs'

import { type Command, InvalidArgumentError, Option } from 'commander'

import { readConfig } from '../server/config/config.ts'
import { keyFiles } from '../server/config/key-files.ts'
import {
  CODES_PER_REQUEST_MAX,
  RewardCodesResponse,
  RewardKind,
  RewardResponse,
  RewardsResponse,
} from '../server/api/schemas/rewards/rewards.ts'
import type { ApiClient } from './api-client.ts'
import { listAll } from './list-all.ts'
import type { Operator } from './operator.ts'
import { type CommonOptions, type Outcome, runAsOperator, withOperatorOptions } from './operator-command.ts'
import { ReplayFileInvalid } from './replay/invoice.ts'
import { readPartnerKeys } from './replay/partner-keys.ts'
import { formatCount, formatTable } from './terminal.ts'

interface AddOptions extends CommonOptions {
  partner: string
  keyFile?: string
  kind: string
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
  pictureUrl?: string
  charity?: string
  codes?: readonly string[]
}

interface ListOptions extends CommonOptions {
  partner?: string
}

type Reward = ReturnType<(typeof RewardResponse)['parse']>

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
    .requiredOption('--title <text>', 'in English')
    .requiredOption('--description <text>', 'in English')
    .option('--title-fr <text>', 'in French')
    .option('--description-fr <text>', 'in French')
    .requiredOption('--points <points>', 'the price')
    .option('--discount-minor <amount>', 'what a basket discount takes off, in minor units')
    .option('--basket-min-minor <amount>', 'what the basket must be worth, in minor units')
    .option('--stock <count>', 'as many as there are (default: as many as are asked for)')
    .option('--per-member-max <count>', 'as often as one member may have it')
    .option('--valid-from <time>', 'ISO 8601 (default: now)')
    .option('--valid-until <time>', 'ISO 8601 (default: no end)')
    .option('--claim-days <days>', 'how long a claim may be used')
    .option('--picture-url <url>', 'https address of a picture')
    .option('--charity <id>', 'whom a donation goes to: see entente charity list')
    .option('--codes <file>', 'gift codes for the pool, one a line', readCodes)
    .action((options: AddOptions) => {
      if (options.codes !== undefined && options.kind !== 'gift_code') add.error('error: only a gift_code has --codes')
      return runAsOperator(options, ({ api }) => addReward(api, options))
    })
  withOperatorOptions(reward.command('list').description('List the rewards that can be had now, newest first.'))
    .option('--partner <id>', 'of this partner only')
    .action((options: ListOptions) => runAsOperator(options, (operator) => listRewards(operator, options)))
}

async function addReward(api: ApiClient, options: AddOptions): Promise<Outcome> {
  const key = readKey(options)
  const { codes = [] } = options
  const added = await api.call({
    method: 'POST',
    path: '/v1/rewards',
    key,
    body: bodyOf(options),
    answer: RewardResponse,
  })
  const path = `/v1/rewards/${added.rewardId}/codes`
  for (let from = 0; from < codes.length; from += CODES_PER_REQUEST_MAX) {
    const body = { codes: codes.slice(from, from + CODES_PER_REQUEST_MAX) }
    await api.call({ method: 'POST', path, key, body, answer: RewardCodesResponse })
  }
  const answer = RewardResponse
  const shown =
    codes.length === 0 ? added : await api.call({ method: 'GET', path: `/v1/rewards/${added.rewardId}`, answer })
  const { partnerName, points, stockLeft } = shown
  const left = stockLeft === null ? '' : `; ${formatCount(BigInt(stockLeft))} can be had`
  const sentence = `${partnerName} offers "${titleOf(shown)}" for ${formatCount(BigInt(points))} points${left}.`
  return { value: shown, text: `${sentence}\nReward ${shown.rewardId}` }
}

/** The request for a new reward: what was not said is left out, and the server judges the rest. */
function bodyOf(options: AddOptions): object {
  const { kind, points, title, description, titleFr, descriptionFr, stock, validFrom, validUntil } = options
  const { perMemberMax, claimDays, discountMinor, basketMinMinor, pictureUrl, charity } = options
  const isFrench = titleFr !== undefined || descriptionFr !== undefined
  const given = {
    discountMinor,
    basketMinMinor,
    stock,
    validFrom,
    validUntil,
    pictureUrl,
    charityId: charity,
    perMemberMax: perMemberMax === undefined ? undefined : Number(perMemberMax),
    claimDays: claimDays === undefined ? undefined : Number(claimDays),
  }
  return {
    kind,
    points,
    texts: { en: { title, description }, ...(isFrench ? { fr: { title: titleFr, description: descriptionFr } } : {}) },
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  }
}

/** The partner's own key, from a file: on the command line everybody on the machine could read it. */
function readKey({ partner, keyFile, data }: AddOptions): string {
  const { config } = readConfig(process.env, { ENTENTE_DATA: data })
  const file = keyFile ?? keyFiles(config.dataFolder).demoKeys
  const known = readPartnerKeys(file).find(({ partnerId }) => String(partnerId) === partner)
  if (known === undefined) throw new ReplayFileInvalid(`${file} has no API key of partner ${partner}.`)
  return known.key
}

function readCodes(file: string): string[] {
  if (!existsSync(file)) throw new InvalidArgumentError('There is no such file.')
  const lines = readFileSync(file, 'utf8').split(/\r?\n/)
  return lines.map((line) => line.trim()).filter((line) => line !== '')
}

async function listRewards({ api }: Operator, { partner }: ListOptions): Promise<Outcome> {
  const query = partner === undefined ? {} : { partnerId: partner }
  const rewards = await listAll(api, { path: '/v1/rewards', query, answer: RewardsResponse })
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
