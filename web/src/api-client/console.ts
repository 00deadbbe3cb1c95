import type { Schemas } from '../../../client/client.ts'
import { askOnce } from './ask-once.ts'
import { dataOf, server } from './request.ts'
import type { Statement, StatementFormat, StatementSummary } from './statement.ts'

export type OwnPerson = Schemas['OwnPerson']
export type PersonRole = Schemas['PersonRole']
export type Person = Schemas['Person']
export type PersonSession = Schemas['PersonSession']
export type Standing = Schemas['Standing']
export type Totals = Schemas['PartnerTotals']
export type ApiKey = Schemas['ApiKey']
export type Purchase = Schemas['PurchaseDetails']
export type Return = Schemas['ReturnDetails']
export type Redemption = Schemas['Redemption']

const ROWS_PER_PAGE = '50'

/** A page of a list. */
export interface ListPage<Row> {
  readonly data: Row[]
  readonly nextCursor: string | null
}

/** Has a code sent to an address. */
export function startPersonCode(email: string): Promise<Schemas['PersonCodeSent']> {
  return dataOf(server.POST('/v1/partner/sign-in-codes', { body: { email } }))
}

/** Signs in; the session is a cookie that no script can read. */
export function signInPerson(body: Schemas['PersonSignIn']): Promise<OwnPerson> {
  return dataOf(server.POST('/v1/partner/sessions', { body }))
}

/** Who is signed in here. */
export function readOwnPerson(): Promise<OwnPerson> {
  return dataOf(server.GET('/v1/partner/me'))
}

/** Ends the session of this browser. */
export function signOutPerson(): Promise<unknown> {
  return dataOf(server.DELETE('/v1/partner/sessions/current'))
}

/** Where the person is signed in. */
export async function listPersonSessions(): Promise<PersonSession[]> {
  return (await dataOf(server.GET('/v1/partner/sessions'))).data
}

/** Ends one session of the person, in whichever browser. */
export function endPersonSession(sessionId: string): Promise<unknown> {
  return dataOf(server.DELETE('/v1/partner/sessions/{sessionId}', { params: { path: { sessionId } } }))
}

/** What the partner may still issue, and what is on the way. */
export function readStanding(): Promise<Standing> {
  return dataOf(server.GET('/v1/partner/standing'))
}

/** The sums of a day, as the partner counts days. */
export function readTotals(day: string): Promise<Totals> {
  return dataOf(server.GET('/v1/totals', { params: { query: { day } } }))
}

/** How many tills that work without network the partner has registered. */
export async function countTills(): Promise<number> {
  const { data } = await dataOf(server.GET('/v1/tills'))
  return data.filter(({ revokedAt }) => revokedAt === null).length
}

const afterCursor = (cursor: string | null) => (cursor === null ? {} : { cursor })

/** The statements of the partner, newest first. */
export function listStatements(cursor: string | null): Promise<ListPage<StatementSummary>> {
  return dataOf(server.GET('/v1/statements', { params: { query: { limit: '24', ...afterCursor(cursor) } } }))
}

/** The statement of a month, such as 2026-11. */
export function readStatement(month: string): Promise<Statement> {
  return dataOf(server.GET('/v1/statements/{month}', { params: { path: { month } } }))
}

/** Confirms that a statement was paid, with the reference of the payment. */
export function confirmStatement(month: string, reference: string): Promise<StatementSummary> {
  return askOnce(['confirm', month, reference], (header) =>
    dataOf(
      server.POST('/v1/statements/{month}/confirmation', { params: { path: { month }, header }, body: { reference } }),
    ),
  )
}

/** Disputes a statement. */
export function disputeStatement(month: string, reason: string): Promise<StatementSummary> {
  return askOnce(['dispute', month, reason], (header) =>
    dataOf(server.POST('/v1/statements/{month}/dispute', { params: { path: { month }, header }, body: { reason } })),
  )
}

/** Takes a dispute back. */
export function withdrawDispute(month: string): Promise<StatementSummary> {
  return askOnce(['withdraw', month], (header) =>
    dataOf(server.POST('/v1/statements/{month}/dispute/withdrawal', { params: { path: { month }, header } })),
  )
}

/** Where a browser downloads a statement. */
export function statementFile(month: string, format: StatementFormat): string {
  return `/v1/statements/${encodeURIComponent(month)}?format=${format}`
}

/** What records are looked for; null: all. */
export interface RecordFilter {
  /** The partner's own number of it. */
  readonly reference: string | null
  readonly period: { readonly day: string } | { readonly month: string } | null
}

function queryOf({ reference, period }: RecordFilter, cursor: string | null, name: string) {
  return {
    limit: ROWS_PER_PAGE,
    ...afterCursor(cursor),
    ...(reference === null ? {} : { [name]: reference }),
    ...period,
  }
}

/** The purchases of the partner, newest first. */
export function listPurchases(filter: RecordFilter, cursor: string | null): Promise<ListPage<Purchase>> {
  return dataOf(server.GET('/v1/purchases', { params: { query: queryOf(filter, cursor, 'orderRef') } }))
}

/** The returns of the partner, newest first. */
export function listReturns(filter: RecordFilter, cursor: string | null): Promise<ListPage<Return>> {
  return dataOf(server.GET('/v1/returns', { params: { query: queryOf(filter, cursor, 'returnRef') } }))
}

/** The redemptions of the partner, newest first. */
export function listRedemptions(filter: RecordFilter, cursor: string | null): Promise<ListPage<Redemption>> {
  return dataOf(server.GET('/v1/redemptions', { params: { query: queryOf(filter, cursor, 'reference') } }))
}

/** The keys of the partner, newest first, those that were revoked included. */
export function listOwnKeys(cursor: string | null): Promise<ListPage<ApiKey>> {
  return dataOf(server.GET('/v1/partner/keys', { params: { query: { limit: ROWS_PER_PAGE, ...afterCursor(cursor) } } }))
}

/** Issues a key, which is told this once. */
export function issueOwnKey(body: Schemas['IssueApiKey']): Promise<Schemas['IssuedApiKey']> {
  return askOnce(['own key', body], (header) => dataOf(server.POST('/v1/partner/keys', { params: { header }, body })))
}

/** Revokes a key for ever. */
export function revokeOwnKey(keyId: string): Promise<ApiKey> {
  return dataOf(server.DELETE('/v1/partner/keys/{keyId}', { params: { path: { keyId } } }))
}

/** The people of the partner. */
export async function listPeople(): Promise<Person[]> {
  return (await dataOf(server.GET('/v1/partner/people'))).data
}

/** Invites somebody by e-mail. */
export function invitePerson(body: Schemas['InvitePerson']): Promise<Person> {
  return askOnce(['person', body], (header) => dataOf(server.POST('/v1/partner/people', { params: { header }, body })))
}

/** Gives somebody another role, which ends their sessions. */
export function changeRole(personId: string, role: PersonRole): Promise<Person> {
  return dataOf(server.PUT('/v1/partner/people/{personId}', { params: { path: { personId } }, body: { role } }))
}

/** Removes somebody, who is signed out everywhere. */
export function removePerson(personId: string): Promise<unknown> {
  return dataOf(server.DELETE('/v1/partner/people/{personId}', { params: { path: { personId } } }))
}
