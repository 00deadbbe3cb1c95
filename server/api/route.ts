import type { z } from 'zod'

import type { Json } from '../actions/requests/idempotency.ts'
import { runOnce } from '../actions/requests/run-once.ts'
import type { MemberCaller, OperatorCaller, PartnerCaller } from '../auth/callers.ts'
import type { Database } from '../database/engine/client.ts'
import type { Clock } from '../domain/environment.ts'
import type { RejectionCode } from '../domain/rejection.ts'
import type { OperatorScope, PartnerScope } from '../domain/scopes.ts'
import { parseInput } from './parse-input.ts'
import { type KnownPath, paramsOf, type PathParams } from './path-params.ts'

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

/** An answer whose status or origin differs from what the route says of itself. */
export class Answer {
  readonly status: number
  readonly body: unknown
  readonly replayed: boolean
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, body: unknown, replayed: boolean, headers: Readonly<Record<string, string>> = {}) {
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
}

/** What a route that is carried out once as a whole needs. */
interface OnceDeps {
  readonly db: Database
  readonly clock: Clock
}

type CallerKind = 'partner' | 'operator' | 'member' | 'anyone'
type CallerOf<Kind extends CallerKind> = Kind extends 'partner'
  ? PartnerCaller
  : Kind extends 'operator'
    ? OperatorCaller
    : Kind extends 'member'
      ? MemberCaller
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
  readonly status: number
  readonly response: z.ZodType
  /** Codes besides those that any route of its shape may answer. */
  readonly refuses: readonly RejectionCode[]
}

/** A route that can be mounted where there is what it needs. */
export interface Route<Deps = never> extends RouteFacts {
  answer(call: Call<Deps>): Promise<Answer>
}

/** What a route declares. Unless it says otherwise, it answers with status 200 and has no refusals of its own. */
interface RouteDefinition<Deps, Kind extends CallerKind, Path extends string, Query, Body, Response extends z.ZodType>
  extends Omit<RouteFacts, 'params' | 'status' | 'refuses' | 'once'>, Partial<Pick<RouteFacts, 'status' | 'refuses'>> {
  readonly caller: Kind
  readonly once?: Deps extends OnceDeps ? NonNullable<RouteFacts['once']> : never
  readonly path: Path & KnownPath<Path>
  readonly query?: Query & z.ZodObject
  readonly body?: Body & z.ZodType
  readonly response: Response
  readonly handle: (input: {
    deps: Deps
    caller: CallerOf<Kind>
    params: PathParams<Path>
    query: Parsed<Query>
    body: Parsed<Body>
    mark: RequestMark | null
    approval: string | null
    networkAddress: string
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
      async answer({ deps, caller, params, query, body, mark, approval, networkAddress }) {
        const parsed = parseInput(facts, { params, query, body })
        const answerWith = async (given: Deps) => {
          const outcome = await handle({
            deps: given,
            caller: caller as CallerOf<Kind>,
            params: parsed.params as PathParams<Path>,
            query: parsed.query as Parsed<Query>,
            body: parsed.body as Parsed<Body>,
            mark,
            approval,
            networkAddress,
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
