import { runToEnd } from './programs.ts'

/** Addresses that are for tests of networks (RFC 2544), so that nobody's own are hidden. */
const NET = '198.18.77'
export const NETWORK = `${NET}.0/24`
const BRIDGE = 'entente-ha'

/** A machine in a network of its own: what runs in it reaches the others over a cable that can be cut. */
export interface Machine {
  readonly name: string
  readonly address: string
  /** A command that runs in it as a user. */
  command(user: string, args: readonly string[]): string[]
  /** The ids of all processes in it. */
  listPids(): Promise<number[]>
  cutCable(): Promise<void>
  mendCable(): Promise<void>
}

const ip = (...args: string[]) => runToEnd(['ip', ...args])

/** Makes a switch, to which this machine is connected too, and machines on it. */
export async function makeMachines(names: readonly string[]): Promise<Machine[]> {
  await ip('link', 'add', BRIDGE, 'type', 'bridge')
  await ip('addr', 'add', `${NET}.1/24`, 'dev', BRIDGE)
  await ip('link', 'set', BRIDGE, 'up')
  const machines: Machine[] = []
  for (const [index, name] of names.entries()) machines.push(await makeMachine(name, `${NET}.${11 + index}`))
  return machines
}

async function makeMachine(name: string, address: string): Promise<Machine> {
  const space = spaceOf(name)
  const cable = `${space}-c`
  await ip('netns', 'add', space)
  await ip('link', 'add', cable, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', space)
  await ip('link', 'set', cable, 'master', BRIDGE, 'up')
  await ip('-n', space, 'addr', 'add', `${address}/24`, 'dev', 'eth0')
  await ip('-n', space, 'link', 'set', 'eth0', 'up')
  await ip('-n', space, 'link', 'set', 'lo', 'up')
  return {
    name,
    address,
    command: (user, args) => [
      ...['ip', 'netns', 'exec', space],
      ...['setpriv', '--reuid', user, '--regid', user, '--init-groups', ...args],
    ],
    listPids: async () => {
      const said = await ip('netns', 'pids', space)
      return said.split('\n').filter(Boolean).map(Number)
    },
    cutCable: async () => {
      await ip('link', 'set', cable, 'down')
    },
    mendCable: async () => {
      await ip('link', 'set', cable, 'up')
    },
  }
}

const spaceOf = (name: string): string => `entente-${name}`

/** Removes machines and switch, as far as they are there. */
export async function removeMachines(names: readonly string[]): Promise<void> {
  const spaces = await ip('netns', 'list')
  for (const name of names)
    if (spaces.includes(`${spaceOf(name)} `) || spaces.includes(`${spaceOf(name)}\n`))
      await ip('netns', 'del', spaceOf(name))
  const bridges = await ip('-o', 'link', 'show', 'type', 'bridge')
  if (bridges.includes(`${BRIDGE}:`)) await ip('link', 'del', BRIDGE)
}
