import type { Command } from 'commander'

import type { EntenteClient, Schemas } from '../client/client.ts'
import { type CommonOptions, type Outcome, runAsOperator, withOperatorOptions } from './operator-command.ts'
import { readPartnerKey } from './partner-key.ts'
import { type CommittedExplanation, recomputePoints } from './recompute-points.ts'
import { formatTable } from './terminal.ts'

interface RulesOptions extends CommonOptions {
  partner: string
  keyFile?: string
}

/** `entente rules ...`: a partner's rules, and why an entry has the points that it has. */
export function addRulesCommand(program: Command): void {
  const rules = program.command('rules').description('List the rules of a partner, and work points out again.')
  const command = (nameAndArgs: string, description: string) =>
    withOperatorOptions(rules.command(nameAndArgs).description(`${description} With the partner's own API key.`))
      .requiredOption('--partner <id>', 'partner number')
      .option('--key-file <file>', 'API keys of partners (default: keys/demo-keys.json in the data folder)')
  command('list', 'List the rules, with all their versions.').action((options: RulesOptions) =>
    asPartner(options, listRules),
  )
  command('explain', 'Work the points of an entry out again, and compare them with its receipt.')
    .argument('<entry>', 'id of an entry')
    .action((entryId: string, options: RulesOptions) => asPartner(options, (api) => explainEntry(api, entryId)))
}

function asPartner(options: RulesOptions, run: (api: EntenteClient) => Promise<Outcome>): Promise<void> {
  return runAsOperator(options, ({ api }) => run(api.withKey(readPartnerKey(options.partner, options))))
}

async function listRules(api: EntenteClient): Promise<Outcome> {
  const { data } = await api.GET('/v1/partner/rules')
  const rows = data.data.map((rule) => [
    `${String(rule.number)}.${String(rule.version)}`,
    rule.status,
    rule.title,
    describeEffect(rule.effect),
    rule.condition,
    rule.startsAt,
    rule.endsAt ?? '',
  ])
  const head = ['rule', 'status', 'title', 'gives', 'where', 'from', 'until']
  return { value: { rules: data.data }, text: formatTable(head, rows) }
}

function describeEffect(effect: Schemas['RuleEffect']): string {
  if (effect.kind === 'rate') return `${effect.points} for each ${effect.perMinor} minor units`
  return effect.kind === 'bonus' ? `${effect.points} points` : `${effect.percent} % of the points so far`
}

async function explainEntry(api: EntenteClient, entryId: string): Promise<Outcome> {
  const params = { path: { entryId } }
  const { data: calculation } = await api.GET('/v1/receipts/{entryId}/calculation', { params })
  const { data: receipt } = await api.GET('/v1/receipts/{entryId}', { params })
  const { shares, faults } = recomputePoints(calculation, (receipt.explanation ?? {}) as CommittedExplanation)
  if (faults.length > 0) throw new Error(`The points of ${entryId} do not follow from its rules. ${faults.join(' ')}`)
  const rows = shares.map(({ title, points, hash }) => [title, String(points), hash])
  const agrees = `${calculation.points} points for ${calculation.eligibleMinor} minor units, as the receipt says.`
  return {
    value: {
      entryId,
      points: calculation.points,
      shares: shares.map((one) => ({ ...one, points: String(one.points) })),
    },
    text: `${formatTable(['rule', 'points', 'document'], rows)}\n${agrees}`,
  }
}
