import { z } from 'zod'

import { Month } from './schemas/clearing/months.ts'
import { PackNumberText } from './schemas/clearing/packs.ts'
import { OperationId, PowerName } from './schemas/powers/powers.ts'
import { CredentialId } from './schemas/sign-in/passkeys.ts'
import { KeyId, PartnerNumberText, Uuid } from './schemas/values.ts'

/** What each name in braces stands for, in the path of whichever route. */
const PATH_PARAMS = {
  approvalId: Uuid,
  batchId: Uuid,
  charityId: Uuid,
  claimId: Uuid,
  entryId: Uuid,
  keyId: KeyId,
  memberId: Uuid,
  month: Month,
  operationId: OperationId,
  packNumber: PackNumberText,
  partnerId: PartnerNumberText,
  personId: Uuid,
  power: PowerName,
  proposalId: Uuid,
  passkeyId: CredentialId,
  purchaseId: Uuid,
  redemptionId: Uuid,
  restorationId: Uuid,
  returnId: Uuid,
  rewardId: Uuid,
  ruleId: Uuid,
  sessionId: Uuid,
  tillId: Uuid,
  webhookId: Uuid,
}

/** Whether a name is that of an id, wherever it stands. */
export function isIdName(name: string): boolean {
  return Object.hasOwn(PATH_PARAMS, name)
}

type ParamName = keyof typeof PATH_PARAMS

/** The names in braces of a path, as a type. */
type NamesIn<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never

/** A path whose names in braces are all known. */
export type KnownPath<Path extends string> = NamesIn<Path> extends ParamName ? Path : never

/** What a request to a path names, once it is parsed. */
export type PathParams<Path extends string> = {
  readonly [Name in NamesIn<Path> & ParamName]: z.output<(typeof PATH_PARAMS)[Name]>
}

/** The schema of what a path names, or nothing where it names nothing. */
export function paramsOf(path: string): { params?: z.ZodObject } {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as ParamName)
  if (names.length === 0) return {}
  return { params: z.strictObject(Object.fromEntries(names.map((name) => [name, PATH_PARAMS[name]]))) }
}
