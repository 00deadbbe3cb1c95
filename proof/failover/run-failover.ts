import { setTimeout as pause } from 'node:timers/promises'
import { join } from 'node:path'

import { archiveLog, backUp, beginBackups, countRestored, noteRestorePoint } from './backup.ts'
import { type Cluster, startCluster } from './cluster.ts'
import { type Entente, startEntente } from './entente.ts'
import { type Fault, mend, strike } from './faults.ts'
import { isRight, judge } from './judge.ts'
import { type Selling, startSelling } from './sell.ts'

export interface FailoverPlan {
  readonly rounds: number
  readonly seconds: number
  readonly faults: readonly Fault[]
  readonly hasBackup: boolean
  readonly keepsFolder: boolean
}

interface Round {
  readonly fault: Fault
  readonly from: string
  readonly to: string
  /** From the fault until a machine says that it is primary now. */
  readonly promotedSeconds: number
  /** The longest time in which no purchase was accepted. */
  readonly withoutAcceptingSeconds: number
}

type Say = (line: string) => void

const MEMBERS = 20

/** Sells, breaks the primary in each way, and compares what was answered with the ledger. */
export async function proveFailover(plan: FailoverPlan, say: Say) {
  const began = performance.now()
  const tell: Say = (line) => {
    say(`${((performance.now() - began) / 1_000).toFixed(0).padStart(4)} s  ${line}`)
  }
  const cluster = await startCluster(tell)
  let entente: Entente | null = null
  try {
    if (plan.hasBackup) await beginBackups(cluster)
    entente = await startEntente(cluster.url, join(cluster.folder, 'entente'), tell)
    const memberIds = await enrol(entente)
    const selling = startSelling({ ...entente, memberIds })
    const rounds = await breakInRounds({ cluster, selling }, plan, tell)
    const backup = plan.hasBackup ? await restore({ cluster, selling }, plan, tell) : null
    await selling.stop()
    tell(`waiting until ${selling.accepted.length} purchases are on the ledger`)
    const judgement = await judge({ url: entente.urls[0] ?? '', key: entente.key }, selling.accepted)
    const faults = [
      ...(isRight(judgement) ? [] : [`the ledger is not what was sold: ${JSON.stringify(judgement)}`]),
      ...selling.wrong.map((answer) => `a wrong answer: ${JSON.stringify(answer)}`),
      ...entente.listEnded().map((name) => `${name} has ended`),
      ...(backup === null || backup.restored === backup.expected ? [] : [`restored: ${JSON.stringify(backup)}`]),
    ]
    return { accepted: selling.accepted.length, tries: selling.tries, rounds, backup, judgement, faults }
  } finally {
    await entente?.end()
    await cluster.end(plan)
    if (plan.keepsFolder) say(`the folder: ${cluster.folder}`)
  }
}

async function enrol({ urls, key }: Entente): Promise<string[]> {
  const ids: string[] = []
  for (let number = 0; number < MEMBERS; number += 1) {
    const answer = await fetch(`${urls[0] ?? ''}/v1/members`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'card' }),
    })
    if (!answer.ok) throw new Error(`a member was answered ${answer.status}: ${await answer.text()}`)
    ids.push(((await answer.json()) as { memberId: string }).memberId)
  }
  return ids
}

interface Loaded {
  readonly cluster: Cluster
  readonly selling: Selling
}

async function breakInRounds({ cluster, selling }: Loaded, plan: FailoverPlan, tell: Say): Promise<Round[]> {
  const rounds: Round[] = []
  const faults = Array.from({ length: plan.rounds }, () => plan.faults).flat()
  for (const fault of faults) {
    const primary = await cluster.waitUntilWhole(120)
    await pause(plan.seconds * 1_000)
    const struckAt = performance.now()
    const next = await strike(fault, cluster, primary)
    const promotedSeconds = (performance.now() - struckAt) / 1_000
    await pause(plan.seconds * 1_000)
    const gap = selling.longestGapSince(struckAt)
    const round: Round = {
      fault,
      from: primary.name,
      to: next.name,
      promotedSeconds: tenths(promotedSeconds),
      withoutAcceptingSeconds: tenths(gap),
    }
    rounds.push(round)
    tell(
      `${rounds.length} of ${faults.length}, ${fault}: ${round.from} to ${round.to}, promoted after ${round.promotedSeconds} s, ${round.withoutAcceptingSeconds} s without accepting; ${selling.accepted.length} accepted`,
    )
    await mend(fault, cluster, primary)
  }
  return rounds
}

const tenths = (seconds: number): number => Math.round(seconds * 10) / 10

/** A backup while tills sell, a moment that is known, more sales, and the database of that moment again. */
async function restore({ cluster, selling }: Loaded, { seconds }: FailoverPlan, tell: Say) {
  await cluster.waitUntilWhole(120)
  tell('backing up while tills sell')
  await backUp(cluster)
  await pause(seconds * 1_000)
  const goOn = await selling.hold()
  const point = await noteRestorePoint(cluster)
  goOn()
  await pause(seconds * 1_000)
  tell(`restoring the database as it was at ${point.at}`)
  await archiveLog(cluster)
  return {
    at: point.at,
    expected: point.purchases,
    restored: await countRestored(cluster, point),
    soldSince: selling.accepted.length - point.purchases,
  }
}
