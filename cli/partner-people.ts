import { type Command, Option } from 'commander'

import type { Schemas } from '../client/client.ts'
import { PERSON_ROLES } from '../server/domain/people.ts'
import type { Operator } from './operator.ts'
import {
  type CommonOptions,
  type Outcome,
  readAsOperator,
  runAsOperator,
  withOperatorOptions,
} from './operator-command.ts'
import { confirm, formatTable } from './terminal.ts'

interface InviteOptions extends CommonOptions {
  name: string
  role: Schemas['PersonRole']
}

/** `entente partner person ...`: who gets into the console of a partner. */
export function addPersonCommands(partner: Command): void {
  const person = partner.command('person').description('Invite the people of a partner to its console.')
  const command = (nameAndArgs: string, description: string) =>
    withOperatorOptions(person.command(nameAndArgs).description(description)).argument('<partner>', 'partner number')
  command('invite', 'Invite somebody by e-mail. Owners invite the others themselves, in the console.')
    .argument('<email>', 'where the invitation and the codes go')
    .requiredOption('--name <name>', 'name that stands in the audit log')
    .addOption(new Option('--role <role>', 'what they may do').choices([...PERSON_ROLES]).default('owner'))
    .action((id: string, email: string, options: InviteOptions) =>
      runAsOperator(options, (operator) => invitePerson(operator, id, { email, ...options })),
    )
  command('list', 'List the people of a partner.').action((id: string, options: CommonOptions) =>
    readAsOperator(options, (operator) => listPeople(operator, id)),
  )
  command('remove', 'Remove somebody, who is signed out everywhere at once.')
    .argument('<person>', 'id of the person')
    .option('--yes', 'do not ask')
    .action((id: string, personId: string, options: CommonOptions & { yes?: boolean }) =>
      runAsOperator(options, async ({ api, key }) => {
        await confirm(`Remove person ${personId} of partner ${id}?`, { yes: options.yes })
        const params = { path: { partnerId: id, personId } }
        await api.withKey(key).DELETE('/v1/partners/{partnerId}/people/{personId}', { params })
        return { value: { removed: personId }, text: `Person ${personId} is removed and signed out.` }
      }),
    )
}

async function invitePerson(
  { api, key }: Operator,
  partnerId: string,
  { email, name, role }: { email: string; name: string; role: Schemas['PersonRole'] },
): Promise<Outcome> {
  const params = { path: { partnerId } }
  const body = { email, name, role }
  const { data } = await api.withKey(key).POST('/v1/partners/{partnerId}/people', { params, body })
  return { value: data, text: `${data.name} is invited as ${data.role}: they sign in at /partner with ${data.email}.` }
}

async function listPeople({ api, key }: Operator, partnerId: string): Promise<Outcome> {
  const { data } = (await api.withKey(key).GET('/v1/partners/{partnerId}/people', { params: { path: { partnerId } } }))
    .data
  const rows = data.map((one) => [one.name, one.email, one.role, one.state, one.personId])
  return { value: { people: data }, text: formatTable(['name', 'e-mail', 'role', 'state', 'id'], rows) }
}
