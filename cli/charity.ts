import type { Command } from 'commander'

import { listAll } from './list-all.ts'
import type { Operator } from './operator.ts'
import {
  type CommonOptions,
  type Outcome,
  readAsOperator,
  runAsOperator,
  withOperatorOptions,
} from './operator-command.ts'
import { formatTable } from './terminal.ts'

/** `entente charity ...`: to whom members may give points, through the API. */
export function addCharityCommand(program: Command): void {
  const charity = program
    .command('charity')
    .description("List the charities that members may give points to (the operator's commands).")
  withOperatorOptions(charity.command('add').description('List a charity: rewards of the kind donation name it.'))
    .requiredOption('--name <name>', 'name that members know')
    .action((options: CommonOptions & { name: string }) =>
      runAsOperator(options, (operator) => addCharity(operator, options.name)),
    )
  withOperatorOptions(charity.command('list').description('Show the charities that are listed.')).action(
    (options: CommonOptions) => readAsOperator(options, listCharities),
  )
}

async function addCharity({ api, key }: Operator, name: string): Promise<Outcome> {
  const { data: added } = await api.withKey(key).POST('/v1/charities', { body: { name } })
  return { value: added, text: `${added.name} is listed.\nCharity ${added.charityId}` }
}

async function listCharities({ api }: Operator): Promise<Outcome> {
  const charities = await listAll((query) => api.GET('/v1/charities', { params: { query } }))
  const rows = charities.map(({ name, charityId, createdAt }) => [name, charityId, createdAt])
  return { value: { charities }, text: formatTable(['charity', 'id', 'since'], rows) }
}
