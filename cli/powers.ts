import { Argument, type Command } from 'commander'

import type { Schemas } from '../client/client.ts'
import { POWERS, type Power } from '../server/domain/powers.ts'
import type { Operator } from './operator.ts'
import {
  type CommonOptions,
  type Outcome,
  readAsOperator,
  runAsOperator,
  withOperatorOptions,
} from './operator-command.ts'
import { confirm } from './terminal.ts'

interface PauseOptions extends CommonOptions {
  reason: string
  yes?: boolean
}

/** `entente powers`, `entente pause` and `entente resume`: what is stopped for everybody, and what is announced. */
export function addPowersCommands(program: Command): void {
  const powers = withOperatorOptions(
    program.command('powers').description('Show which powers are paused, and which calls of delayed roles wait.'),
  ).action((options: CommonOptions) => readAsOperator(options, show))
  withOperatorOptions(powers.command('cancel').description('Cancel an announced call, as the guardian.'))
    .argument('<operation>', 'its id, as entente powers shows it')
    .option('--yes', 'do not ask')
    .action(async (operationId: string, _own: object, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions & { yes?: boolean }>()
      await confirm(`Cancel ${operationId}?`, options)
      await runAsOperator(options, (operator) => cancel(operator, operationId))
    })
  for (const verb of ['pause', 'resume'] as const) {
    const description =
      verb === 'pause'
        ? 'Stop a power for everybody: issuing (giving points), or redeeming (using, giving back and moving them).'
        : 'Let a paused power go on.'
    withOperatorOptions(program.command(verb).description(description))
      .addArgument(new Argument('<power>', 'which power').choices(POWERS))
      .requiredOption('--reason <reason>', 'why, for whoever asks later')
      .option('--yes', 'do not ask')
      .action(async (power: Power, options: PauseOptions) => {
        await confirm(`${verb === 'pause' ? 'Stop' : 'Let go on'} ${power} for everybody?`, options)
        await runAsOperator(options, (operator) => change(operator, verb, power, options))
      })
  }
}

async function show({ api, key }: Operator): Promise<Outcome> {
  const { data: found } = await api.withKey(key).GET('/v1/powers')
  const { powers, operations } = found
  const waiting = operations.length === 0 ? ['No announced call waits.'] : operations.map(describeOperation)
  return { value: found, text: [...powers.map(describePower), ...waiting].join('\n') }
}

function describePower({ power, paused, onChain, asked }: Schemas['Power']): string {
  const state = paused ? 'PAUSED' : 'goes on'
  const since =
    onChain === null
      ? 'never paused on the ledger'
      : `on the ledger ${onChain.paused ? 'paused' : 'going on'} since ${onChain.since}`
  if (asked === null) return `${power}: ${state}; ${since}`
  const who = `${asked.keyLabel ?? 'a key'} (${asked.keyId})`
  const outcome =
    asked.failedReason === null ? (asked.state ?? 'unknown') : `${asked.state ?? ''}, ${asked.failedReason}`
  return `${power}: ${state}; ${since}; last ${asked.paused ? 'paused' : 'resumed'} by ${who} at ${asked.at}: "${asked.reason}" (${outcome})`
}

function describeOperation({ operationId, call, dueAt, expiresAt, caller }: Schemas['Operation']): string {
  const args = Object.entries(call?.args ?? {}).map(([name, value]) => `${name} ${value}`)
  const what =
    call === null ? 'A CALL TO NONE OF OUR CONTRACTS' : `${call.contract}.${call.function}(${args.join(', ')})`
  return `${operationId}\n  ${what}\n  by ${caller}, due from ${dueAt} until ${expiresAt}`
}

async function change(
  { api, key }: Operator,
  verb: 'pause' | 'resume',
  power: Power,
  { reason }: PauseOptions,
): Promise<Outcome> {
  const params = { path: { power } }
  const { data: changed } = await api.withKey(key).POST(`/v1/powers/{power}/${verb}`, { params, body: { reason } })
  return { value: changed, text: describePower(changed) }
}

async function cancel({ api, key }: Operator, operationId: string): Promise<Outcome> {
  const { data: cancelled } = await api.withKey(key).POST('/v1/operations/{operationId}/cancel', {
    params: { path: { operationId } },
  })
  return { value: cancelled, text: `Cancelling is on its way to the ledger:\n${describeOperation(cancelled)}` }
}
