import { renameSync, writeFileSync } from 'node:fs'

import { type Command, InvalidArgumentError } from 'commander'

import type { Schemas } from '../client/client.ts'
import { OPERATOR_KEY_DAYS_MAX } from '../server/actions/partners/issue-operator-key.ts'
import { FULL_OPERATOR_SCOPE, isOperatorScope, OPERATOR_SCOPES } from '../server/domain/scopes.ts'
import { listAll } from './list-all.ts'
import type { Operator } from './operator.ts'
import {
  type CommonOptions,
  type Outcome,
  readAsOperator,
  runAsOperator,
  withOperatorOptions,
} from './operator-command.ts'
import { describeProposal, isProposal } from './proposal.ts'
import { formatTable } from './terminal.ts'

type NewKey = Schemas['IssueOperatorKey']

interface IssueOptions extends CommonOptions {
  label: string
  scope: NewKey['scopes']
  days: number
  replaces?: string
}

interface RotateOptions extends CommonOptions {
  overlap: number
}

function readSeconds(text: string): number {
  const seconds = Number(text)
  if (!Number.isInteger(seconds) || seconds < 0) throw new InvalidArgumentError('Seconds are a whole number from 0.')
  return seconds
}

function readScope(text: string, before: NewKey['scopes'] = []): NewKey['scopes'] {
  if (!isOperatorScope(text))
    throw new InvalidArgumentError(`Scopes are ${[...OPERATOR_SCOPES, FULL_OPERATOR_SCOPE].join(', ')}.`)
  return [...before, text]
}

function readDays(text: string): number {
  const days = Number(text)
  if (!Number.isInteger(days) || days < 1 || days > OPERATOR_KEY_DAYS_MAX)
    throw new InvalidArgumentError(`A key lasts 1 to ${String(OPERATOR_KEY_DAYS_MAX)} days.`)
  return days
}

/** `entente operator-key ...`: who may act as the operator, and what each of them may do. */
export function addOperatorKeyCommand(program: Command): void {
  const keys = program.command('operator-key').description('List, issue, rotate and revoke the API keys of operators.')
  withOperatorOptions(keys.command('list').description('Show the keys of operators, revoked ones included.')).action(
    (options: CommonOptions) => readAsOperator(options, listKeys),
  )
  withOperatorOptions(keys.command('issue').description('Issue a key, which ends by itself.'))
    .requiredOption('--label <label>', 'whose key it is, and what for')
    .requiredOption('--scope <scope>', 'what it may do; can be given several times', readScope)
    .option('--days <days>', 'days for which it lasts', readDays, 90)
    .option('--replaces <key>', 'id of the key that this one replaces, and that ends a day later')
    .action((options: IssueOptions) => runAsOperator(options, (operator) => issueKey(operator, options)))
  withOperatorOptions(
    keys
      .command('rotate')
      .description('Give the key that this command acts with another secret, and write it into its file.'),
  )
    .option('--overlap <seconds>', 'seconds for which the old secret still works', readSeconds, 86_400)
    .action((options: RotateOptions) => runAsOperator(options, (operator) => rotateKey(operator, options)))
  withOperatorOptions(keys.command('revoke').description('Revoke a key at once and for ever.'))
    .argument('<key>', 'id of the key')
    .action((keyId: string, options: CommonOptions) => runAsOperator(options, (operator) => revokeKey(operator, keyId)))
}

async function listKeys({ api, key }: Operator): Promise<Outcome> {
  const keys = await listAll((query) => api.withKey(key).GET('/v1/operator-keys', { params: { query } }))
  const rows = keys.map(({ keyId, label, scopes, expiresAt, revokedAt }) => [
    keyId,
    label,
    scopes.join(' '),
    expiresAt ?? '-',
    revokedAt ?? '-',
  ])
  return { value: { keys }, text: formatTable(['key', 'label', 'scopes', 'ends', 'revoked'], rows) }
}

async function issueKey({ api, key }: Operator, options: IssueOptions): Promise<Outcome> {
  const { label, scope: scopes, days: validDays, replaces } = options
  const body = { label, scopes, validDays, ...(replaces === undefined ? {} : { replaces: { keyId: replaces } }) }
  const { data: issued } = await api.withKey(key).POST('/v1/operator-keys', { body })
  if (isProposal(issued)) return describeProposal(issued)
  const text = `Key ${issued.keyId} for ${issued.label}, until ${issued.expiresAt ?? 'it is revoked'}.\nShown this once: ${issued.apiKey}`
  return { value: issued, text }
}

/** The new key goes where the old one was: it is shown to nobody. */
async function rotateKey({ api, key, keyFile }: Operator, { overlap }: RotateOptions): Promise<Outcome> {
  const body = { overlapSeconds: overlap }
  const { data: rotated } = await api.withKey(key).POST('/v1/operator-keys/rotate', { body })
  const { apiKey, ...said } = rotated
  writeFileSync(`${keyFile}.new`, `${apiKey}\n`, { mode: 0o600, flush: true })
  renameSync(`${keyFile}.new`, keyFile)
  const text = `Key ${rotated.keyId} for ${rotated.label} is in ${keyFile}; the one before it ends in ${String(overlap)} seconds.`
  return { value: { ...said, keyFile }, text }
}

async function revokeKey({ api, key }: Operator, keyId: string): Promise<Outcome> {
  const params = { path: { keyId } }
  const { data: revoked } = await api.withKey(key).DELETE('/v1/operator-keys/{keyId}', { params })
  return { value: revoked, text: `Key ${revoked.keyId} for ${revoked.label} is revoked.` }
}
