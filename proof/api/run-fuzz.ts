import { checkLimits, checkServer, readMemory } from './check-server.ts'
import type { ApiDocument } from './document.ts'
import type { Findings } from './findings.ts'
import { judge } from './judge.ts'
import { makeRequest } from './make-request.ts'
import { plantRound, resumePartners } from './plant.ts'
import { judgeRaw, makeRaw, sendRaw } from './raw-requests.ts'
import { asCurl, NoAnswer, type Sender } from './send.ts'
import { openTally } from './tally.ts'
import type { World } from './world.ts'

export interface FuzzPlan {
  readonly seed: number
  readonly from: number
  readonly requests: number
  readonly minutesMax: number
  readonly connections: number
  readonly findingsMax: number
  readonly onProgress: (done: number) => void
}

/** After so many requests, members, sessions and rows are new: by then many are locked, signed out or used up. */
const ROUND = 10_000
/** A partner that the operator's requests suspended goes on after so many at most. */
const TEND_EVERY = 1_000
/** Of a hundred requests, so many are bytes that no HTTP client would send. */
const RAW_PERCENT = 6

interface Fuzz {
  readonly world: World
  readonly document: ApiDocument
  readonly sender: Sender
  readonly findings: Findings
}

/** Sends the requests, each after the one before it on its connection, and checks the server when all are answered. */
export async function runFuzz(fuzz: Fuzz, plan: FuzzPlan) {
  const { world, findings } = fuzz
  const tally = openTally()
  const memory: number[] = []
  const began = performance.now()
  let busyMs = 0
  let next = plan.from
  const end = plan.from + plan.requests
  const isLate = () => performance.now() - began > plan.minutesMax * 60_000
  const isOver = () => next >= end || isLate() || findings.count() >= plan.findingsMax || !world.server.isRunning()
  while (!isOver()) {
    await plantRound(world, Math.floor(next / ROUND))
    memory.push(await readMemory(world))
    const roundEnd = Math.min(end, (Math.floor(next / ROUND) + 1) * ROUND)
    const roundBegan = performance.now()
    const work = async () => {
      while (next < roundEnd && !isOver()) {
        const number = next++
        if (number % TEND_EVERY === 0) await resumePartners(world)
        await sendOne(fuzz, { seed: plan.seed, number }, tally).catch((error: unknown) => {
          // A fault of the fuzz itself: the other connections stop, too.
          next = end
          throw error
        })
        plan.onProgress(number + 1 - plan.from)
      }
    }
    await Promise.all(Array.from({ length: plan.connections }, work))
    busyMs += performance.now() - roundBegan
  }
  const addAll = (wrong: string[]) =>
    wrong.forEach((what) => findings.add({ number: null, what, request: null, answer: null }))
  if (world.server.isRunning()) addAll(await checkLimits(world))
  addAll(await checkServer(world))
  if (world.server.isRunning()) memory.push(await readMemory(world))
  const requests = next - plan.from
  return {
    requests,
    perSecond: Math.round((requests / busyMs) * 1_000),
    seconds: Math.round((performance.now() - began) / 1_000),
    memoryMiB: memory.map((bytes) => Math.round(bytes / 2 ** 20)),
    ...tally.read(),
  }
}

async function sendOne(
  fuzz: Fuzz,
  place: { seed: number; number: number },
  tally: ReturnType<typeof openTally>,
): Promise<void> {
  const { world, findings, sender } = fuzz
  const { number } = place
  if ((number * 7_919) % 100 < RAW_PERCENT) {
    const raw = makeRaw(place)
    const answer = await sendRaw(world.server.port, raw)
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer.text)?.[1] ?? 0)
    tally.add({ operation: 'socket', caller: 'nobody', origin: 'socket', status, ms: answer.ms })
    for (const what of judgeRaw(raw, answer))
      findings.add({
        number,
        what,
        request: `base64 of the bytes: ${raw.bytes.toString('base64')}`,
        answer: answer.text,
      })
    return
  }
  const request = makeRequest(fuzz, place)
  try {
    const answer = await sender.send(request)
    const { operation, caller, origin } = request
    tally.add({ operation, caller: caller.kind, origin, status: answer.status, ms: answer.ms })
    for (const what of judge(fuzz, request, answer))
      findings.add({
        number,
        what,
        request: asCurl(world.server.port, request),
        answer: `${answer.status} ${answer.text}`,
      })
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error
    const what = `${request.operation}: ${error.message}`
    findings.add({ number, what, request: asCurl(world.server.port, request), answer: null })
  }
}
