import type { z } from 'zod'

import type { Json } from '../actions/requests/idempotency.ts'
import type { CallFacts, CallRecord } from '../actions/audit/record-call.ts'
import { runOnce } from '../actions/requests/run-once.ts'
import type { MemberCaller, OperatorCaller, PartnerCaller, PersonCaller } from '../auth/callers.ts'
import type { Database } from '../database/engine/client.ts'
import type { Proposal } from '../database/proposals.ts'
import { assert } from '../domain/assert.ts'
import type { Clock } from '../domain/environment.ts'
import type { FourEyesPower } from '../domain/four-eyes.ts'
import type { RejectionCode } from '../domain/rejection.ts'
import type { OperatorScope, PartnerScope } from '../domain/scopes.ts'
import { parseInput } from './parse-input.ts'
import { isIdName, type KnownPath, paramsOf, type PathParams } from './path-params.ts'

/** Bytes that a body may have: of one record, and of a list. Tested on both sides. */
export const BODY_BYTES_MAX = 16_384
export const LIST_BODY_BYTES_MAX = 1_048_576

/** What a client sent so that a repetition is recognised: the header under its caller's name, and a keyed hash of the request. */
export interface RequestMark {
  /** Whose key it is; 0 where the key itself names its caller. */
  readonly partnerId: number
  readonly key: string
  readonly operation: string
  readonly requestHash: string
}

/** Headers of an answer; one that is sent several times has several values. */
export type AnswerHeaders = Readonly<Record<string, string | string[]>>

/** An answer whose status or origin differs from what the route says of itself. */
export class Answer {
  readonly status: number
  readonly body: unknown
  readonly replayed: boolean
  readonly headers: AnswerHeaders

  constructor(status: number, body: unknown, replayed: boolean, headers: AnswerHeaders = {}) {
    this.status = status
    this.body = body
    this.replayed = replayed
    this.headers = headers
  }
}

/** A request that is authenticated and read, but not checked yet. */
export interface Call<Deps> {
  readonly deps: Deps
  readonly caller: PartnerCaller | OperatorCaller | MemberCaller | null
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
  readonly mark: RequestMark | null
  /** The secret of an approval link, where the route takes one. */
  readonly approval: string | null
  /** Where the request came from: an IPv4 address, or the network of an IPv6 one. */
  readonly networkAddress: string
  /** Names the request in logs. */
  readonly requestId: string
  /** Token by which the browser is known to members, where it has one. */
  readonly device: string | null
  /** Where the call is written down; null for one that is not. */
  readonly record: CallRecord | null
  /** For proposals that were approved. */
  readonly carryOut: CarryOut
}

export interface CarryOut {
  /** Answers how the proposal ended, and the body of the call's own answer; null where it was refused. */
  run(proposal: Proposal): Promise<{ readonly proposal: Proposal; readonly answer: unknown }>
  /** The answer has a secret, which is for whoever proposed alone: otherwise the second person would be both. */
  isLeftToProposer(proposal: Proposal): boolean
}

/** What of a body the audit log keeps in clear. Nothing else is: no secrets, no personal data. */
export interface Audited<Body> {
  readonly keeps?: readonly (keyof Body & string)[]
  /** The points that it is about. */
  readonly amount?: (body: Body) => bigint
  /** Points of it that count towards what one person may raise alone: `FOUR_EYES_ALLOWANCE_MAX`. */
  readonly raises?: (body: Body) => bigint
}

/**
 * A power that can be made to need a second person (`FOUR_EYES`): the call is then a proposal, which shows its body to
 * whoever decides. With `audit.raises`, what is within the limit of a day needs nobody.
 */
export interface NeedsSecondPerson<Body> {
  readonly power: FourEyesPower
  /** Only a call like this. */
  readonly when?: (body: Body) => boolean
}

/** What a route that is carried out once as a whole needs. */
interface OnceDeps {
  readonly db: Database
  readonly clock: Clock
}

/** `person`: somebody of a partner who is signed in to the console. `visitor`: a member who is signed in, or nobody. */
type CallerKind = 'partner' | 'person' | 'operator' | 'member' | 'visitor' | 'anyone'
type CallerOf<Kind extends CallerKind> = Kind extends 'partner'
  ? PartnerCaller
  : Kind extends 'person'
    ? PersonCaller
    : Kind extends 'operator'
      ? OperatorCaller
      : Kind extends 'member'
        ? MemberCaller
        : Kind extends 'visitor'
          ? MemberCaller | null
          : null
type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined

/** What is known of a route without knowing its types: enough to mount it and to describe it. */
export interface RouteFacts {
  /** Names the operation in the document, the log and the metrics. */
  readonly operation: string
  readonly method: 'get' | 'post' | 'put' | 'delete'
  /** As in the OpenAPI document: `/v1/purchases/{purchaseId}`. */
  readonly path: string
  readonly summary: string
  readonly description?: string
  readonly caller: CallerKind
  readonly scope?: PartnerScope
  /** A scope of partners that does as well. */
  readonly orScope?: PartnerScope
  /** Scopes of operators, of which the key needs all. Without any it needs the full one. */
  readonly operatorScopes?: readonly OperatorScope[]
  /** Hands out a session: taken from our own pages only, and only so often from one address. */
  readonly signsIn?: boolean
  /** Takes the cookie of the session back. */
  readonly signsOut?: boolean
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly body?: z.ZodType
  readonly bodyBytesMax?: number
  /** Media types of a body that is no JSON: it reaches the schema as `{ type, bytes }`. */
  readonly bodyTypes?: readonly string[]
  /** Takes the secret of an approval link in the header `Entente-Approval`. */
  readonly byApproval?: boolean
  /** Takes an Idempotency-Key. Each POST route does, or says one of the next two. */
  readonly repeatable?: boolean
  /** Changes nothing, although it is asked by POST. */
  readonly reads?: boolean
  /** Gives out something new each time, to somebody who is nobody yet: a repetition takes the next one. */
  readonly startsAnew?: boolean
  /**
   * How a repetition is answered where the route as a whole is carried out once (`runOnce`), and not its action's own way: as
   * the first time, or not at all, because the answer has a secret that is shown once.
   */
  readonly once?: 'answer_kept' | 'answer_shown_once'
  /** A partner's call that a till makes all day, although its scope is of the back office: it is not in the audit log. */
  readonly isTillWork?: boolean
  /** The other way round: in the audit log, although its scope is one of tills. */
  readonly isOfficeWork?: boolean
  readonly audit?: Audited<never>
  readonly fourEyes?: NeedsSecondPerson<never>
  readonly status: number
  readonly response: z.ZodType
  /** Media types besides JSON that it answers in, where it is asked to: the answer's body is bytes, and its headers name the type. */
  readonly alsoAnswers?: readonly string[]
  /** Codes besides those that any route of its shape may answer. */
  readonly refuses: readonly RejectionCode[]
}

/** A route that can be mounted where there is what it needs. */
export interface Route<Deps = never> extends RouteFacts {
  answer(call: Call<Deps>): Promise<Answer>
}

/** What a route declares. Unless it says otherwise, it answers with status 200 and has no refusals of its own. */
interface RouteDefinition<Deps, Kind extends CallerKind, Path extends string, Query, Body, Response extends z.ZodType>
  extends
    Omit<RouteFacts, 'params' | 'status' | 'refuses' | 'once' | 'audit' | 'fourEyes'>,
    Partial<Pick<RouteFacts, 'status' | 'refuses'>> {
  readonly caller: Kind
  readonly once?: Deps extends OnceDeps ? NonNullable<RouteFacts['once']> : never
  readonly path: Path & KnownPath<Path>
  readonly query?: Query & z.ZodObject
  readonly body?: Body & z.ZodType
  readonly audit?: Audited<Parsed<Body>>
  readonly fourEyes?: NeedsSecondPerson<Parsed<Body>>
  readonly response: Response
  readonly handle: (input: {
    deps: Deps
    caller: CallerOf<Kind>
    params: PathParams<Path>
    query: Parsed<Query>
    body: Parsed<Body>
    mark: RequestMark | null
    approval: string | null
    carryOut: CarryOut
    device: string | null
    networkAddress: string
    requestId: string
  }) => Promise<z.input<Response> | Answer>
}

/** Makes the function that defines the routes of one subject, which hand `Deps` to their actions. */
export function routeFor<Deps>() {
  /** Defines a route: what is parsed comes out typed, what is answered is checked against the schema that is published. */
  return function route<
    Kind extends CallerKind,
    const Path extends string,
    Response extends z.ZodType,
    Query = undefined,
    Body = undefined,
  >(definition: RouteDefinition<Deps, Kind, Path, Query, Body, Response>): Route<Deps> {
    const { handle, ...said } = definition
    const facts: RouteFacts = { status: 200, refuses: [], ...paramsOf(said.path), ...said }
    return {
      ...facts,
      async answer({ deps, params, query, body, record, ...call }) {
        const { mark } = call
        const parsed = parseInput(facts, { params, query, body })
        record?.describe(factsOf(facts, parsed))
        const answerWith = async (given: Deps) => {
          const outcome = await handle({
            deps: record === null ? given : recorded(given, record),
            ...call,
            caller: call.caller as CallerOf<Kind>,
            params: parsed.params as PathParams<Path>,
            query: parsed.query as Parsed<Query>,
            body: parsed.body as Parsed<Body>,
          })
          if (outcome instanceof Answer) return outcome
          return new Answer(facts.status, facts.response.parse(outcome), false)
        }
        if (facts.once === undefined || mark === null) return answerWith(deps)
        return answerOnce(facts, deps as Deps & OnceDeps, mark, answerWith)
      },
    }
  }
}

/** What an action changes with these is in the audit log, or not changed. */
function recorded<Deps>(deps: Deps, record: CallRecord): Deps {
  const { db } = deps as { db?: Database }
  assert(db !== undefined, 'what is audited is done with the database that is given')
  return { ...deps, db: record.within(db) }
}

/** What the log keeps of a call: ids of its path, and what its route declares. */
function factsOf(route: RouteFacts, { params, body }: { params: unknown; body: unknown }): Partial<CallFacts> {
  const { keeps = [], amount, raises } = (route.audit ?? {}) as Audited<Record<string, unknown>>
  const { power, when } = (route.fourEyes ?? {}) as Partial<NeedsSecondPerson<unknown>>
  const given = (body ?? {}) as Record<string, unknown>
  const said = keeps.filter((name) => given[name] !== undefined).map((name) => [name, given[name]] as const)
  return {
    target: { ...asJson(params ?? {}), ...asJson(Object.fromEntries(said.filter(([name]) => isIdName(name)))) },
    kept: asJson(Object.fromEntries(said.filter(([name]) => !isIdName(name)))),
    amount: amount?.(given) ?? null,
    raises: raises?.(given) ?? null,
    power: power === undefined || when?.(body) === false ? null : power,
  }
}

function asJson(values: object): Record<string, unknown> {
  const text = JSON.stringify(values, (_name, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
  return JSON.parse(text) as Record<string, unknown>
}

async function answerOnce<Deps extends OnceDeps>(
  { once }: RouteFacts,
  deps: Deps,
  mark: RequestMark,
  answerWith: (deps: Deps) => Promise<Answer>,
): Promise<Answer> {
  let first: Answer | undefined
  const { answer, replayed } = await runOnce(deps, mark, { keepsAnswer: once === 'answer_kept' }, async (db) => {
    first = await answerWith({ ...deps, db })
    return { status: first.status, body: first.body as Json }
  })
  // Headers, such as the cookie of a session, are for the first answer only: they are not kept.
  return replayed || first === undefined ? new Answer(200, answer.body, true) : first
}

/** The routes of a subject as routes of the whole: each call is handed its subject's part of what there is. */
export function within<Subject extends string, Deps>(
  subject: Subject,
  routes: readonly Route<Deps>[],
): Route<Readonly<Record<Subject, Deps>>>[] {
  return routes.map((route) => ({
    ...route,
    answer: (call) => route.answer({ ...call, deps: call.deps[subject] }),
  }))
}
