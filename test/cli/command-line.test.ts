import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect } from 'chai'
import { type Command, CommanderError } from 'commander'

import { examplesOf, pathOf } from '../../cli/examples.ts'
import { makeCommandLine } from '../../cli/program.ts'
import { report } from '../../cli/report.ts'
import { StartRefused } from '../../server/domain/start-refused.ts'

/** A command and all below it. */
const withAllBelow = (command: Command): Command[] => [command, ...command.commands.flatMap(withAllBelow)]

const WHOLE = withAllBelow((await makeCommandLine()).program)
const ALL = WHOLE.map(pathOf)
/** Those that do something themselves. */
const DOING = WHOLE.filter((command) => examplesOf(command).length > 0)

/** Options of nearly every command, which no sentence of a request is about. */
const ABOUT_A_FOLDER = ['--data', '--url', '--operator-key-file', '--json', '--help']

interface Said {
  code: number
  stdout: string
  stderr: string
}

/** Runs the command line in this process, as far as it is about what was typed. */
async function type(...args: string[]): Promise<Said> {
  const said = { stdout: '', stderr: '' }
  const { program, acting } = await makeCommandLine()
  for (const command of withAllBelow(program))
    command.configureOutput({
      writeOut: (text) => (said.stdout += text),
      writeErr: (text) => (said.stderr += text),
      outputError: (text, write) => {
        write(text)
      },
    })
  try {
    await program.parseAsync(args, { from: 'user' })
    return { code: 0, ...said }
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return { code: report(error, { command: acting(), isForPrograms: false }), ...said }
  }
}

/** An example as a shell splits it. */
const words = (line: string) => [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')

/** Words that are neither an option nor the value of one. */
function countArguments(command: Command, typed: readonly string[]): number {
  const takesValue = (word: string | undefined) =>
    command.options.some(({ long, required, optional }) => long === word && (required || optional))
  return typed.filter((word, at) => !word.startsWith('--') && !takesValue(typed[at - 1])).length
}

describe('the command line', () => {
  it('has the commands that the documents name', () => {
    expect(ALL).to.include.members(['start', 'status', 'partner add', 'reward list', 'admin schedule', 'powers cancel'])
    expect(DOING.length).to.be.greaterThan(45)
  })

  it('prints its version', async () => {
    const { code, stdout } = await type('--version')
    expect([code, /^\d+\.\d+\.\d+\n$/.test(stdout)]).to.deep.equal([0, true])
  })

  it('explains itself, as not understood, when nothing or only a group is typed', async () => {
    for (const args of [[], ['partner'], ['admin']]) expect((await type(...args)).code, String(args)).to.equal(2)
  })

  it('suggests the nearest command, also inside a group', async () => {
    for (const [typed, meant] of [
      ['stauts', 'status'],
      ['partner lst', 'list'],
      ['operator-key rotat', 'rotate'],
    ] as const) {
      const { code, stderr } = await type(...typed.split(' '))
      expect([code, stderr], typed).to.deep.equal([
        2,
        stderr.match(new RegExp(`[^]*Did you mean ${meant}\\?[^]*`))?.[0],
      ])
    }
  })

  it('asks each command to do something, or to hold commands that do', () => {
    const idle = WHOLE.filter((command) => examplesOf(command).length === 0 && command.commands.length === 0)
    expect(idle.map(pathOf)).to.deep.equal([])
  })

  it('makes only the command that was typed, the same as among all', async () => {
    const explain = (commands: readonly Command[]) => commands.flatMap(withAllBelow).map((one) => one.helpInformation())
    for (const command of WHOLE[0]?.commands ?? []) {
      const { program } = await makeCommandLine({ typed: command.name() })
      const made = program.commands.find((one) => one.name() === command.name())
      expect(explain(made === undefined ? [] : [made]), command.name()).to.deep.equal(explain([command]))
      expect(program.commands.length, command.name()).to.be.lessThan(4)
    }
    for (const typed of ['stauts', '--json', undefined])
      expect(withAllBelow((await makeCommandLine({ typed })).program).map(pathOf)).to.deep.equal(ALL)
  })

  for (const path of ALL) {
    const args = path === '' ? [] : path.split(' ')

    it(`${path || 'entente'}: explains itself, and does not understand an unknown option`, async () => {
      const help = await type(...args, '--help')
      expect([help.code, help.stderr]).to.deep.equal([0, ''])
      expect(help.stdout).to.include(`Usage: entente ${path}`.trimEnd())
      const unknown = await type(...args, '--no-such-option')
      expect([unknown.code, unknown.stdout]).to.deep.equal([2, ''])
      expect(unknown.stderr).to.match(/unknown option|required option/)
    })
  }

  for (const command of WHOLE) {
    it(`${pathOf(command) || 'entente'}: is described in sentences, its options in words`, () => {
      expect(command.description()).to.match(/^[A-Z].*\.$/s)
      expect(
        command.registeredArguments.filter((one) => one.description === '').map((one) => one.name()),
      ).to.deep.equal([])
      for (const { long, description } of command.options) {
        expect(description, String(long))
          .to.match(/^(?:[a-z.(]|API|ISO|Web3|EIP)/)
          .and.not.match(/[^.]\.$/)
      }
    })
  }

  for (const command of DOING) {
    it(`${pathOf(command)}: shows examples that it understands`, async () => {
      const { stdout } = await type(...pathOf(command).split(' '), '--help')
      for (const line of examplesOf(command)) {
        expect(stdout).to.include(`  ${line}\n`)
        const [, ...args] = words(line.replace(/ > \S+$/, ''))
        const rest = args.slice(pathOf(command).split(' ').length)
        const known = new Set([...command.options.flatMap(({ long }) => long ?? []), ...ABOUT_A_FOLDER])
        expect(
          rest.filter((word) => word.startsWith('--') && !known.has(word)),
          line,
        ).to.deep.equal([])
        const wanted = command.options.filter(({ mandatory }) => mandatory).map(({ long }) => long)
        expect(rest, line).to.include.members(wanted)
        const given = countArguments(command, rest)
        const least = command.registeredArguments.filter(({ required }) => required).length
        expect(given, line).to.be.at.least(least)
      }
    })
  }
})

/** Commands that only look something up, with what they must be told. */
const READING = [
  'status',
  'messages',
  'powers',
  'partner list',
  'partner show 2',
  'partner key 2',
  'partner earn 2',
  'partner redeem-rate 2 list',
  'reward list',
  'charity list',
  'operator-key list',
  'proposal list',
  'proposal show 01985c7e-6d2a-7b0e-9d42-3f6a1c2b4d5e',
  'audit-log list',
  'audit-log export',
  'audit-log verify',
  'recovery show 01985c7e-6d2a-7b0e-9d42-3f6a1c2b4d5e',
  'admin list',
]

describe('a command that only reads', () => {
  let root: string
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'entente-reading-'))
  })
  after(() => {
    rmSync(root, { recursive: true })
  })

  for (const line of READING) {
    it(`${line}: makes nothing where there is nothing`, async () => {
      const folder = join(root, 'mistyped')
      const { program } = await makeCommandLine()
      const refused = await program.parseAsync([...line.split(' '), '--data', folder], { from: 'user' }).then(
        () => null,
        (error: unknown) => error,
      )
      expect(refused).to.be.instanceOf(StartRefused)
      const { code, message } = refused as StartRefused
      expect(code).to.equal(line === 'admin list' ? 'chain_unreachable' : 'data_folder_missing')
      if (code === 'data_folder_missing') expect(message).to.include(folder).and.to.include('--data')
      expect(existsSync(folder)).to.equal(false)
    })
  }
})
