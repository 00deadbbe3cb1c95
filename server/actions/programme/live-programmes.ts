import type { Reader } from '../../database/engine/client.ts'
import { listLiveRules, listProgrammeRulesByIds } from '../../database/programme-rules.ts'
import { type Programme, programmeOf, readyRule, type ReadyRule } from '../../domain/programme/decide-rules.ts'

/** Finds the programmes of partners; those without a live rule are left out. */
export type FindProgrammes = (reader: Reader, partnerIds: readonly number[]) => Promise<ReadonlyMap<number, Programme>>

interface Remembered {
  readonly ids: string
  readonly programme: Programme
}

/**
 * Makes the memory of live rules: which ones are live is asked every time, and what they say only once, for a version never changes. It
 * holds the present programme of each partner, and nothing of those before.
 */
export function createProgrammes(): FindProgrammes {
  const remembered = new Map<number, Remembered>()
  return async (reader, partnerIds) => {
    const live = await listLiveRules(reader, partnerIds)
    const changed = live.filter(({ partnerId, ids }) => remembered.get(partnerId)?.ids !== ids)
    if (changed.length > 0) await learn(reader, changed, remembered)
    return new Map(
      live.flatMap(({ partnerId }) => {
        const one = remembered.get(partnerId)
        return one === undefined ? [] : [[partnerId, one.programme]]
      }),
    )
  }
}

async function learn(
  reader: Reader,
  changed: readonly { partnerId: number; ids: string }[],
  remembered: Map<number, Remembered>,
): Promise<void> {
  const known = new Map<string, ReadyRule>()
  for (const { partnerId } of changed)
    for (const rule of remembered.get(partnerId)?.programme.rules ?? []) known.set(rule.id, rule)
  const missing = changed.flatMap(({ ids }) => ids.split(',').filter((id) => !known.has(id)))
  for (const { id, document } of await listProgrammeRulesByIds(reader, missing)) known.set(id, readyRule(id, document))
  for (const { partnerId, ids } of changed) {
    const rules = ids.split(',').flatMap((id) => known.get(id) ?? [])
    remembered.set(partnerId, { ids, programme: programmeOf(rules) })
  }
}
