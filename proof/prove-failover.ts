/** `npm run prove:failover`: what was sold while PostgreSQL's primary crashed, was cut off and was changed is on the ledger once. */
import { cpus } from 'node:os'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { root } from '../cli/run-program.ts'
import { printJson, say } from '../cli/terminal.ts'
import { FAULTS, type Fault } from './failover/faults.ts'
import { missingPrograms } from './failover/programs.ts'
import { proveFailover } from './failover/run-failover.ts'

const help = `npm run prove:failover -- [options]

  --rounds <n>      how often each fault is tried (default: 2)
  --faults <list>   of ${FAULTS.join(', ')} (default: all)
  --seconds <n>     how long is sold before and after each fault (default: 10)
  --no-backup       leave out the backup and its restoration at a point in time
  --write           keep the figures in proof/results/failover.json
  --keep            leave the folder with all logs, and say where it is
  --json            one JSON object on standard output
  --help            this text

Makes three machines with etcd, Patroni and PostgreSQL, each in a network of its own, from the files of deploy/postgresql/, with HAProxy
and PgBouncer before them, and Entente in four processes. Tills sell all the time, and repeat what was not answered under its key.
In each round the primary gets a fault: crash (PostgreSQL is killed), kill (Patroni is killed, too), cut (its cable), switch (another is
made primary on purpose). At the end each purchase that was answered 2xx must be on the ledger, once. Needs root, for the networks, and Debian's packages
iproute2, patroni, etcd-server, haproxy, pgbouncer, pgbackrest and postgresql.
`

function readOptions() {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '2' },
      faults: { type: 'string', default: FAULTS.join() },
      seconds: { type: 'string', default: '10' },
      'no-backup': { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const whole = (name: 'rounds' | 'seconds') => {
    const number = Number(values[name])
    if (!Number.isSafeInteger(number) || number < 1)
      throw new Error(`--${name} ${values[name]} is not a number from 1 on`)
    return number
  }
  return {
    ...values,
    plan: {
      rounds: whole('rounds'),
      seconds: whole('seconds'),
      faults: values.faults.split(',').map(faultNamed),
      hasBackup: !values['no-backup'],
      keepsFolder: values.keep,
    },
  }
}

function faultNamed(name: string): Fault {
  const fault = FAULTS.find((one) => one === name)
  if (fault === undefined) throw new Error(`--faults ${name}: there are ${FAULTS.join(', ')}`)
  return fault
}

async function main(): Promise<number> {
  const options = readOptions()
  if (options.help) {
    console.log(help)
    return 0
  }
  if (process.getuid?.() !== 0) throw new Error('run it as root: it makes networks of its own')
  const missing = missingPrograms()
  if (missing.length > 0)
    throw new Error(
      `not installed: ${missing.join(', ')}. apt-get install --no-install-recommends patroni etcd-server haproxy pgbouncer pgbackrest postgresql iproute2`,
    )
  const figures = await proveFailover(options.plan, say)
  const facts = {
    machine: `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores`,
    node: process.version,
    ...figures,
  }
  if (options.write) writeFileSync(join(root, 'proof/results/failover.json'), `${JSON.stringify(facts, null, 2)}\n`)
  if (options.json) printJson(facts)
  else {
    console.table(figures.rounds)
    console.log(
      `${figures.accepted} purchases were accepted; ${figures.judgement.onLedger} are on the ledger\n\n${figures.faults.length === 0 ? 1 : 0} passed, ${figures.faults.length} failed`,
    )
    for (const fault of figures.faults) console.error(fault)
  }
  return figures.faults.length === 0 ? 0 : 1
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`npm run prove:failover: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  return 2
})
