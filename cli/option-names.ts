import type { Command } from 'commander'

import type { EntenteProblem } from '../client/problem.ts'

/**
 * What the API calls otherwise than the command line does: the end of a field's path, and the option or argument that it
 * is read from. All others are called alike, as `earningRule/pointsMax` and `--points-max`.
 */
const CALLED: readonly (readonly [field: string, typed: string])[] = [
  ['redeemRate/points', 'redeem-points'],
  ['redeemRate/minor', 'redeem-minor'],
  ['issuerAddress', 'issuer'],
  ['texts/fr/title', 'title-fr'],
  ['texts/fr/description', 'description-fr'],
  ['charityId', 'charity'],
  ['validDays', 'days'],
  ['overlapSeconds', 'overlap'],
  ['scopes', 'scope'],
  ['replaces/keyId', 'replaces'],
  ['throughEntry', 'through'],
  ['timeZone', 'zone'],
  ['toAccount', 'to'],
  ['toSignature', 'signature'],
  ['createdFrom', 'from'],
  ['createdUntil', 'until'],
  ['keyId', 'key'],
  ['partnerId', 'partner'],
  ['partnerId', 'id'],
  ['rewardId', 'id'],
  ['webhookId', 'id'],
  ['deliveryIds', 'deliveries'],
  ['types', 'type'],
  ['memberId', 'member'],
  ['proposalId', 'proposal'],
  ['operationId', 'operation'],
]

const kebab = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** How a name is typed at a command: `--points`, `<id>`; null where the command has neither. */
function typedAt(command: Command, name: string): string | null {
  const option = command.options.find(({ long }) => long === `--${name}`)
  if (option !== undefined) return `--${name}`
  return command.registeredArguments.some((argument) => argument.name() === name) ? `<${name}>` : null
}

/** The option or argument of a command that a field of a request is read from; null where nobody typed it. */
export function nameOption(command: Command, pointer: string): string | null {
  const parts = pointer.split('/').filter((part) => !/^(?:body|path|query|\d+)?$/.test(part))
  const field = parts.join('/')
  const called = CALLED.filter(([end]) => field === end || field.endsWith(`/${end}`)).map(([, typed]) => typed)
  const names = [...called, kebab(parts.at(-1) ?? '')]
  return names.map((name) => typedAt(command, name)).find((typed) => typed !== null) ?? null
}

/** What the server refused, in the words of whoever typed the command. */
export function describeProblem(
  problem: EntenteProblem,
  command: Command | null,
): { message: string; options?: readonly string[] } {
  const named = (pointer: string) => (command === null ? null : nameOption(command, pointer))
  const { code, details } = problem
  const faults = problem.errors.map(({ pointer, detail }) => `${named(pointer) ?? pointer} ${detail}`)
  const options = [
    ...problem.errors.map(({ pointer }) => named(pointer)),
    ...(typeof details['field'] === 'string' ? [named(details['field'])] : []),
  ].filter((option) => option !== null)
  if (options.length === 0) return { message: problem.message }
  if (faults.length > 0) return { message: `${faults.join('; ')} (${code})`, options }
  // The sentence names the field as the API does.
  return { message: problem.message.replace(JSON.stringify(details['field']), String(options[0])), options }
}
