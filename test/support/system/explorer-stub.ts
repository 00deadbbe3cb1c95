import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** What an explorer was shown. */
export interface ShownSources {
  explorer: 'Sourcify' | 'Etherscan'
  address: string
  compilerVersion: string
  contractIdentifier: string
  input: { language: string; sources: Record<string, { content: string }>; settings: Record<string, unknown> }
  constructorArguments: string | null
}

/** An answer that is given whatever was asked. */
export interface CannedAnswer {
  status: number
  body: string
  headers?: Record<string, string>
}

/** Sourcify (API v2) and Etherscan (contract API v2) on loopback, which believe what they are shown. */
export interface ExplorerStub {
  sourcifyUrl: string
  etherscanUrl: string
  shown: ShownSources[]
  /** The method, path and query of every request. */
  asked: string[]
  /** Given instead of the next answers, in order. */
  next: CannedAnswer[]
  /** How often a job is pending before it ends. */
  looksPending: number
  /** Why a contract's job ends badly; nothing for most. */
  refusals: Map<string, { customCode: string; message: string }>
  /** What is verified, by explorer and address; `match` is Sourcify's. */
  verified: Map<string, 'exact_match' | 'match'>
  close(): Promise<void>
}

interface Job {
  shown: ShownSources
  looks: number
}

interface Answer {
  status: number
  body: unknown
}

export const STUB_API_KEY = 'a-key-of-the-test'

/** Starts the stub on a free port. Etherscan's part asks for `STUB_API_KEY`. */
export async function startExplorerStub(): Promise<ExplorerStub> {
  const jobs: Job[] = []
  const server = createServer((request, response) => {
    void answer(stub, jobs, request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  const stub: ExplorerStub = {
    sourcifyUrl: `${origin}/server`,
    etherscanUrl: `${origin}/v2/api`,
    shown: [],
    asked: [],
    next: [],
    looksPending: 1,
    refusals: new Map(),
    verified: new Map(),
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
  return stub
}

async function answer(stub: ExplorerStub, jobs: Job[], request: IncomingMessage, response: ServerResponse) {
  const url = new URL(request.url ?? '/', 'http://stub')
  const body = await text(request)
  stub.asked.push(`${String(request.method)} ${url.pathname}${url.search}`)
  const canned = stub.next.shift()
  if (canned !== undefined) {
    response.writeHead(canned.status, { 'content-type': 'application/json', ...canned.headers }).end(canned.body)
    return
  }
  const given = url.pathname.startsWith('/server/v2/')
    ? askSourcify(stub, jobs, url.pathname.slice('/server/v2/'.length), body)
    : { status: 200, body: askEtherscan(stub, jobs, url.searchParams, new URLSearchParams(body)) }
  response.writeHead(given.status, { 'content-type': 'application/json' }).end(JSON.stringify(given.body))
}

function askSourcify(stub: ExplorerStub, jobs: Job[], path: string, body: string): Answer {
  const [what, first = '', address = ''] = path.split('/')
  if (what === 'contract') {
    const match = stub.verified.get(`Sourcify ${address}`) ?? null
    return { status: match === null ? 404 : 200, body: sourcifyContract(first, address, match) }
  }
  if (body === '') return sourcifyJob(stub, jobs, Number(first))
  const { stdJsonInput, compilerVersion, contractIdentifier } = JSON.parse(body)
  const job = open(stub, jobs, {
    explorer: 'Sourcify',
    address,
    compilerVersion,
    contractIdentifier,
    input: stdJsonInput,
    constructorArguments: null,
  })
  return { status: 202, body: { verificationId: job } }
}

function sourcifyContract(chainId: string, address: string, match: string | null) {
  return { match, creationMatch: match, runtimeMatch: match, chainId, address }
}

function sourcifyJob(stub: ExplorerStub, jobs: Job[], index: number): Answer {
  const job = jobs[index]
  if (job === undefined) {
    return { status: 404, body: { customCode: 'job_not_found', message: 'No such job', errorId: '1' } }
  }
  const outcome = lookAt(stub, job)
  const isDone = outcome !== 'pending'
  const match = outcome === 'verified' ? 'exact_match' : null
  return {
    status: 200,
    body: {
      isJobCompleted: isDone,
      verificationId: String(index),
      jobStartTime: '2026-03-10T09:00:00Z',
      contract: sourcifyContract('1', job.shown.address, match),
      ...(typeof outcome === 'object' ? { error: { ...outcome, errorId: '1' } } : {}),
    },
  }
}

function askEtherscan(stub: ExplorerStub, jobs: Job[], query: URLSearchParams, form: URLSearchParams) {
  const says = (status: '0' | '1', result: unknown) => ({ status, message: status === '1' ? 'OK' : 'NOTOK', result })
  if (query.get('apikey') !== STUB_API_KEY) return says('0', 'Invalid API Key (#err2)')
  if (query.get('module') !== 'contract') return says('0', 'Error! Missing Or invalid Module name')
  switch (query.get('action')) {
    case 'getsourcecode': {
      const isVerified = stub.verified.has(`Etherscan ${String(query.get('address'))}`)
      return says('1', [{ SourceCode: isVerified ? '{{...}}' : '', ABI: 'Contract source code not verified' }])
    }
    case 'verifysourcecode':
      if (form.get('codeformat') !== 'solidity-standard-json-input') return says('0', 'Invalid codeformat')
      return says('1', open(stub, jobs, shownToEtherscan(form)))
    case 'checkverifystatus': {
      const outcome = lookAt(stub, jobs[Number(query.get('guid'))] as Job)
      if (outcome === 'pending') return says('0', 'Pending in queue')
      return outcome === 'verified' ? says('1', 'Pass - Verified') : says('0', outcome.message)
    }
    default:
      return says('0', 'Error! Missing Or invalid Action name')
  }
}

function shownToEtherscan(form: URLSearchParams): ShownSources {
  const field = (name: string) => form.get(name) ?? ''
  return {
    explorer: 'Etherscan',
    address: field('contractaddress'),
    compilerVersion: field('compilerversion'),
    contractIdentifier: field('contractname'),
    input: JSON.parse(field('sourceCode')),
    constructorArguments: field('constructorArguments'),
  }
}

function open(stub: ExplorerStub, jobs: Job[], shown: ShownSources): string {
  stub.shown.push(shown)
  jobs.push({ shown, looks: 0 })
  return String(jobs.length - 1)
}

function lookAt(stub: ExplorerStub, job: Job): 'pending' | 'verified' | { customCode: string; message: string } {
  job.looks += 1
  if (job.looks <= stub.looksPending) return 'pending'
  const { explorer, address, contractIdentifier } = job.shown
  const refusal = stub.refusals.get(contractIdentifier.replace(/^.*:/, ''))
  if (refusal === undefined) stub.verified.set(`${explorer} ${address}`, 'exact_match')
  return refusal ?? 'verified'
}
