import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import * as z from 'zod'

/** What each finding has become an answer to: docs/scaling.md shows the list. */
const LIST = 'scripts/check/distributed-sql.json'
const SCHEMA = 'prisma/schema.prisma'

/** SQL in the server and in migrations that a distributed PostgreSQL refuses, or that means something else there. */
const IN_SQL: readonly (readonly [construct: string, pattern: RegExp])[] = [
  ['advisory lock', /\bpg_(?:try_)?advisory_(?:xact_)?lock\b/gi],
  ['skip locked', /\bskip locked\b/gi],
  ['row locks', /\bfor (?:no key )?update\b(?! *(?:\$\{skipLocked|skip locked))/gi],
  ['listen or notify', /^\s*(?:`|')?(?:un)?(?:listen|notify) [a-z_]+/gim],
  ['session setting', /\bset_config\(|\bset session\b/gi],
  ['temporary table', /\bcreate temp(?:orary)? table\b/gi],
  ['sequence moved', /\bsetval\(/gi],
  ['recursive query', /\bwith recursive\b/gi],
  ['lateral join', /\blateral \(/gi],
  ['rows from JSON', /\bjson_(?:populate|to)_recordset\(/gi],
  ['ordered-set aggregate', /\bwithin group\b/gi],
]
const IN_MIGRATIONS: readonly (readonly [construct: string, pattern: RegExp])[] = [
  ['trigger', /^create (?:constraint )?trigger\b/gim],
  ['function in the database', /^create (?:or replace )?function\b/gim],
  ['foreign key', /\breferences "/gi],
  ['unique index by hand', /^create unique index (?![^;]*"partner_id")[^;]*\bwhere\b/gim],
]

/** A construct in a file, or in a model of the schema, and how often it is there. */
export interface Finding {
  readonly construct: string
  readonly where: string
  readonly times: number
}

const List = z.strictObject({
  answers: z.record(
    z.string(),
    z.strictObject({ citus: z.string().min(1), yugabyte: z.string().min(1), instead: z.string().min(1) }),
  ),
  found: z.array(
    z.strictObject({ construct: z.string(), where: z.string(), times: z.int().min(1), answer: z.string() }),
  ),
})

export type DistributedList = z.output<typeof List>

/** Everything of that kind in a repository. */
export function findDistributedSql(root: string): Finding[] {
  const read = (file: string) => readFileSync(join(root, file), 'utf8')
  const files = (pattern: string) => globSync(pattern, { cwd: root, exclude: ['server/database/generated/**'] }).sort()
  const sql = files('server/**/*.ts').flatMap((file) => countAll(file, withoutComments(read(file)), IN_SQL))
  const migrations = files('prisma/migrations/*/migration.sql').flatMap((file) =>
    countAll(file, withoutSqlComments(read(file)), [...IN_MIGRATIONS, ...IN_SQL]),
  )
  return [...findKeys(read(SCHEMA)), ...sql, ...migrations]
}

/** Sequences, and keys that rows of other partners could break: a shard sees its own rows only. */
export function findKeys(schema: string): Finding[] {
  return [...schema.matchAll(/^model (\w+) \{\n(.*?)^\}/gms)].flatMap(([, model = '', body = '']) => {
    const fields = body.split('\n').filter((line) => !line.trimStart().startsWith('//'))
    const keys = fields.flatMap((line) => {
      const composite = /@@(?:id|unique)\(\[([^\]]+)\]/.exec(line)?.[1]
      if (composite !== undefined) return [composite]
      return /\s@(?:id|unique)\b/.test(line) ? [line.trim().split(/\s+/)[0] ?? ''] : []
    })
    const isSpread = fields.some((line) => /^\s*partnerId\s+Int\b/.test(line))
    const global = keys.filter((key) => !key.split(', ').includes('partnerId'))
    const sequences = fields.filter((line) => line.includes('autoincrement()'))
    const where = `${SCHEMA}, ${model}`
    return [
      ...one(isSpread ? 'key without the partner' : 'table without a partner', where, global.length),
      ...one('sequence', where, sequences.length),
    ]
  })
}

function one(construct: string, where: string, times: number): Finding[] {
  return times === 0 ? [] : [{ construct, where, times }]
}

function countAll(where: string, text: string, patterns: typeof IN_SQL): Finding[] {
  return patterns.flatMap(([construct, pattern]) => one(construct, where, [...text.matchAll(pattern)].length))
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*.*?\*\//gs, '').replaceAll(/(?<![:'"`\\])\/\/.*$/gm, '')
}

function withoutSqlComments(text: string): string {
  return text.replaceAll(/--.*$/gm, '')
}

/** The list that is committed. */
export function readDistributedList(root: string): DistributedList {
  return List.parse(JSON.parse(readFileSync(join(root, LIST), 'utf8')))
}

/** Each finding is in the list with an answer, as often as it is there, and the list has nothing else. */
export function judgeDistributedSql(found: readonly Finding[], { answers, found: listed }: DistributedList): string[] {
  const name = ({ construct, where }: Pick<Finding, 'construct' | 'where'>) => `${construct} in ${where}`
  const timesListed = new Map(listed.map((row) => [name(row), row.times]))
  const timesFound = new Map(found.map((row) => [name(row), row.times]))
  const used = new Set(listed.map(({ answer }) => answer))
  return [
    ...found.flatMap((row) => {
      const times = timesListed.get(name(row)) ?? 0
      if (times === row.times) return []
      return [
        `${name(row)}: ${String(row.times)} times, and ${LIST} has ${String(times)}: say there what a distributed database would have instead, or do without it`,
      ]
    }),
    ...listed.filter((row) => !timesFound.has(name(row))).map((row) => `${name(row)} is gone: take it out of ${LIST}`),
    ...listed
      .filter(({ answer }) => answers[answer] === undefined)
      .map((row) => `${LIST}: there is no answer "${row.answer}"`),
    ...Object.keys(answers)
      .filter((answer) => !used.has(answer))
      .map((answer) => `${LIST}: nothing needs the answer "${answer}"`),
  ]
}

/** Takes out of the list what is gone, and corrects how often the rest is there. What is new needs an answer by hand. */
export function mendDistributedList(root: string, found: readonly Finding[]): void {
  const { answers, found: listed } = readDistributedList(root)
  const kept = listed.flatMap((row) => {
    const now = found.find(({ construct, where }) => construct === row.construct && where === row.where)
    return now === undefined ? [] : [{ ...row, times: now.times }]
  })
  writeFileSync(join(root, LIST), `${JSON.stringify({ answers, found: kept }, null, 2)}\n`)
}
