/** One round of `npm run bench:relay` with one system, in a process of its own: node measure-process.ts <plan as JSON>. Says its figures as JSON. */
import { startAlto } from './alto-side.ts'
import { startEntente } from './entente-side.ts'
import { type Load, type LoadFigures, runLoad } from './load.ts'
import { startPeer } from './peer-side.ts'
import type { Side } from './side.ts'
import type { RoundPlan } from './systems.ts'

/** A warm-up is long enough to tell how many requests the load should have. */
const WARM_UP_SECONDS_MIN = 4
const WARM_UP_GROWTH = 4

async function start(plan: RoundPlan): Promise<Side> {
  const { system, blocks, members, partners, server } = plan
  switch (system) {
    case 'postgres':
    case 'embedded':
      return startEntente({ members, partners, server: system === 'postgres' ? server : null }, blocks)
    case 'alto':
      if (plan.altoFolder === null) throw new Error('there is no Alto without the folder where it was installed')
      return startAlto(plan.altoFolder, blocks, members)
    default:
      return startPeer(system, blocks, members)
  }
}

/** Measures a load whose length is told by shorter ones before it. */
async function measure(side: Side, load: Load, seconds: number): Promise<LoadFigures> {
  let requests = load.connections
  let warmUp = await runLoad(side, load, requests)
  while (warmUp.seconds < WARM_UP_SECONDS_MIN) {
    requests *= WARM_UP_GROWTH
    warmUp = await runLoad(side, load, requests)
  }
  const figures = await runLoad(side, load, Math.ceil((warmUp.requests / warmUp.seconds) * seconds))
  await side.check()
  return figures
}

const plan = JSON.parse(process.argv[2] ?? '') as RoundPlan
const side = await start(plan)
try {
  const figures: LoadFigures[] = []
  for (const load of plan.loads) figures.push(await measure(side, load, plan.seconds))
  process.stdout.write(`${JSON.stringify(figures)}\n`)
} finally {
  await side.stop()
}
