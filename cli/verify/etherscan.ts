import { z } from 'zod'

import { Transient } from '../../server/domain/rejection.ts'
import { askExplorer } from './ask-explorer.ts'
import { type Explorer, ExplorerRefusal, type JobState } from './explorer.ts'

export const ETHERSCAN_URL = 'https://api.etherscan.io/v2/api'

/** Etherscan's free plan allows three requests in a second. */
const PACE_MS = 400

const Answer = z.object({ status: z.string(), result: z.unknown() })
const Sources = z.array(z.object({ SourceCode: z.string().optional() }))

// All that an answer says is in the wording of its result; these are Etherscan's and Blockscout's.
const BUSY = /rate limit|try again later|temporarily/i
const NOT_SEEN_YET = /unable to locate contractcode|bytecode is not available|not a smart contract/i
const ALREADY_VERIFIED = /already verified/i
const NOT_VERIFIED = /not verified/i

interface EtherscanOptions {
  url: string
  chainId: number
  apiKey: string | null
  sleep: (ms: number) => Promise<void>
}

/** The contract API of Etherscan (version 2: one URL for all its chains), which Blockscout and others offer as well. */
export function etherscan({ url, chainId, apiKey, sleep }: EtherscanOptions): Explorer {
  const ask = async (query: Record<string, string>, form?: Record<string, string>) => {
    const target = new URL(url)
    const key = apiKey === null ? {} : { apikey: apiKey }
    for (const [name, value] of Object.entries({ chainid: String(chainId), module: 'contract', ...query, ...key })) {
      target.searchParams.set(name, value)
    }
    await sleep(PACE_MS)
    const request = form === undefined ? {} : { method: 'POST' as const, body: new URLSearchParams(form) }
    return readAnswer((await askExplorer('Etherscan', target, request)).answer)
  }
  return {
    name: 'Etherscan',
    async find({ address }) {
      const { isOk, result } = await ask({ action: 'getsourcecode', address })
      const sources = Sources.safeParse(result)
      if (sources.success) return (sources.data[0]?.SourceCode ?? '') === '' ? undefined : { match: null }
      if (!isOk && NOT_VERIFIED.test(String(result))) return undefined
      throw new ExplorerRefusal(String(result))
    },
    async submit(submission) {
      const { isOk, result } = await ask(
        { action: 'verifysourcecode' },
        {
          contractaddress: submission.address,
          sourceCode: JSON.stringify(submission.input),
          codeformat: 'solidity-standard-json-input',
          contractname: submission.contractIdentifier,
          compilerversion: submission.compilerVersion,
          constructorArguments: submission.constructorArguments,
        },
      )
      const text = String(result)
      if (ALREADY_VERIFIED.test(text)) return undefined
      if (NOT_SEEN_YET.test(text)) throw new Transient(text, null)
      if (!isOk) throw new ExplorerRefusal(text)
      return text
    },
    async look(guid) {
      const { result } = await ask({ action: 'checkverifystatus', guid })
      return readJob(String(result))
    },
  }
}

function readAnswer(answer: unknown): { isOk: boolean; result: unknown } {
  const parsed = Answer.safeParse(answer)
  if (!parsed.success) throw new ExplorerRefusal('Etherscan gave an answer of another form')
  const { status, result } = parsed.data
  if (typeof result === 'string' && BUSY.test(result)) throw new Transient(result, null)
  return { isOk: status === '1', result }
}

function readJob(result: string): JobState {
  if (/^pending|in progress/i.test(result)) return { status: 'pending' }
  if (/^pass/i.test(result)) return { status: 'verified', match: null }
  if (ALREADY_VERIFIED.test(result)) return { status: 'already_verified', match: null }
  if (NOT_SEEN_YET.test(result)) return { status: 'try_again', reason: result }
  return { status: 'refused', reason: result }
}
