import { type Hex, numberToHex, size, slice } from 'viem'

import type { CompiledContract, Compilation } from '../code/compile-contracts.ts'
import { type Expectation, expectedImmutable } from '../code/immutables.ts'
import type { Coalition, KnownContract } from '../contracts.ts'
import type { Collector, Place } from '../findings.ts'
import type { Rpc } from '../rpc/json-rpc.ts'

/** A value that a constructor wrote into the code. */
export interface ImmutableValue {
  readonly contract: string
  readonly name: string
  readonly value: Hex
}

/** Check 8: the code at every address is what the published source compiles to, and each value in it is explained. */
export async function checkCode(
  rpc: Rpc,
  { coalition, compilation }: { coalition: Coalition; compilation: Compilation },
  { block, collector }: { block: number; collector: Collector },
): Promise<ImmutableValue[]> {
  const place = { block, transaction: null }
  for (const file of compilation.changedSources)
    collector.add('source_differs', place, `${file} is not the file that abis/compiler-input.json names.`)
  const values: ImmutableValue[] = []
  for (const contract of coalition.contracts) {
    const compiled = compilation.contracts[contract.kind]
    const code = (await rpc.ask('eth_getCode', [contract.address, numberToHex(block)])) as Hex
    if (compiled === undefined) continue
    collector.count('code', 'contracts')
    if (size(code) === 0)
      collector.add('code_missing', place, `There is no code at ${contract.kind} ${contract.address}.`)
    else if (compareCode(contract, { code, compiled }, { place, collector }))
      values.push(...readImmutables(contract, { code, compiled }, { place, collector, coalition }))
  }
  return values
}

interface Report {
  readonly place: Place
  readonly collector: Collector
}

interface Codes {
  readonly code: Hex
  readonly compiled: CompiledContract
}

/** Byte by byte, save what the constructor wrote. */
function compareCode(
  { kind, address }: KnownContract,
  { code, compiled }: Codes,
  { place, collector }: Report,
): boolean {
  collector.count('code', 'bytes', size(code))
  const deployed = blank(code, compiled)
  const expected = blank(compiled.code, compiled)
  if (deployed.equals(expected)) return true
  const first = deployed.findIndex((byte, at) => byte !== expected[at])
  const where =
    deployed.length === expected.length
      ? `byte ${first} differs`
      : `it has ${deployed.length} bytes instead of ${expected.length}`
  collector.add('code_differs', place, `The code of ${kind} at ${address} is not the compiled source: ${where}.`)
  return false
}

function blank(code: Hex, { immutables }: CompiledContract): Buffer {
  const bytes = Buffer.from(code.slice(2), 'hex')
  for (const { start, length } of immutables) bytes.fill(0, start, start + length)
  return bytes
}

function readImmutables(
  contract: KnownContract,
  { code, compiled }: Codes,
  { place, collector, coalition }: Report & { readonly coalition: Coalition },
): ImmutableValue[] {
  const byName = Map.groupBy(compiled.immutables, ({ name }) => name)
  return [...byName].flatMap(([name, places]): ImmutableValue[] => {
    collector.count('code', 'immutables')
    const values = new Set(places.map(({ start, length }) => slice(code, start, start + length).toLowerCase() as Hex))
    const [value] = values
    if (value === undefined) return []
    const wrong = whatIsWrong(values, expectedImmutable(contract, name, coalition))
    if (wrong !== null)
      collector.add(
        'immutable_unexplained',
        place,
        `${name} of ${contract.kind} ${contract.address} is ${value}: ${wrong}.`,
      )
    return [{ contract: contract.address, name, value }]
  })
}

function whatIsWrong(values: ReadonlySet<Hex>, expected: Expectation | null): string | null {
  const [value = '0x'] = values
  if (values.size > 1) return 'it has two values in one code'
  if (expected === null) return 'the audit knows of no such value'
  if ('value' in expected) return value === expected.value.toLowerCase() ? null : `it should be ${expected.value}`
  return expected.holds(value) ? null : `it should be ${expected.what}`
}
