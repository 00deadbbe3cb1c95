import { z } from 'zod'

import { askExplorer } from './ask-explorer.ts'
import { type Explorer, ExplorerRefusal, type JobState, type Match } from './explorer.ts'

export const SOURCIFY_URL = 'https://sourcify.dev/server'

const Answer = z.object({ match: z.enum(['exact_match', 'match']).nullable() })
const Job = z.object({ verificationId: z.string().min(1) })
const Problem = z.object({ customCode: z.string(), message: z.string() })
const JobAnswer = z.object({ isJobCompleted: z.boolean(), contract: Answer, error: Problem.optional() })

/** Job failures that pass: Sourcify's own node is behind, or something of Sourcify broke. */
const PASSING_FAILURES = new Set(['contract_not_deployed', 'cannot_fetch_bytecode', 'internal_error'])

/** Sourcify's API v2: https://docs.sourcify.dev/docs/api/ */
export function sourcify({ url, chainId }: { url: string; chainId: number }): Explorer {
  const at = (path: string) => new URL(`${url.replace(/\/+$/, '')}/v2/${path}`)
  return {
    name: 'Sourcify',
    async find({ address }) {
      const { status, answer } = await askExplorer('Sourcify', at(`contract/${String(chainId)}/${address}`))
      // What nobody has verified yet is answered with 404 and a match of null, an unknown chain with 404 and a problem.
      const { match } = parse(Answer, answer, status)
      return match === null ? undefined : { match: readMatch(match) }
    },
    async submit({ address, compilerVersion, contractIdentifier, input }) {
      const { status, answer } = await askExplorer('Sourcify', at(`verify/${String(chainId)}/${address}`), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ stdJsonInput: input, compilerVersion, contractIdentifier }),
      })
      if (Problem.safeParse(answer).data?.customCode === 'already_verified') return undefined
      return parse(Job, answer, status).verificationId
    },
    async look(job) {
      const { status, answer } = await askExplorer('Sourcify', at(`verify/${encodeURIComponent(job)}`))
      return readJob(parse(JobAnswer, answer, status))
    },
  }
}

function readJob({ isJobCompleted, contract, error }: z.output<typeof JobAnswer>): JobState {
  if (!isJobCompleted) return { status: 'pending' }
  const match = contract.match === null ? null : readMatch(contract.match)
  if (error?.customCode === 'already_verified') return { status: 'already_verified', match }
  if (error !== undefined) {
    return { status: PASSING_FAILURES.has(error.customCode) ? 'try_again' : 'refused', reason: error.message }
  }
  return match === null ? { status: 'refused', reason: 'the code does not match' } : { status: 'verified', match }
}

function readMatch(match: 'exact_match' | 'match'): Match {
  return match === 'exact_match' ? 'exact' : 'partial'
}

function parse<Schema extends z.ZodType>(schema: Schema, answer: unknown, status: number): z.output<Schema> {
  const parsed = schema.safeParse(answer)
  if (parsed.success) return parsed.data
  const problem = Problem.safeParse(answer)
  throw new ExplorerRefusal(
    problem.success ? problem.data.message : `Sourcify gave an answer of another form (status ${String(status)})`,
  )
}
