import type { Cluster } from './cluster.ts'
import type { DatabaseNode } from './node.ts'
import { waitFor } from './programs.ts'

/** What happens to the primary. */
export const FAULTS = ['crash', 'kill', 'cut', 'switch'] as const
export type Fault = (typeof FAULTS)[number]

const CHANGE_SECONDS_MAX = 120
const WHOLE_SECONDS_MAX = 180

/** Does it, and resolves when another machine is primary. */
export async function strike(fault: Fault, cluster: Cluster, primary: DatabaseNode): Promise<DatabaseNode> {
  const others = cluster.nodes.filter((node) => node !== primary)
  if (fault === 'crash') await primary.crashPostgres()
  else if (fault === 'kill') await primary.crashAll()
  else if (fault === 'cut') await primary.cutCable()
  else await switchOver(primary)
  return waitFor(`another primary than ${primary.name}`, CHANGE_SECONDS_MAX, async () => {
    for (const node of others) if (await node.isPrimary()) return node
    return null
  })
}

/** Makes whole what the fault broke, and waits until the machine takes part again. */
export async function mend(fault: Fault, cluster: Cluster, struck: DatabaseNode): Promise<void> {
  if (fault === 'kill') struck.startPatroni()
  if (fault === 'cut') await struck.mendCable()
  await cluster.waitUntilWhole(WHOLE_SECONDS_MAX)
}

/** As an operator does before work on a machine: `patronictl switchover`. */
async function switchOver(primary: DatabaseNode): Promise<void> {
  const answer = await fetch(`http://${primary.address}:8008/switchover`, {
    method: 'POST',
    body: JSON.stringify({ leader: primary.name }),
  })
  if (!answer.ok) throw new Error(`the switchover was answered ${answer.status}: ${await answer.text()}`)
}
